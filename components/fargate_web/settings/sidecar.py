"""A sidecar: an additional container of a task, beside the application's."""

from collections.abc import Iterator
from typing import Annotated, Final, Literal

from .container import Container
from .container_health_check import ContainerHealthCheck
from .container_key_hints import SIDECAR_KEY_HINTS
from .container_value_types import ContainerName
from .fix import remove, write
from .section import SECRET_STRING_SCHEMA, STRING_SCHEMA, RuleViolation, allow_shorthand, describe_field
from .volume import Mount, VolumeName, find_mount_violations

DependencyCondition = Literal["START", "COMPLETE", "SUCCESS", "HEALTHY"]
MAIN_CONTAINER: Final = "main"
"""The name of the application's own container in `dependsOn`. Its real name is not known before the service has one."""
DEPENDS_ON_DESCRIPTION: Final = (
    "The containers that this one waits for before it starts: name → START (has started), HEALTHY (its health check passes), COMPLETE (has ended) or "
    "SUCCESS (has ended with exit code 0). They stop in the opposite order."
)
DEPENDS_ON_SOURCE: Final = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html"


class Sidecar(Container):
    """An additional container of a task: a proxy, an agent, or a script that prepares something and ends.

    It shares the task's network (the containers reach each other on localhost), its roles, its size and its log group. The application gets
    the CPU that the sidecars leave.
    """

    essential: Annotated[
        bool,
        describe_field(
            "Whether the task stops when this container ends: false for a container that the application can do without, or that ends by itself.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
        ),
    ] = True
    cpu: Annotated[
        int | None,
        describe_field(
            "Its share of the task's CPU units. It may use more while the others are idle. Default: the minimum share while they are not.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
            ge=1,
            le=32768,
            example=64,
        ),
    ] = None
    memory: Annotated[
        int | None,
        describe_field(
            "The maximum of the task's memory in MiB (6 or more); above it the container is killed.", ge=6, le=249_856, example=128
        ),
    ] = None
    memory_reservation: Annotated[
        int | None, describe_field("MiB that are reserved for it (6 or more), below memory; it may use more.", ge=6, le=249_856, example=64)
    ] = None
    health_check: Annotated[
        ContainerHealthCheck | None,
        allow_shorthand("command", SECRET_STRING_SCHEMA),
        describe_field("A command that ECS runs inside the container. If it fails in an essential container, the task is replaced."),
    ] = None
    depends_on: Annotated[
        dict[ContainerName, DependencyCondition],
        describe_field(DEPENDS_ON_DESCRIPTION, source=DEPENDS_ON_SOURCE, example={"main": "START"}),
    ] = {}
    volumes: Annotated[
        dict[VolumeName, Annotated[Mount, allow_shorthand("path", STRING_SCHEMA)]],
        describe_field(
            "The volumes of the task that it mounts, with their paths; a bare string is the path.", example={"shared": "/shared"}
        ),
    ] = {}

    key_hints = SIDECAR_KEY_HINTS

    @property
    def mounts(self) -> dict[str, Mount]:
        """The mounts of the task's volumes, by volume name."""
        return dict(self.volumes)

    @property
    def reserved_memory(self) -> int:
        """MiB of the task's memory that are not available to other containers."""
        return self.memory_reservation or self.memory or 0

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that the memory limits fit each other, and that no two volumes have the same path."""
        yield from super().find_violations()
        if self.memory is not None and self.memory_reservation is not None and self.memory_reservation >= self.memory:
            yield RuleViolation(
                ("memory_reservation", "memory"),
                f"the reserved memory, {self.memory_reservation} MiB, must be below the limit of {self.memory} MiB (ClientException)",
                "reservation-above-limit",
                (
                    *([write("memoryReservation", value=max(6, self.memory // 2))] if self.memory > 6 else []),
                    remove("memoryReservation"),
                ),
            )
        if self.memory is not None and sum(self.tmpfs.values()) >= self.memory:
            yield RuleViolation(
                ("tmpfs", "memory"),
                f"the folders in memory may take {sum(self.tmpfs.values())} MiB, all of its {self.memory}, so that it would be killed (OutOfMemoryError); write smaller sizes, or more memory",
                "memory-taken-by-tmpfs",
            )
        yield from find_mount_violations(self, self.mounts)
