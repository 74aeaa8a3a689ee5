"""The digest of an image: from ECR through boto3, from other registries by their API."""

from collections.abc import Callable
from typing import Any

from fargate_web.settings.registry_host import PrivateRegistry, read_private_registry

from fargate_web_cli.images.image_reference import ImageReference
from fargate_web_cli.images.registry import resolve_in_registry
from fargate_web_cli.live.aws_errors import LiveError
from fargate_web_cli.live.aws_session import AwsSession


class ImageResolver:
    """Finds the digests of images. Each image is looked up once.

    Args:
        open_session: Opens a session in a Region.
    """

    def __init__(self, open_session: Callable[[str], AwsSession]) -> None:
        self._open_session = open_session
        self._sessions: dict[str, AwsSession] = {}
        self._digests: dict[ImageReference, str] = {}

    def resolve(self, image: ImageReference) -> str:
        """Return the digest of an image. An image that has one must exist.

        Raises:
            LiveError: The registry has no such image, or can't be asked.
        """
        if image not in self._digests:
            registry = read_private_registry(image.name)
            self._digests[image] = resolve_in_registry(image) if registry is None else self._resolve_in_ecr(image, registry)
        return self._digests[image]

    def _resolve_in_ecr(self, image: ImageReference, registry: PrivateRegistry) -> str:
        if registry.region not in self._sessions:
            self._sessions[registry.region] = self._open_session(registry.region)
        image_id: dict[str, Any] = {"imageDigest": image.digest} if image.digest else {"imageTag": image.version}
        try:
            answer = self._sessions[registry.region].call(
                "ecr", "describe_images", registryId=registry.account, repositoryName=image.repository, imageIds=[image_id]
            )
        except LiveError as error:
            raise LiveError(f"{image}: {error}") from None
        return str(answer["imageDetails"][0]["imageDigest"])
