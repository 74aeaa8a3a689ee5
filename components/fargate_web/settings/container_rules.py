"""How the containers of a task fit together: names, shares of the task, order of start, volumes. AWS would tell late or not at all."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from .fire_lens import ROUTER
from .section import Broken
from .sidecar import MAIN, Sidecar
from .tracing import COLLECTOR
from .volume import doubled_paths, homeless_keys

if TYPE_CHECKING:
    from .task import Task

_MOST_CONTAINERS: Final = 10
"""Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html"""
_MOST_FILES: Final = 10
"""Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/use-environment-file.html"""
_SWITCHES: Final = {COLLECTOR: ("tracing", "the collector of tracing"), ROUTER: ("logs.fire_lens", "the log router of logs.fireLens")}


def container_rules(task: "Task") -> Iterator[Broken]:
    """Yield every rule between the containers of a task that does not hold."""
    yield from _names(task)
    yield from _shares(task)
    yield from _dependencies(task)
    yield from _volumes(task)
    files = len(task.environment_files) + sum(len(sidecar.environment_files) for sidecar in task.sidecars.values())
    if files > _MOST_FILES:
        fields = ("environment_files", *(f"sidecars.{name}.environment_files" for name in task.sidecars))
        yield Broken(fields, f"these are {files} environment files; ECS takes {_MOST_FILES} a task; join some of them")


def name_clash(name: str, task: "Task") -> str | None:
    """Tell why a sidecar can't have the name that it has in a task of this name; None where none has the application's."""
    own = task.names.container or name
    if own not in task.companions:
        return None
    return f"{own!r} is the name of the application's own container too (ClientException); write another name, or names: {{container: …}} for the application's"


def _names(task: "Task") -> Iterator[Broken]:
    for name in task.sidecars:
        here = f"sidecars.{name}"
        if name == MAIN:
            yield Broken((here,), "in dependsOn main is the application's own container; write another name")
        elif name == task.names.container:
            yield Broken(
                (here, "names.container"),
                f"{name!r} is the name of the application's own container too (ClientException); write another name",
            )
        switch, what = _SWITCHES.get(name, ("", ""))
        if switch and name in _switched(task):
            yield Broken((here, switch), f"{name} is {what} (ClientException); write another name, or remove one of the two")
    count = 1 + len(task.companions)
    if count > _MOST_CONTAINERS:
        yield Broken(
            ("sidecars",),
            f"these are {count} containers with the application's own; ECS takes {_MOST_CONTAINERS} a task; write {_MOST_CONTAINERS - 1 - len(_switched(task))} sidecars at most",
        )


def _switched(task: "Task") -> list[str]:
    return [COLLECTOR] * (task.tracing is not None) + [ROUTER] * (task.logs.fire_lens is not None)


def _place(task: "Task", name: str, field: str) -> str:
    """Tell where the share of a container is said."""
    return f"sidecars.{name}.{field}" if name in task.sidecars else f"{_SWITCHES[name][0]}.{field}"


def _shares(task: "Task") -> Iterator[Broken]:
    companions = task.companions
    cpu = {name: sidecar.cpu for name, sidecar in companions.items() if sidecar.cpu is not None}
    if cpu and sum(cpu.values()) >= task.cpu:
        yield Broken(
            (*(_place(task, name, "cpu") for name in cpu), "cpu"),
            f"the other containers take {sum(cpu.values())} of the task's {task.cpu} CPU units ({_listed(cpu)}), which leaves the application none (ClientException); "
            "write smaller shares, or more cpu",
        )
    memory = {name: sidecar.reserved_memory for name, sidecar in companions.items() if sidecar.reserved_memory}
    in_memory = sum(task.tmpfs.values())
    if memory and sum(memory.values()) + in_memory >= task.memory:
        also = f" and its folders in memory {in_memory}" if in_memory else ""
        yield Broken(
            (*(_place(task, name, _memory_field(companions[name])) for name in memory), "memory"),
            f"the other containers take {sum(memory.values())} of the task's {task.memory} MiB ({_listed(memory)}){also}, which leaves the application none "
            "(ClientException, or OutOfMemoryError); write smaller shares, or more memory",
        )
    for name, sidecar in companions.items():
        if sidecar.memory is not None and sidecar.memory_reservation is not None and sidecar.memory > task.memory:
            yield Broken(
                (_place(task, name, "memory"), "memory"),
                f"the container may take {sidecar.memory} MiB, and the task has {task.memory} (ClientException); write {task.memory} at most, or more memory",
            )


def _memory_field(sidecar: Sidecar) -> str:
    return "memory" if sidecar.memory_reservation is None else "memory_reservation"


def _listed(shares: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {share}" for name, share in shares.items())


class _Container(NamedTuple):
    """What the order of start rests on."""

    depends_on: Mapping[str, str]
    essential: bool
    checked: bool
    place: str
    check: str


def _dependencies(task: "Task") -> Iterator[Broken]:
    containers = {MAIN: _Container(task.depends_on, True, task.container_health_check is not None, "", "containerHealthCheck: …")}
    for name, sidecar in task.companions.items():
        place = f"sidecars.{name}." if name in task.sidecars else ""
        containers[name] = _Container(
            sidecar.depends_on, sidecar.essential, sidecar.health_check is not None, place, f"sidecars: {{{name}: {{healthCheck: …}}}}"
        )
    for name, container in containers.items():
        for other, condition in container.depends_on.items():
            here = f"{container.place}depends_on.{other}"
            if other not in containers:
                others = ", ".join(each for each in containers if each != name) or "none"
                yield Broken(
                    (here, "sidecars"),
                    f"there is no container {other!r} in this task (ClientException); the others are {others}{_called(task, other)}",
                )
                continue
            awaited = containers[other]
            what = "the application's own container" if other == MAIN else other
            if condition == "HEALTHY" and not awaited.checked:
                yield Broken(
                    (here,),
                    f"{what} has no health check that it could pass, so that this one would never start (ClientException); write {awaited.check}, or START",
                )
            if condition in ("COMPLETE", "SUCCESS") and awaited.essential:
                hint = (
                    "START or HEALTHY"
                    if other in (MAIN, ROUTER)
                    else f"sidecars: {{{other}: {{essential: false}}}} if it ends by itself, or START or HEALTHY"
                )
                yield Broken((here,), f"{what} is essential, so that its end stops the whole task (ClientException); write {hint}")
    yield from _cycles(containers)


def _called(task: "Task", other: str) -> str:
    switch = {COLLECTOR: "tracing: true", ROUTER: "logs: {fireLens: …}"}.get(other)
    if switch:
        return f"; {other} comes with {switch}"
    return "; main is the application's own" if task.sidecars else ""


def _cycles(containers: Mapping[str, _Container]) -> Iterator[Broken]:
    """Yield each circle of containers that wait for each other, once."""
    done: set[str] = set()
    for start in containers:
        trail: list[str] = []
        stack = [(start, 0)]
        while stack:
            name, depth = stack.pop()
            del trail[depth:]
            if name in trail:
                circle = trail[trail.index(name) :]
                done.update(circle)
                places = tuple(f"{containers[one].place}depends_on.{two}" for one, two in zip(circle, [*circle[1:], name], strict=True))
                yield Broken(
                    places,
                    f"{' → '.join([*circle, name])} wait for each other, so that none of them would start (ClientException); remove one of them",
                )
                break
            if name in done:
                continue
            trail.append(name)
            stack += [(other, depth + 1) for other in containers[name].depends_on if other in containers]


def _volumes(task: "Task") -> Iterator[Broken]:
    yield from doubled_paths(task, task.mounts)
    seen = set(task.mounts)
    for name, sidecar in task.sidecars.items():
        seen |= sidecar.volumes.keys()
        for volume in sidecar.volumes.keys() - task.volumes.keys():
            known = f"they are {', '.join(task.volumes)}" if task.volumes else "it has none"
            yield Broken(
                (f"sidecars.{name}.volumes.{volume}", "volumes"),
                f"there is no volume {volume!r} in this task (Unknown volume, ClientException); {known}; write one of them, or add it under the service's volumes",
            )
    for volume, settings in task.volumes.items():
        for field in homeless_keys(settings):
            yield Broken(
                (f"volumes.{volume}.{field}", f"volumes.{volume}.file_system_id"),
                "this is about a file system, and the volume is an empty folder that ends with the task; write fileSystemId, or remove it",
            )
    for volume in task.volumes.keys() - seen:
        yield Broken(
            (f"volumes.{volume}",), "no container sees this volume; write path, name it under the volumes of a sidecar, or remove it"
        )
