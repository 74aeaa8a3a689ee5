"""Which container of a task listens on a port that others connect to: the application's own, or a sidecar such as a proxy."""

import difflib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from .fix import Edit, Fix, remove, write
from .section import RuleViolation
from .service_connect import AppProtocol
from .sidecar import MAIN_CONTAINER, Sidecar

if TYPE_CHECKING:
    from .service import Service
    from .task import Task

TransportProtocol = Literal["tcp", "udp"]


class ContainerPort(NamedTuple):
    """A port of a task that others connect to.

    Attributes:
        port: The port.
        sidecar: The sidecar that listens on it; None for the application's own container.
        is_named: Whether the port gets the name by which Service Connect finds it.
        app_protocol: Its protocol for Service Connect; None if it isn't set.
        protocol: Its transport protocol. Only a Network Load Balancer sends datagrams.
    """

    port: int
    sidecar: str | None = None
    is_named: bool = False
    app_protocol: AppProtocol | None = None
    protocol: TransportProtocol = "tcp"


def find_target_container_violations(service: "Service") -> Iterator[RuleViolation]:
    """Yield what is wrong with the container that takes the requests."""
    name = service.target_container
    if name is None:
        return
    if service.port is None:
        yield RuleViolation(
            ("target_container", "port"),
            "there is no port, so that nothing connects to the task and this would have no effect; write the port that the sidecar listens on",
            "setting-without-effect",
            (remove("targetContainer"),),
        )
    if name not in service.sidecars:
        yield RuleViolation(
            ("target_container", "sidecars"),
            explain_missing_target(service, name),
            "unknown-target-container",
            tuple(suggest_targets(service, name, "targetContainer")),
        )


def explain_missing_target(service: "Service", name: str) -> str:
    """Explain that the task has no sidecar of a name."""
    if name == MAIN_CONTAINER:
        return "main is the application's own container, which listens unless a sidecar is named here"
    known = f"its sidecars are {', '.join(service.sidecars)}" if service.sidecars else "it has none"
    return f"there is no sidecar {name!r} in this task (InvalidParameterException: The container does not exist in the task definition); {known}"


def suggest_targets(service: "Service", name: str, *path: str) -> Iterator[Fix]:
    """Suggest what to write instead of a sidecar that the task doesn't have."""
    for other in difflib.get_close_matches(name, service.sidecars, n=1):
        yield write(*path, value=other)
    yield Fix(f"remove {path[-1]} if the application itself listens", (Edit(path, "remove"),))


def add_target_dependencies(task: "Task", targets: set[str | None], sidecars: Mapping[str, Sidecar]) -> dict[str, Sidecar]:
    """Let the sidecars that take the requests wait for the application, unless the settings say otherwise.

    Containers stop in the opposite order, so that a proxy finishes its requests before the application behind it stops.

    Args:
        task: The task.
        targets: The containers that take requests; None is the application's own.
        sidecars: All sidecars by name.
    """
    condition = "START" if task.container_health_check is None else "HEALTHY"
    waited_for = _list_awaited(task.depends_on, sidecars)
    return {
        name: sidecar.model_copy(update={"depends_on": {**sidecar.depends_on, MAIN_CONTAINER: condition}})
        if name in targets and name not in waited_for and MAIN_CONTAINER not in _list_awaited(sidecar.depends_on, sidecars)
        else sidecar
        for name, sidecar in sidecars.items()
    }


def _list_awaited(conditions: Mapping[str, str], sidecars: Mapping[str, Sidecar]) -> set[str]:
    """List the containers that a container waits for, and those that they wait for."""
    found: set[str] = set()
    waiting = list(conditions)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += sidecars[name].depends_on if name in sidecars else ()
    return found
