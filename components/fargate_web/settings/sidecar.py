"""A sidecar: a further container of a task, beside that of the application."""

from collections.abc import Iterator
from typing import Annotated, Final, Literal

from .container import Container, ContainerHealthCheck
from .container_value_types import ContainerName
from .key_hints import SIDECAR_KEY_HINTS
from .section import STRING_SCHEMA, RuleViolation, allow_shorthand, describe_field
from .volume import Mount, VolumeName, find_mount_violations

DependencyCondition = Literal["START", "COMPLETE", "SUCCESS", "HEALTHY"]
MAIN_CONTAINER: Final = "main"
"""The application's own container, as `dependsOn` calls it: its name is not known before the service has one."""
DEPENDS_ON_DESCRIPTION: Final = (
    "The containers that have to be so far before this one starts: name → START (has started), HEALTHY (its health check passes), COMPLETE (has ended) or "
    "SUCCESS (has ended well). They stop in the opposite order."
)
DEPENDS_ON_SOURCE: Final = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html"


class Sidecar(Container):
    """A further container of a task: a proxy, an agent, or a script that prepares something and ends.

    It shares the task's network (the containers reach each other on localhost), its roles, its size and its log group. The application has
    what CPU the sidecars leave.
    """

    essential: Annotated[
        bool,
        describe_field(
            "Whether the task stops when this container ends. false for what the application can do without, and for what ends by itself.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
        ),
    ] = True
    cpu: Annotated[
        int | None,
        describe_field(
            "Its share of the task's CPU units. It may have more while the others are idle. Default: the least there is, where they are not.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
            ge=1,
            le=32768,
            example=64,
        ),
    ] = None
    memory: Annotated[
        int | None,
        describe_field("MiB of the task's memory at most; with more the container is killed (6 or more).", ge=6, le=249_856, example=128),
    ] = None
    memory_reservation: Annotated[
        int | None, describe_field("MiB that are kept for it; it may have more (6 or more). Below memory.", ge=6, le=249_856, example=64)
    ] = None
    health_check: Annotated[
        ContainerHealthCheck | None,
        allow_shorthand("command", STRING_SCHEMA),
        describe_field("A command that ECS runs inside the container. That of an essential container replaces the task when it fails."),
    ] = None
    depends_on: Annotated[
        dict[ContainerName, DependencyCondition],
        describe_field(DEPENDS_ON_DESCRIPTION, source=DEPENDS_ON_SOURCE, example={"main": "START"}),
    ] = {}
    volumes: Annotated[
        dict[VolumeName, Annotated[Mount, allow_shorthand("path", STRING_SCHEMA)]],
        describe_field("Which of the task's volumes it sees, and where; a bare string is the path.", example={"shared": "/shared"}),
    ] = {}

    key_hints = SIDECAR_KEY_HINTS

    @property
    def mounts(self) -> dict[str, Mount]:
        """What it sees of the task's volumes, by volume."""
        return dict(self.volumes)

    @property
    def reserved_memory(self) -> int:
        """MiB that the others can't count on."""
        return self.memory_reservation or self.memory or 0

    def find_violations(self) -> Iterator[RuleViolation]:
        """Its memory holds what it asks for, and no two folders lie in one place."""
        yield from super().find_violations()
        if self.memory is not None and self.memory_reservation is not None and self.memory_reservation >= self.memory:
            yield RuleViolation(
                ("memory_reservation", "memory"),
                f"the memory that is kept, {self.memory_reservation} MiB, must be below the limit of {self.memory} MiB (ClientException); write less, or leave it out",
            )
        if self.memory is not None and sum(self.tmpfs.values()) >= self.memory:
            yield RuleViolation(
                ("tmpfs", "memory"),
                f"the folders in memory may take {sum(self.tmpfs.values())} MiB, all of its {self.memory}, so that it would be killed (OutOfMemoryError); write smaller sizes, or more memory",
            )
        yield from find_mount_violations(self, self.mounts)
