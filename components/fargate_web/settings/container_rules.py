"""Rules between the containers of a task: names, shares of CPU and memory, start order, volumes. AWS reports violations late or never."""

import difflib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from pydantic.alias_generators import to_camel

from .application_signals import AGENT_NAME, INIT_NAME
from .fire_lens import LOG_ROUTER_NAME
from .fix import Edit, Fix, rename
from .section import RuleViolation
from .sidecar import MAIN_CONTAINER, Sidecar
from .start_order import find_start_order_violations
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
    AGENT_NAME: ("application_signals", "the agent of applicationSignals"),
    INIT_NAME: ("application_signals", "the container that brings the instrumentation of applicationSignals"),
    LOG_ROUTER_NAME: ("logs.fire_lens", "the log router of logs.fireLens"),
}


def find_container_violations(task: "Task") -> Iterator[RuleViolation]:
    """Yield every violated rule between the containers of a task."""
    yield from _find_name_violations(task)
    yield from _find_share_violations(task)
    yield from find_start_order_violations(task)
    yield from _find_volume_violations(task)
    files = len(task.environment_files) + sum(len(sidecar.environment_files) for sidecar in task.sidecars.values())
    if files > _MAX_ENVIRONMENT_FILES:
        fields = ("environment_files", *(f"sidecars.{name}.environment_files" for name in task.sidecars))
        yield RuleViolation(
            fields,
            f"these are {files} environment files; ECS takes {_MAX_ENVIRONMENT_FILES} a task; join some of them",
            "too-many-environment-files",
        )


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
            yield RuleViolation(
                (field,), "main is the application's own container in dependsOn; write another name", "container-name-taken"
            )
        elif name == task.names.container:
            yield RuleViolation(
                (field, "names.container"),
                f"{name!r} is the name of the application's own container too (ClientException); write another name",
                "container-name-taken",
            )
        switch_field, description = _BUILT_IN_SIDECARS.get(name, ("", ""))
        if switch_field and name in _list_built_in_sidecars(task):
            yield RuleViolation(
                (field, switch_field),
                f"{name} is {description} (ClientException); write another name, or remove one of the two",
                "container-name-taken",
            )
    count = 1 + len(task.all_sidecars)
    if count > _MAX_CONTAINERS:
        yield RuleViolation(
            ("sidecars",),
            f"these are {count} containers with the application's own; ECS takes {_MAX_CONTAINERS} a task; write {_MAX_CONTAINERS - 1 - len(_list_built_in_sidecars(task))} sidecars at most",
            "too-many-containers",
        )


def _list_built_in_sidecars(task: "Task") -> list[str]:
    signals = list(task.application_signals.start_conditions) if task.application_signals else []
    return [COLLECTOR_NAME] * (task.tracing is not None) + signals + [LOG_ROUTER_NAME] * (task.logs.fire_lens is not None)


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
            "shares-above-task",
        )
    memory = {name: sidecar.reserved_memory for name, sidecar in sidecars.items() if sidecar.reserved_memory}
    tmpfs_memory = sum(task.tmpfs.values())
    if memory and sum(memory.values()) + tmpfs_memory >= task.memory:
        tmpfs_text = f" and its folders in memory {tmpfs_memory}" if tmpfs_memory else ""
        yield RuleViolation(
            (*(_build_field_path(task, name, _choose_memory_field(sidecars[name])) for name in memory), "memory"),
            f"the other containers take {sum(memory.values())} of the task's {task.memory} MiB ({_format_shares(memory)}){tmpfs_text}, which leaves the application none "
            "(ClientException, or OutOfMemoryError); write smaller shares, or more memory",
            "shares-above-task",
        )
    for name, sidecar in sidecars.items():
        if sidecar.memory is not None and sidecar.memory_reservation is not None and sidecar.memory > task.memory:
            yield RuleViolation(
                (_build_field_path(task, name, "memory"), "memory"),
                f"the container may take {sidecar.memory} MiB, and the task has {task.memory} (ClientException)",
                "shares-above-task",
                (_write_limit(task, name),),
            )


