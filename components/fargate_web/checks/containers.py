"""The containers of a stack with their paths, and the fix that silences advice of a container."""

from collections.abc import Iterator
from typing import NamedTuple

from ..settings.container import Container, SilenceKey
from ..settings.container_health_check import ContainerHealthCheck
from ..settings.fix import Edit, Fix
from ..settings.listening_containers import find_listening_container
from ..settings.rule_names import find_target_path
from ..settings.service import Service
from ..settings.sidecar import Sidecar
from ..settings.stack import Stack
from ..settings.task import Task
from .finding import SettingPath


class PlacedContainer(NamedTuple):
    """A container of a task.

    Attributes:
        path: The path of its settings.
        container: Its settings.
        task: The task that it belongs to.
        health_check: Its health check.
        health_check_key: The key of its health check.
    """

    path: SettingPath
    container: Container
    task: Task
    health_check: ContainerHealthCheck | None
    health_check_key: str

    @property
    def ports(self) -> dict[int, SettingPath]:
        """The ports on which the load balancer or callers reach this container, each with the path that sets it. None for a container that they don't reach."""
        if not isinstance(self.task, Service) or self.task.port is None:
            return {}
        sidecar = None if self.container is self.task else str(self.path[-1])
        found: dict[int, SettingPath] = {}
        if self.task.target_container == sidecar:
            found[self.task.port] = (*self.path[:2], "port")
        for rule, route in self.task.split_by_route(str(self.path[1])).items():
            if route.port is not None and route.target_container == sidecar:
                found.setdefault(route.port, (*find_target_path(rule), "port"))
        balancer = self.task.network_load_balancer
        for index, listener in enumerate(balancer.listeners if found and balancer else ()):
            if find_listening_container(self.task, listener) == sidecar:
                found.setdefault(listener.effective_target_port, (*self.path[:2], "networkLoadBalancer", "listeners", index))
        return found


def list_containers(stack: Stack) -> Iterator[PlacedContainer]:
    """List the application's container and the sidecars of each task."""
    for path, task in stack.tasks.items():
        yield PlacedContainer(path, task, task, task.container_health_check, "containerHealthCheck")
        for name, sidecar in task.sidecars.items():
            yield _place_sidecar((*path, "sidecars", name), sidecar, task)


def find_container(stack: Stack, path: SettingPath) -> Container | None:
    """Return the container that a setting belongs to: the sidecar, or else the application's container. Return None for a setting outside a task."""
    task = stack.tasks.get((str(path[0]), str(path[1]))) if len(path) > 1 else None
    if task is not None and len(path) > 3 and path[2] == "sidecars":
        return task.sidecars.get(str(path[3]))
    return task


def _place_sidecar(path: SettingPath, sidecar: Sidecar, task: Task) -> PlacedContainer:
    return PlacedContainer(path, sidecar, task, sidecar.health_check, "healthCheck")


def silence(path: SettingPath, key: SilenceKey, reason: str, *, after_advice: bool = False) -> Fix:
    """Build the fix that turns the advice of a container off.

    Args:
        path: The path of the container.
        key: The key of `silence`.
        reason: What the user has to explain: `why root is needed`.
        after_advice: Whether the message itself ends with other advice.
    """
    text = f"silence: {{{key}: <{reason}>}}"
    return Fix(f"or {text}" if after_advice else text, (Edit((*path, "silence", key), "set", f"<{reason}>"),))


def write_health_command(place: PlacedContainer, command: list[str]) -> Fix:
    """Build the fix that writes another command of a container's health check, in the form in which it is written."""
    assert place.health_check is not None
    key_path = (*place.path, place.health_check_key)
    if place.health_check.model_fields_set != {"command"}:
        return Fix(f"write command: {_format_list(command)}", (Edit((*key_path, "command"), "set", command),))
    # A command alone may be written without its map.
    if command[0] == "CMD-SHELL":
        return Fix(f"write {key_path[-1]}: {command[1]}", (Edit(key_path, "set", command[1]),))
    return Fix(f"write {key_path[-1]}: {{command: {_format_list(command)}}}", (Edit(key_path, "set", {"command": command}),))


def _format_list(command: list[str]) -> str:
    return "[" + ", ".join(f'"{word}"' if '"' not in word else f"'{word}'" for word in command) + "]"
