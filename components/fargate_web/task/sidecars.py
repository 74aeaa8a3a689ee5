"""The containers beside the application's own, as ECS spells them."""

from typing import Any

from ..settings.fire_lens import LOG_ROUTER_NAME
from ..settings.sidecar import Sidecar
from ..settings.task import Task as TaskSettings
from .container_definition import build_container_definition, build_dependencies


def build_sidecar_definitions(settings: TaskSettings, main_container_name: str, log_configuration: dict[str, Any]) -> list[dict[str, Any]]:
    """Describe the sidecars, the collector and the log router of a task, in the order of their names.

    Args:
        settings: The task.
        main_container_name: The name of the application's own container.
        log_configuration: How their output reaches the log group.
    """
    found = []
    for name, sidecar in sorted(settings.all_sidecars.items()):
        definition = _build_sidecar_definition(name, sidecar, main_container_name, log_configuration)
        if name == LOG_ROUTER_NAME and settings.logs.fire_lens is not None:
            definition["firelensConfiguration"] = settings.logs.fire_lens.firelens_configuration
        found.append(definition)
    return found


def _build_sidecar_definition(name: str, sidecar: Sidecar, main: str, log: dict[str, Any]) -> dict[str, Any]:
    return {
        **build_container_definition(
            name, sidecar, health_check=sidecar.health_check, log_configuration=log, mounts=sidecar.mounts, sidecar_name=name
        ),
        "essential": sidecar.essential,
        "cpu": sidecar.cpu,
        "memory": sidecar.memory,
        "memoryReservation": sidecar.memory_reservation,
        "dependsOn": build_dependencies(sidecar.depends_on, main),
    }
