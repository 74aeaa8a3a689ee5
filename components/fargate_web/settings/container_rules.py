"""Rules between the containers of a task: names, shares of CPU and memory, start order, volumes. AWS reports violations late or never."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from .fire_lens import LOG_ROUTER_NAME
from .section import RuleViolation
from .sidecar import MAIN_CONTAINER, Sidecar
from .tracing import COLLECTOR_NAME
from .volume import find_mount_violations, find_orphaned_keys

if TYPE_CHECKING:
    from .task import Task

_MAX_CONTAINERS: Final = 10
"""Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html"""
_MAX_ENVIRONMENT_FILES: Final = 10
"""Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/use-environment-file.html"""
_BUILT_IN_SIDECARS: Final = {
    COLLECTOR_NAME: ("tracing", "the collector of tracing"),
    LOG_ROUTER_NAME: ("logs.fire_lens", "the log router of logs.fireLens"),
}


def find_container_violations(task: "Task") -> Iterator[RuleViolation]:
    """Yield every violated rule between the containers of a task."""
    yield from _find_name_violations(task)
    yield from _find_share_violations(task)
    yield from _find_dependency_violations(task)
    yield from _find_volume_violations(task)
    files = len(task.environment_files) + sum(len(sidecar.environment_files) for sidecar in task.sidecars.values())
    if files > _MAX_ENVIRONMENT_FILES:
        fields = ("environment_files", *(f"sidecars.{name}.environment_files" for name in task.sidecars))
        yield RuleViolation(fields, f"these are {files} environment files; ECS takes {_MAX_ENVIRONMENT_FILES} a task; join some of them")


def explain_name_conflict(name: str, task: "Task") -> str | None:
    """Explain the conflict if a sidecar has the name of the application's container in a task of this name. Return None if there is none."""
    main_name = task.names.container or name
    if main_name not in task.all_sidecars:
        return None
    return f"{main_name!r} is the name of the application's own container too (ClientException); write another name, or names: {{container: …}} for the application's"


def _find_name_violations(task: "Task") -> Iterator[RuleViolation]:
    for name in task.sidecars:
        field = f"sidecars.{name}"
        if name == MAIN_CONTAINER:
            yield RuleViolation((field,), "main is the application's own container in dependsOn; write another name")
        elif name == task.names.container:
            yield RuleViolation(
                (field, "names.container"),
                f"{name!r} is the name of the application's own container too (ClientException); write another name",
            )
        switch_field, description = _BUILT_IN_SIDECARS.get(name, ("", ""))
        if switch_field and name in _list_built_in_sidecars(task):
            yield RuleViolation(
                (field, switch_field), f"{name} is {description} (ClientException); write another name, or remove one of the two"
            )
    count = 1 + len(task.all_sidecars)
    if count > _MAX_CONTAINERS:
        yield RuleViolation(
            ("sidecars",),
            f"these are {count} containers with the application's own; ECS takes {_MAX_CONTAINERS} a task; write {_MAX_CONTAINERS - 1 - len(_list_built_in_sidecars(task))} sidecars at most",
        )


def _list_built_in_sidecars(task: "Task") -> list[str]:
    return [COLLECTOR_NAME] * (task.tracing is not None) + [LOG_ROUTER_NAME] * (task.logs.fire_lens is not None)


def _build_field_path(task: "Task", name: str, field: str) -> str:
    """Return the path of a field of a sidecar, or of the setting that adds it."""
    return f"sidecars.{name}.{field}" if name in task.sidecars else f"{_BUILT_IN_SIDECARS[name][0]}.{field}"


def _find_share_violations(task: "Task") -> Iterator[RuleViolation]:
    sidecars = task.all_sidecars
    cpu = {name: sidecar.cpu for name, sidecar in sidecars.items() if sidecar.cpu is not None}
    if cpu and sum(cpu.values()) >= task.cpu:
        yield RuleViolation(
            (*(_build_field_path(task, name, "cpu") for name in cpu), "cpu"),
            f"the other containers take {sum(cpu.values())} of the task's {task.cpu} CPU units ({_format_shares(cpu)}), which leaves the application none (ClientException); "
            "write smaller shares, or more cpu",
        )
    memory = {name: sidecar.reserved_memory for name, sidecar in sidecars.items() if sidecar.reserved_memory}
    tmpfs_memory = sum(task.tmpfs.values())
    if memory and sum(memory.values()) + tmpfs_memory >= task.memory:
        tmpfs_text = f" and its folders in memory {tmpfs_memory}" if tmpfs_memory else ""
        yield RuleViolation(
            (*(_build_field_path(task, name, _choose_memory_field(sidecars[name])) for name in memory), "memory"),
            f"the other containers take {sum(memory.values())} of the task's {task.memory} MiB ({_format_shares(memory)}){tmpfs_text}, which leaves the application none "
            "(ClientException, or OutOfMemoryError); write smaller shares, or more memory",
        )
    for name, sidecar in sidecars.items():
        if sidecar.memory is not None and sidecar.memory_reservation is not None and sidecar.memory > task.memory:
            yield RuleViolation(
                (_build_field_path(task, name, "memory"), "memory"),
                f"the container may take {sidecar.memory} MiB, and the task has {task.memory} (ClientException); write {task.memory} at most, or more memory",
            )


