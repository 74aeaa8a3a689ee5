"""A sidecar: a further container of a task, beside that of the application."""

from collections.abc import Iterator
from typing import Annotated, Final, Literal

from .container import Container, ContainerHealthCheck
from .container_value_types import ContainerName
from .key_hints import OF_A_SIDECAR
from .section import TEXT, Broken, about, shorthand
from .volume import Mount, VolumeName, doubled_paths

Condition = Literal["START", "COMPLETE", "SUCCESS", "HEALTHY"]
MAIN: Final = "main"
"""The application's own container, as `dependsOn` calls it: its name is not known before the service has one."""
DEPENDS_ON: Final = (
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
        about(
            "Whether the task stops when this container ends. false for what the application can do without, and for what ends by itself.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
        ),
    ] = True
    cpu: Annotated[
        int | None,
        about(
            "Its share of the task's CPU units. It may have more while the others are idle. Default: the least there is, where they are not.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
            ge=1,
            le=32768,
            example=64,
        ),
    ] = None
    memory: Annotated[
        int | None, about("MiB of the task's memory at most; with more the container is killed (6 or more).", ge=6, le=249_856, example=128)
    ] = None
    memory_reservation: Annotated[
        int | None, about("MiB that are kept for it; it may have more (6 or more). Below memory.", ge=6, le=249_856, example=64)
    ] = None
    health_check: Annotated[
        ContainerHealthCheck | None,
        shorthand("command", TEXT),
        about("A command that ECS runs inside the container. That of an essential container replaces the task when it fails."),
    ] = None
    depends_on: Annotated[dict[ContainerName, Condition], about(DEPENDS_ON, source=DEPENDS_ON_SOURCE, example={"main": "START"})] = {}
    volumes: Annotated[
        dict[VolumeName, Annotated[Mount, shorthand("path", TEXT)]],
        about("Which of the task's volumes it sees, and where; a bare string is the path.", example={"shared": "/shared"}),
    ] = {}

    answers = OF_A_SIDECAR

    @property
    def mounts(self) -> dict[str, Mount]:
        """What it sees of the task's volumes, by volume."""
        return dict(self.volumes)

    @property
    def reserved_memory(self) -> int:
        """MiB that the others can't count on."""
        return self.memory_reservation or self.memory or 0

    def rules(self) -> Iterator[Broken]:
        """Its memory holds what it asks for, and no two folders lie in one place."""
        yield from super().rules()
        if self.memory is not None and self.memory_reservation is not None and self.memory_reservation >= self.memory:
            yield Broken(
                ("memory_reservation", "memory"),
                f"the memory that is kept, {self.memory_reservation} MiB, must be below the limit of {self.memory} MiB (ClientException); write less, or leave it out",
            )
        if self.memory is not None and sum(self.tmpfs.values()) >= self.memory:
            yield Broken(
                ("tmpfs", "memory"),
                f"the folders in memory may take {sum(self.tmpfs.values())} MiB, all of its {self.memory}, so that it would be killed (OutOfMemoryError); write smaller sizes, or more memory",
            )
        yield from doubled_paths(self, self.mounts)
