"""The reference of an image in its parts: registry, repository, tag and digest."""

from dataclasses import dataclass, replace
from typing import Final

_DOCKER_HUB: Final = "docker.io"
_DEFAULT_TAG: Final = "latest"


@dataclass(frozen=True, slots=True)
class ImageReference:
    """The reference of an image.

    Attributes:
        name: Registry and repository as they are written: `nginx`, `public.ecr.aws/docker/library/nginx`.
        tag: The tag, empty if none is written.
        digest: The digest, `sha256:…`; empty if none is written.
    """

    name: str
    tag: str = ""
    digest: str = ""

    def __str__(self) -> str:
        return self.name + (f":{self.tag}" if self.tag else "") + (f"@{self.digest}" if self.digest else "")

    @property
    def registry(self) -> str:
        """The host of the registry, `docker.io` if none is written."""
        host, slash, _ = self.name.partition("/")
        return host if slash and ("." in host or ":" in host or host == "localhost") else _DOCKER_HUB

    @property
    def repository(self) -> str:
        """The repository in its registry. Official images of Docker Hub are in `library`."""
        repository = self.name.removeprefix(f"{self.registry}/")
        return f"library/{repository}" if self.registry == _DOCKER_HUB and "/" not in repository else repository

    @property
    def version(self) -> str:
        """What names the image in its repository: the digest, the tag, or the default tag."""
        return self.digest or self.tag or _DEFAULT_TAG

    def with_tag(self, tag: str) -> "ImageReference":
        """Return the reference of another image of the repository, by tag."""
        return replace(self, tag=tag, digest="")

    def with_digest(self, digest: str) -> "ImageReference":
        """Return the reference of another image of the repository, by digest alone: a tag beside it would not be followed."""
        return replace(self, tag="", digest=digest)


def parse_image_reference(text: str) -> ImageReference:
    """Parse the reference of an image, which the settings have checked."""
    rest, _, digest = text.partition("@")
    folder, slash, last = rest.rpartition("/")
    repository, _, tag = last.partition(":")
    return ImageReference(f"{folder}{slash}{repository}", tag, digest)