def _choose_memory_field(sidecar: Sidecar) -> str:
    return "memory" if sidecar.memory_reservation is None else "memory_reservation"


def _format_shares(shares: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {share}" for name, share in shares.items())


class _StartDependencies(NamedTuple):
    """The settings of a container that decide the start order."""

    depends_on: Mapping[str, str]
    essential: bool
    has_health_check: bool
    field_prefix: str
    health_check_hint: str


def _find_dependency_violations(task: "Task") -> Iterator[RuleViolation]:
    containers = {
        MAIN_CONTAINER: _StartDependencies(task.depends_on, True, task.container_health_check is not None, "", "containerHealthCheck: …")
    }
    for name, sidecar in task.all_sidecars.items():
        field_prefix = f"sidecars.{name}." if name in task.sidecars else ""
        containers[name] = _StartDependencies(
            sidecar.depends_on,
            sidecar.essential,
            sidecar.health_check is not None,
            field_prefix,
            "logs: {fireLens: {healthCheck: …}}" if name == LOG_ROUTER_NAME else f"sidecars: {{{name}: {{healthCheck: …}}}}",
        )
    for name, container in containers.items():
        for other, condition in container.depends_on.items():
            field = f"{container.field_prefix}depends_on.{other}"
            if other not in containers:
                others = ", ".join(candidate for candidate in containers if candidate != name) or "none"
                yield RuleViolation(
                    (field, "sidecars"),
                    f"there is no container {other!r} in this task (ClientException); the others are {others}{_explain_missing_container(task, other)}",
                )
                continue
            dependency = containers[other]
            description = "the application's own container" if other == MAIN_CONTAINER else other
            if condition == "HEALTHY" and not dependency.has_health_check:
                yield RuleViolation(
                    (field,),
                    f"{description} has no health check that it could pass, so that this one would never start (ClientException); write {dependency.health_check_hint}, or START",
                )
            if condition in ("COMPLETE", "SUCCESS") and dependency.essential:
                hint = (
                    "START or HEALTHY"
                    if other in (MAIN_CONTAINER, LOG_ROUTER_NAME)
                    else f"sidecars: {{{other}: {{essential: false}}}} if it ends by itself, or START or HEALTHY"
                )
                yield RuleViolation(
                    (field,), f"{description} is essential, so that its end stops the whole task (ClientException); write {hint}"
                )
    yield from _find_cycle_violations(containers)


def _explain_missing_container(task: "Task", other: str) -> str:
    switch = {COLLECTOR_NAME: "tracing: true", LOG_ROUTER_NAME: "logs: {fireLens: …}"}.get(other)
    if switch:
        return f"; {other} comes with {switch}"
    return "; main is the application's own" if task.sidecars else ""


def _find_cycle_violations(containers: Mapping[str, _StartDependencies]) -> Iterator[RuleViolation]:
    """Yield each cycle of containers that wait for each other, once."""
    done: set[str] = set()
    for start in containers:
        path: list[str] = []
        stack = [(start, 0)]
        while stack:
            name, depth = stack.pop()
            del path[depth:]
            if name in path:
                cycle = path[path.index(name) :]
                done.update(cycle)
                fields = tuple(
                    f"{containers[one].field_prefix}depends_on.{two}" for one, two in zip(cycle, [*cycle[1:], name], strict=True)
                )
                yield RuleViolation(
                    fields,
                    f"{' → '.join([*cycle, name])} wait for each other, so that none of them would start (ClientException); remove one of them",
                )
                break
            if name in done:
                continue
            path.append(name)
            stack += [(other, depth + 1) for other in containers[name].depends_on if other in containers]


def _find_volume_violations(task: "Task") -> Iterator[RuleViolation]:
    yield from find_mount_violations(task, task.mounts)
    mounted = set(task.mounts)
    for name, sidecar in task.sidecars.items():
        mounted |= sidecar.volumes.keys()
        for volume in sidecar.volumes.keys() - task.volumes.keys():
            volume_list = f"they are {', '.join(task.volumes)}" if task.volumes else "it has none"
            yield RuleViolation(
                (f"sidecars.{name}.volumes.{volume}", "volumes"),
                f"there is no volume {volume!r} in this task (Unknown volume, ClientException); {volume_list}; write one of them, or add it under the service's volumes",
            )
    for volume, settings in task.volumes.items():
        for field in find_orphaned_keys(settings):
            yield RuleViolation(
                (f"volumes.{volume}.{field}", f"volumes.{volume}.file_system_id"),
                "this is about a file system, and the volume is an empty folder that ends with the task; write fileSystemId, or remove it",
            )
    for volume in task.volumes.keys() - mounted:
        yield RuleViolation(
            (f"volumes.{volume}",), "no container mounts this volume; write path, name it under the volumes of a sidecar, or remove it"
        )
