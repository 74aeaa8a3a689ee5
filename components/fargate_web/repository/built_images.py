"""The images that the program builds for the containers of a task, with the repository that they are pushed to."""

from collections.abc import Mapping
from typing import Any, Final, TypeVar

import pulumi
import pulumi_awsx as awsx

from ..component.resource_names import RANDOM_SUFFIX_LENGTH, build_logical_name
from ..settings.build import Build
from ..settings.task import Task
from .repository import Repository

TaskT = TypeVar("TaskT", bound=Task)

_PLATFORMS: Final = {"X86_64": "linux/amd64", "ARM64": "linux/arm64"}
_TAG_PREFIX: Final = "built-"
_MAX_TAG_LENGTH: Final = 128


class BuiltImages:
    """The images of one task, and their repository.

    Attributes:
        repository: The repository that they are pushed to.
        images: The images by container; the application's own has the name of the task's component.
    """

    def __init__(self, name: str, settings: Task, wires: Mapping[str, Any], parent: pulumi.Resource) -> None:
        """Build the images of a task.

        Args:
            name: The name of the task's component.
            settings: The settings.
            wires: The wires of the component: the account and the key of the repository.
            parent: The component.
        """
        self._name = name
        self._platform = _PLATFORMS[settings.cpu_architecture]
        # A build moves its tag, which can therefore not be immutable. Images are made from the source again, so that they may go with the stack.
        self.repository = Repository(
            name,
            {
                "mutable_tags": [f"{_TAG_PREFIX}*"],
                "force_delete": True,
                "tags": settings.tags,
                "account": wires.get("account"),
                "encryption_key": wires.get("encryption_key"),
            },
            pulumi.ResourceOptions(parent=parent),
        )
        self.images: dict[str, awsx.ecr.Image] = {}
        opts = pulumi.ResourceOptions(parent=parent)
        if settings.build is not None:
            self.images[name] = self._build(settings.build, None, opts)
        for sidecar_name, sidecar in settings.sidecars.items():
            if sidecar.build is not None:
                self.images[sidecar_name] = self._build(sidecar.build, sidecar_name, opts)

    def use_in(self, settings: TaskT) -> TaskT:
        """Return the settings of the task with the addresses of the images, which end with their digests."""
        changes: dict[str, Any] = {}
        if settings.build is not None:
            changes["image"] = self.images[self._name].image_uri
        changes["sidecars"] = {
            name: sidecar if sidecar.build is None else sidecar.model_copy(update={"image": self.images[name].image_uri})
            for name, sidecar in settings.sidecars.items()
        }
        return settings.model_copy(update=changes)

    def _build(self, build: Build, sidecar: str | None, opts: pulumi.ResourceOptions) -> awsx.ecr.Image:
        # awsx names the resource that builds by the tag, and its URN has no name of a service: two services may have a sidecar of one name, and one
        # of them may be named web-proxy. No name of a service has a colon or an underscore.
        tag = f"{_TAG_PREFIX}{self._name}" if sidecar is None else f"{_TAG_PREFIX}{self._name}_{sidecar}"
        return awsx.ecr.Image(
            self._name if sidecar is None else f"{self._name}:{sidecar}",
            repository_url=self.repository.url,
            context=build.context,
            dockerfile=build.dockerfile_path,
            target=build.target,
            args=build.args or None,
            cache_from=build.cache_from or None,
            platform=self._platform,
            # Nothing is added to a tag, for which a logical name leaves room.
            image_tag=build_logical_name(tag, "", _MAX_TAG_LENGTH + RANDOM_SUFFIX_LENGTH),
            opts=opts,
        )
