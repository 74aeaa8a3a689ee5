"""What all containers of a stack or a task run with, unless a container says otherwise: user, file system, capabilities."""

from typing import Annotated, Any, TypeVar

from pydantic import Field

from .container import Container
from .container_limits import Capabilities
from .container_value_types import ContainerPath, User
from .root_user import is_root_user
from .section import Section, describe_field
from .sidecar import Sidecar

_AnyContainer = TypeVar("_AnyContainer", bound=Container)


class Hardening(Section):
    """What keeps an intruder in a container from going on: for all containers, the collector and the log router included.

    A container says otherwise by the same key. Fargate allows no privileged containers anyway, and has no setting against new privileges.
    """

    user: Annotated[
        User | None,
        describe_field(
            "The user (and group) of containers that set none. The log router stays root, as FireLens requires.",
            source="https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-20",
        ),
    ] = "10001:10001"
    readonly_root_filesystem: Annotated[
        bool,
        describe_field(
            "Whether root file systems are read-only.",
            source="https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-5",
        ),
    ] = True
    tmpfs: Annotated[
        dict[ContainerPath, Annotated[int, Field(ge=1, le=249_856)]],
        describe_field(
            "Folders in memory under a read-only root file system, in containers that set neither tmpfs nor writablePaths: path → maximum MiB, taken from the task's memory."
        ),
    ] = {"/tmp": 64}
    capabilities: Annotated[
        Capabilities,
        describe_field(
            "Linux capabilities that containers drop, except those that run as root, which need some.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_KernelCapabilities.html",
        ),
    ] = Capabilities(drop=["ALL"])
    init_process_enabled: Annotated[
        bool,
        describe_field("Whether a small init process forwards signals and collects orphans. Images that bring their own (s6) need false."),
    ] = False

    key_hints = {
        "readOnly": "write readonlyRootFilesystem",
        "runAsNonRoot": "write user",
        "runAsUser": "write user",
        "dropCapabilities": "write capabilities: {drop: [ALL]}",
        "noNewPrivileges": "Fargate has no such setting; drop capabilities, and run as a user other than root",
        "privileged": "Fargate allows no privileged containers; remove it",
    }

    def harden(self, container: _AnyContainer) -> _AnyContainer:
        """Return a container with what it doesn't set itself."""
        said = container.model_fields_set
        updates: dict[str, Any] = {}
        if "user" not in said and "user" not in container.silence and self.user is not None:
            updates["user"] = self.user
        if "readonly_root_filesystem" not in said and "readonlyRootFilesystem" not in container.silence:
            updates["readonly_root_filesystem"] = self.readonly_root_filesystem
        is_read_only = updates.get("readonly_root_filesystem", container.readonly_root_filesystem)
        if is_read_only and self.tmpfs and not {"tmpfs", "writable_paths"} & said:
            updates["tmpfs"] = _fit_into(container, self.tmpfs)
        user = updates.get("user", container.user)
        if "capabilities" not in said and user is not None and not is_root_user(user):
            updates["capabilities"] = self.capabilities
        if "init_process_enabled" not in said and self.init_process_enabled:
            updates["init_process_enabled"] = True
        return container.model_copy(update=updates) if updates else container


def _fit_into(container: Container, tmpfs: dict[str, int]) -> dict[str, int]:
    """Return folders in memory that leave a sidecar three quarters of its memory, if the sizes would take all of it."""
    if not isinstance(container, Sidecar) or container.memory is None or container.memory > sum(tmpfs.values()):
        return tmpfs
    return dict.fromkeys(tmpfs, max(1, container.memory // (4 * len(tmpfs))))
