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


def build_images(name: str, settings: TaskT, wires: Mapping[str, Any], parent: pulumi.Resource) -> TaskT:
    """Build the images of a task, and return its settings with their addresses, which end with their digests.

    Args:
        name: The name of the task's component.
        settings: The settings. A container with `build` gets the address as its image.
        wires: The wires of the component: the account and the key of the repository.
        parent: The component.
    """
    # A build moves its tag, which can therefore not be immutable. Images are made from the source again, so that they may go with the stack.
    repository = Repository(
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

    def build_image(build: Build, sidecar: str | None = None) -> pulumi.Output[str]:
        # awsx names the resource that builds by the tag, and its URN has no name of a service: two services may have a sidecar of one name, and one
        # of them may be named web-proxy. No name of a service has a colon or an underscore.
        tag = f"{_TAG_PREFIX}{name}" if sidecar is None else f"{_TAG_PREFIX}{name}_{sidecar}"
        image = awsx.ecr.Image(
            name if sidecar is None else f"{name}:{sidecar}",
            repository_url=repository.url,
            context=build.context,
            dockerfile=build.dockerfile_path,
            target=build.target,
            args=build.args or None,
            cache_from=build.cache_from or None,
            platform=_PLATFORMS[settings.cpu_architecture],
            # Nothing is added to a tag, for which a logical name leaves room.
            image_tag=build_logical_name(tag, "", _MAX_TAG_LENGTH + RANDOM_SUFFIX_LENGTH),
            opts=pulumi.ResourceOptions(parent=parent),
        )
        return image.image_uri

    changes: dict[str, Any] = {}
    if settings.build is not None:
        changes["image"] = build_image(settings.build)
    changes["sidecars"] = {
        sidecar_name: sidecar if sidecar.build is None else sidecar.model_copy(update={"image": build_image(sidecar.build, sidecar_name)})
        for sidecar_name, sidecar in settings.sidecars.items()
    }
    return settings.model_copy(update=changes)
