"""The container definitions of sidecars, in the format of the ECS API."""

from typing import Any

from ..settings.fire_lens import LOG_ROUTER_NAME
from ..settings.sidecar import Sidecar
from ..settings.task import Task as TaskSettings
from .container_definition import build_container_definition, build_dependencies


def build_sidecar_definitions(settings: TaskSettings, main_container_name: str, log_configuration: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the definitions of the sidecars, the collector and the log router of a task, sorted by name.

    Args:
        settings: The settings of the task.
        main_container_name: The name of the main container.
        log_configuration: The log driver and its options.
    """
    definitions = []
    for name, sidecar in sorted(settings.all_sidecars.items()):
        definition = _build_sidecar_definition(name, sidecar, main_container_name, log_configuration)
        if name == LOG_ROUTER_NAME and settings.log_router is not None:
            definition["firelensConfiguration"] = settings.log_router.firelens_configuration
        definitions.append(definition)
    return definitions


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
