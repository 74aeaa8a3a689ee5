"""Checks of restart policies: a container that ends when its work is done must not be started again."""

from collections.abc import Iterator

from ..settings.container import Container
from ..settings.fix import Edit, Fix, format_inline
from ..settings.scheduled_task import ScheduledTask
from ..settings.sidecar import MAIN_CONTAINER
from ..settings.stack import Stack
from ..settings.task import Task
from .finding import Finding, SettingPath


def check_restarts(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find restart policies that start a container again after it has done its work."""
    for path, task in stack.tasks.items():
        if isinstance(task, ScheduledTask) and _restarts_after_success(task):
            yield _report(path, task, "the task ends when its work is done", "would then not end, and its work would be done again")
        for name, sidecar in task.sidecars.items():
            waiting = _find_waiting_container(task, name)
            if waiting is not None and _restarts_after_success(sidecar):
                yield _report(
                    (*path, "sidecars", name),
                    sidecar,
                    f"{waiting} waits until this container has ended",
                    "would do its work again beside it",
                )


def _restarts_after_success(container: Container) -> bool:
    policy = container.restart_policy
    return policy is not None and policy.enabled and 0 not in policy.ignored_exit_codes


def _find_waiting_container(task: Task, name: str) -> str | None:
    """Return what waits for the end of a sidecar, None if nothing does."""
    conditions = {MAIN_CONTAINER: task.depends_on, **{other: sidecar.depends_on for other, sidecar in task.sidecars.items()}}
    for other, depends_on in conditions.items():
        if depends_on.get(name) in ("COMPLETE", "SUCCESS"):
            return "the application" if other == MAIN_CONTAINER else other
    return None


def _report(path: SettingPath, container: Container, situation: str, consequence: str) -> Finding:
    policy = container.restart_policy
    assert policy is not None
    codes = [0, *policy.ignored_exit_codes]
    is_nested = bool(policy.model_fields_set)
    edit = (
        Edit((*path, "restartPolicy", "ignoredExitCodes"), "set", codes)
        if is_nested
        else Edit((*path, "restartPolicy"), "set", {"ignoredExitCodes": codes})
    )
    text = f"ignoredExitCodes: {codes}" if is_nested else f"restartPolicy: {format_inline({'ignoredExitCodes': codes})}"
    return Finding(
        "restarted-after-success",
        (*path, "restartPolicy"),
        f"{situation}, but ECS starts it again after every exit code that is not ignored, 0 too, if it ran for {policy.restart_attempt_period} s; it {consequence}",
        "warning",
        fixes=(Fix(f"write {text}", (edit,)),),
    )
