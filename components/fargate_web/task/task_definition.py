"""The container definitions of a task, in the format that ECS stores."""

from collections.abc import Iterable, Sequence
from typing import Any

import pulumi

from ..component.documents import dump_canonical_json
from ..settings.container_ports import ContainerPort
from ..settings.task import Task as TaskSettings
from ..settings.tracing import COLLECTOR_NAME
from .container_definition import build_container_definition, build_dependencies, build_fire_lens_log_configuration, build_log_configuration
from .sidecars import build_sidecar_definitions

MAX_PORT_NAME_LENGTH = 64


def find_container_name(name: str, settings: TaskSettings) -> str:
    """Return the name of the main container of a task."""
    return settings.names.container or name


def build_port_name(name: str, settings: TaskSettings) -> str:
    """Return the name of the container's port for Service Connect. Its limits are stricter than those of the container name."""
    return find_container_name(name, settings).lower().lstrip("-")[:MAX_PORT_NAME_LENGTH]


def build_container_definitions(
    name: str,
    settings: TaskSettings,
    *,
    log_group_name: pulumi.Input[str],
    region: pulumi.Input[str],
    ports: Sequence[ContainerPort] = (),
) -> pulumi.Input[str]:
    """Return the container definitions of a task as canonical JSON, for the arguments of `list_container_definitions`.

    Keys and the environment are sorted and empty values are left out, so that the form that ECS returns shows no change in Pulumi
    (https://github.com/pulumi/pulumi-awsx/issues/1347). If it contains a secret value, the whole string is a secret.
    """
    definitions = list_container_definitions(name, settings, log_group_name=log_group_name, region=region, ports=ports)
    return dump_canonical_json(definitions)


def list_container_definitions(
    name: str,
    settings: TaskSettings,
    *,
    log_group_name: pulumi.Input[str],
    region: pulumi.Input[str],
    ports: Sequence[ContainerPort] = (),
) -> list[dict[str, Any]]:
    """List the container definitions of a task, the main container first. Values that are None or empty mean that a key is not set.

    Args:
        name: The name of the service or scheduled task.
        settings: The settings of the task.
        log_group_name: The name of the log group.
        region: The Region of the log group.
        ports: The ports of the task that others connect to.
    """
    main, router = find_container_name(name, settings), settings.logs.fire_lens
    log = build_log_configuration(name, settings.logs, log_group_name, region)
    application_log = build_log_configuration(name, settings.logs, log_group_name, region, is_application=True)
    conditions = dict(settings.depends_on)
    environment: dict[str, Any] = {}
    if settings.tracing is not None:
        # The collector starts before the application and stops after it, so that no trace is lost.
        conditions.setdefault(COLLECTOR_NAME, "START")
        environment = settings.tracing.build_environment(name, {**settings.environment, **settings.secrets})
    if settings.application_signals is not None:
        for other, condition in settings.application_signals.start_conditions.items():
            conditions.setdefault(other, condition)
        # What loads the instrumentation is joined with what the user sets, so that it must override that.
        environment |= settings.application_signals.build_environment(name, settings)
        settings = settings.model_copy(update={"environment": {**settings.environment, **environment}})
    main_definition = build_container_definition(
        main,
        settings,
        health_check=settings.container_health_check,
        log_configuration=application_log if router is None else build_fire_lens_log_configuration(router),
        mounts=settings.mounts,
        environment=environment,
    )
    main_definition["essential"] = True
    main_definition["dependsOn"] = build_dependencies(conditions, main)
    sidecars = build_sidecar_definitions(settings, main, log)
    if sidecars:
        # Without a CPU share of its own, the main container gets the minimum if sidecars have shares.
        main_definition["cpu"] = settings.cpu - sum(sidecar.cpu or 0 for sidecar in settings.all_sidecars.values())
    definitions = [main_definition, *sidecars]
    for definition in definitions:
        container = None if definition is main_definition else definition["name"]
        definition["portMappings"] = _build_port_mappings(
            (port for port in ports if port.sidecar == container), build_port_name(name, settings)
        )
    return definitions


def _build_port_mappings(ports: Iterable[ContainerPort], name: str) -> list[dict[str, Any]]:
    return [
        {
            # With a name, Service Connect can use the port, now or later, without a change of the mapping.
            "name": name if port.is_named else None,
            "containerPort": port.port,
            "hostPort": port.port,
            "protocol": port.protocol,
            # TCP is the default of Service Connect.
            "appProtocol": None if port.app_protocol == "tcp" else port.app_protocol,
        }
        for port in ports
    ]
