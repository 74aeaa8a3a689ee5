"""Causes in the containers: exit codes and container health checks."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from fargate_web_cli.live.why.cause import Cause, Evidence, Likelihood
from fargate_web_cli.live.why.facts import Facts, StoppedContainer, StoppedTask

_LOG_LINES: Final = 5


class _Exit(NamedTuple):
    kind: str
    likelihood: Likelihood
    title: str
    remedy: str
    setting: tuple[str, ...] | None = None


_EXITS: Final = {
    0: _Exit(
        "exit-0",
        Likelihood.LIKELY,
        "ends by itself without an error",
        "a service must run forever; start the server in the foreground",
        ("command",),
    ),
    1: _Exit("exit-1", Likelihood.LIKELY, "ends with the application's own error", "read the last lines of its log"),
    126: _Exit(
        "exit-126",
        Likelihood.CERTAIN,
        "can't run its command: the file is not executable",
        "make it executable in the image (chmod +x)",
        ("command",),
    ),
    127: _Exit(
        "exit-127",
        Likelihood.CERTAIN,
        "does not find its command in the image",
        "correct command or entryPoint, or install the program in the image",
        ("command",),
    ),
    134: _Exit("exit-134", Likelihood.LIKELY, "aborts itself (SIGABRT)", "read the last lines of its log"),
    137: _Exit(
        "exit-137",
        Likelihood.LIKELY,
        "was killed (SIGKILL)",
        "it did not end within stopTimeout after SIGTERM, or a process in it was out of memory",
        ("stopTimeout",),
    ),
    139: _Exit(
        "exit-139",
        Likelihood.LIKELY,
        "crashes on an invalid memory access (SIGSEGV)",
        "check native libraries and the architecture that they were built for",
    ),
    143: _Exit(
        "exit-143",
        Likelihood.CONSEQUENCE,
        "was stopped by ECS (SIGTERM)",
        "it ended as asked: look for the reason why ECS stopped the task",
    ),
    255: _Exit("exit-255", Likelihood.LIKELY, "ends with the status 255", "read the last lines of its log"),
}
_STOPPED_BY_ECS: Final = frozenset((0, 137, 143))
"""Exit codes of a container that ends as asked, or is killed because it does not."""

_OUT_OF_MEMORY: Final = _Exit(
    "out-of-memory", Likelihood.CERTAIN, "ran out of memory", "increase memory, or limit the heap of the application below it", ("memory",)
)


def find_exit_causes(facts: Facts) -> Iterator[Cause]:
    """Find containers that ended by themselves, one cause for each container and exit code."""
    found: dict[tuple[str, str], tuple[_Exit, list[Evidence]]] = {}
    for task in facts.stopped_tasks:
        ended_first = [container.name for container in task.containers if container.exit_code not in (None, *_STOPPED_BY_ECS)]
        for container in task.containers:
            known = _explain_exit(task, container)
            # ECS stops the other containers of a task when an essential one ends.
            followed = container.exit_code in _STOPPED_BY_ECS and bool(ended_first) and known is not _OUT_OF_MEMORY
            if known is not None and not followed:
                evidence = found.setdefault((container.name, known.kind), (known, []))[1]
                if not evidence:
                    evidence.extend(_list_evidence(task, container))
    for (name, kind), (known, evidence) in found.items():
        # A sidecar that ends takes the task with it only if it is essential, which the main container always is.
        is_sidecar = facts.main_container not in ("", name)
        likelihood = min(known.likelihood, Likelihood.POSSIBLE) if is_sidecar else known.likelihood
        setting = ("sidecars", name, *known.setting) if is_sidecar and known.setting and known is not _OUT_OF_MEMORY else known.setting
        yield Cause(kind, likelihood, f"The container {name} {known.title}", known.remedy, tuple(evidence), setting)


def find_container_health_causes(facts: Facts) -> Iterator[Cause]:
    """Find containers whose own health check failed."""
    for task in facts.stopped_tasks:
        failing = [container.name for container in task.containers if container.is_unhealthy]
        if not failing and "container health check" not in task.reason.lower():
            continue
        name = failing[0] if failing else facts.main_container
        log = tuple(Evidence("log", line) for each in task.containers if each.name == name for line in each.log_tail[-_LOG_LINES:])
        command = (Evidence("its command", facts.health_command),) if facts.health_command and name == facts.main_container else ()
        yield Cause(
            "container-health-check",
            Likelihood.LIKELY,
            f"The container health check of {name} failed",
            "run the command in the image by hand: its program (curl, wget) must be there, and the application must answer on localhost within "
            "startPeriod and retries",
            (Evidence(f"task {task.id}", task.reason, task.stopped), *command, *log),
            ("containerHealthCheck",),
        )
        return


def _explain_exit(task: StoppedTask, container: StoppedContainer) -> _Exit | None:
    if "outofmemory" in container.reason.lower().replace(" ", ""):
        return _OUT_OF_MEMORY
    if container.exit_code is None:
        return None
    ended_by_itself = task.stop_code in ("EssentialContainerExited", "")
    if not ended_by_itself and container.exit_code in (0, 143):
        return None  # ECS asked it to stop, for a deployment or because of a health check
    if container.exit_code in _EXITS:
        known = _EXITS[container.exit_code]
        return known if ended_by_itself else known._replace(likelihood=Likelihood.POSSIBLE)
    code = container.exit_code
    return _Exit(f"exit-{code}", Likelihood.LIKELY, f"ends with the status {code}", "read the last lines of its log")


def _list_evidence(task: StoppedTask, container: StoppedContainer) -> Iterator[Evidence]:
    said = f"exit code {container.exit_code}" if container.exit_code is not None else ""
    reason = ": ".join(part for part in (said, container.reason or task.reason) if part)
    yield Evidence(f"task {task.id}", reason, task.stopped)
    for line in container.log_tail[-_LOG_LINES:]:
        yield Evidence("log", line)
