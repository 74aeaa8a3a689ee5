"""Rules for the start order of the containers of a task (`dependsOn`)."""

import difflib
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from .application_signals import AGENT_NAME, INIT_NAME
from .fire_lens import LOG_ROUTER_NAME
from .fix import Edit, Fix, rename
from .section import RuleViolation
from .sidecar import MAIN_CONTAINER
from .tracing import COLLECTOR_NAME

if TYPE_CHECKING:
    from .task import Task


class _StartDependencies(NamedTuple):
    """The settings of a container that decide the start order."""

    depends_on: Mapping[str, str]
    essential: bool
    has_health_check: bool
    field_prefix: str
    health_check_hint: str

    @property
    def path(self) -> tuple[str, ...]:
        """The path of the container's settings in the task, in the spelling of the file."""
        return tuple(self.field_prefix.split(".")[:-1])


def find_start_order_violations(task: "Task") -> Iterator[RuleViolation]:
    """Yield every dependency on a container that is not there, never reaches its condition, or waits for this one."""
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
                    "unknown-container",
                    _suggest_container(container, containers.keys() - {name}, other),
                )
                continue
            dependency = containers[other]
            description = "the application's own container" if other == MAIN_CONTAINER else other
            if condition == "HEALTHY" and not dependency.has_health_check:
                yield RuleViolation(
                    (field,),
                    f"{description} has no health check that it could pass, so that this one would never start (ClientException); write {dependency.health_check_hint}",
                    "waits-for-missing-health-check",
                    (_write_condition(container, other, "START", after_advice=True),),
                )
            if condition in ("COMPLETE", "SUCCESS") and dependency.essential:
                fixes = [_write_condition(container, other, "HEALTHY" if dependency.has_health_check else "START")]
                if other in task.sidecars:
                    edit = Edit(("sidecars", other, "essential"), "set", False)
                    fixes.insert(0, Fix(f"write sidecars: {{{other}: {{essential: false}}}} if it ends by itself", (edit,)))
                yield RuleViolation(
                    (field,),
                    f"{description} is essential, so that its end stops the whole task (ClientException)",
                    "waits-for-essential-container",
                    tuple(fixes),
                )
    yield from _find_cycle_violations(containers)


def _write_condition(container: _StartDependencies, other: str, condition: str, *, after_advice: bool = False) -> Fix:
    edit = Edit((*container.path, "dependsOn", other), "set", condition)
    return Fix(f"{'or write' if after_advice else 'write'} dependsOn: {{{other}: {condition}}}", (edit,))


def _suggest_container(container: _StartDependencies, others: Collection[str], missing: str) -> tuple[Fix, ...]:
    path = (*container.path, "dependsOn", missing)
    fixes = [rename(*path, to=other) for other in difflib.get_close_matches(missing, sorted(others), n=1)]
    return *fixes, Fix(f"remove {missing} from dependsOn", (Edit(path, "remove"),))


def _explain_missing_container(task: "Task", other: str) -> str:
    switch = {
        COLLECTOR_NAME: "tracing: true",
        AGENT_NAME: "applicationSignals: true",
        INIT_NAME: "applicationSignals: {language: …}",
        LOG_ROUTER_NAME: "logs: {fireLens: …}",
    }.get(other)
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
                    f"{' → '.join([*cycle, name])} wait for each other, so that none of them would start (ClientException)",
                    "containers-in-a-circle",
                    tuple(
                        Fix(f"remove {two} from dependsOn of {one}", (Edit((*containers[one].path, "dependsOn", two), "remove"),))
                        for one, two in zip(cycle, [*cycle[1:], name], strict=True)
                        if two in containers[one].depends_on
                    ),
                )
                break
            if name in done:
                continue
            path.append(name)
            stack += [(other, depth + 1) for other in containers[name].depends_on if other in containers]
