"""The containers beside the application's own, as ECS spells them."""

from typing import Any

from ..settings.fire_lens import ROUTER
from ..settings.sidecar import Sidecar
from ..settings.task import Task as TaskSettings
from .container_definition import container_definition, depends_on


def sidecar_definitions(settings: TaskSettings, main: str, log: dict[str, Any]) -> list[dict[str, Any]]:
    """Describe the sidecars, the collector and the log router of a task, in the order of their names.

    Args:
        settings: The task.
        main: The name of the application's own container.
        log: How their output reaches the log group.
    """
    found = []
    for name, sidecar in sorted(settings.companions.items()):
        definition = _definition(name, sidecar, main, log)
        if name == ROUTER and settings.logs.fire_lens is not None:
            definition["firelensConfiguration"] = settings.logs.fire_lens.configuration
        found.append(definition)
    return found


def _definition(name: str, sidecar: Sidecar, main: str, log: dict[str, Any]) -> dict[str, Any]:
    return {
        **container_definition(name, sidecar, health_check=sidecar.health_check, log=log, mounts=sidecar.mounts, sidecar=name),
        "essential": sidecar.essential,
        "cpu": sidecar.cpu,
        "memory": sidecar.memory,
        "memoryReservation": sidecar.memory_reservation,
        "dependsOn": depends_on(sidecar.depends_on, main),
    }