def _write_limit(task: "Task", name: str) -> Fix:
    built_in = {COLLECTOR_NAME: "tracing", AGENT_NAME: "applicationSignals"}
    path = ("sidecars", name, "memory") if name in task.sidecars else (built_in[name], "memory")
    return Fix(f"write memory: {task.memory} at most, or more memory for the task", (Edit(path, "set", task.memory),))


def _choose_memory_field(sidecar: Sidecar) -> str:
    return "memory" if sidecar.memory_reservation is None else "memory_reservation"


def _format_shares(shares: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {share}" for name, share in shares.items())


def _find_volume_violations(task: "Task") -> Iterator[RuleViolation]:
    yield from find_mount_violations(task, task.mounts)
    mounted = set(task.mounts)
    for name, sidecar in task.sidecars.items():
        mounted |= sidecar.volumes.keys()
        for volume in sidecar.volumes.keys() - task.volumes.keys():
            volume_list = f"they are {', '.join(task.volumes)}" if task.volumes else "it has none"
            yield RuleViolation(
                (f"sidecars.{name}.volumes.{volume}", "volumes"),
                f"there is no volume {volume!r} in this task (Unknown volume, ClientException); {volume_list}",
                "unknown-volume",
                (
                    *(
                        rename("sidecars", name, "volumes", volume, to=other)
                        for other in difflib.get_close_matches(volume, task.volumes.keys() - sidecar.volumes.keys(), n=1)
                    ),
                    Fix(f"add volumes: {{{volume}: {{}}}} to the task", (Edit(("volumes", volume), "set", {}),)),
                ),
            )
    for volume, settings in task.volumes.items():
        kind = "one of EBS" if settings.ebs is not None else "one of S3 Files" if settings.s3_files is not None else ""
        for field in find_orphaned_keys(settings):
            yield RuleViolation(
                (f"volumes.{volume}.{field}", f"volumes.{volume}.file_system_id"),
                "this is about a file system of EFS, and the volume is "
                + (kind or "an empty folder that ends with the task; write fileSystemId"),
                "setting-without-effect",
                (
                    Fix(
                        f"{'' if kind else 'or '}remove {to_camel(field)}",
                        (Edit(("volumes", volume, to_camel(field)), "remove"),),
                    ),
                ),
            )
    yield from _find_ebs_violations(task)
    for volume in task.volumes.keys() - mounted:
        yield RuleViolation(
            (f"volumes.{volume}",),
            "no container mounts this volume",
            "volume-not-mounted",
            (
                Fix(f"write path: /{volume}", (Edit(("volumes", volume, "path"), "set", f"/{volume}"),)),
                Fix(f"name {volume} under the volumes of a sidecar, or remove it", (Edit(("volumes", volume), "remove"),)),
            ),
        )


def _find_ebs_violations(task: "Task") -> Iterator[RuleViolation]:
    names = [name for name, volume in task.volumes.items() if volume.ebs is not None]
    for name in names[1:]:
        yield RuleViolation(
            (f"volumes.{name}.ebs", f"volumes.{names[0]}.ebs"),
            f"{names[0]} is a volume of EBS already, and ECS attaches one to a task (InvalidParameterException)",
            "two-ebs-volumes",
            (Fix(f"remove ebs from {name}, which is then an empty folder", (Edit(("volumes", name, "ebs"), "remove"),)),),
        )
    for name in names if task.kind != "service" else ():
        yield RuleViolation(
            (f"volumes.{name}.ebs",),
            "ECS attaches volumes of EBS to the tasks of services: EventBridge Scheduler can't say their size, so that the task would not start (InvalidParameterException); "
            "ephemeralStorage gives the task up to 200 GiB",
            "ebs-of-scheduled-task",
            (Fix("remove ebs", (Edit(("volumes", name, "ebs"), "remove"),)),),
        )
