"""The parts of the name of an image: registry, repository, tag and digest."""

from dataclasses import dataclass
from typing import Final

_DOCKER_HUB: Final = "registry-1.docker.io"
_DOCKER_HUB_NAMES: Final = ("docker.io", "index.docker.io", "registry-1.docker.io")


@dataclass(frozen=True)
class ImageName:
    """The name of an image.

    Attributes:
        host: The host of the registry.
        repository: The repository in it.
        tag: The tag; `latest` if the name has neither tag nor digest, empty if it has a digest alone.
        digest: The digest, which counts more than the tag; empty if there is none.
    """

    host: str
    repository: str
    tag: str
    digest: str

    @property
    def reference(self) -> str:
        """The digest, or else the tag."""
        return self.digest or self.tag


def parse_image_name(image: str) -> ImageName:
    """Parse the name of an image as Docker does: the first part is a host if it has a dot or a port."""
    name, _, digest = image.partition("@")
    first, slash, rest = name.partition("/")
    host = first if slash and ("." in first or ":" in first or first == "localhost") else ""
    path = rest if host else name
    repository, colon, tag = path.rpartition(":")
    if not colon:
        repository, tag = path, "" if digest else "latest"
    if not host or host in _DOCKER_HUB_NAMES:
        return ImageName(_DOCKER_HUB, repository if "/" in repository else f"library/{repository}", tag, digest)
    return ImageName(host, repository, tag, digest)
