"""The container definitions of a task, as ECS stores them."""

import pulumi

from ..component.documents import dump_canonical_json
from ..settings.task import Task as TaskSettings
from ..settings.tracing import COLLECTOR_NAME
from .container_definition import build_container_definition, build_dependencies, build_fire_lens_log_configuration, build_log_configuration
from .sidecars import build_sidecar_definitions

MAX_PORT_NAME_LENGTH = 64


def find_container_name(name: str, settings: TaskSettings) -> str:
    """Tell the name of the container that a task is about."""
    return settings.names.container or name


def build_port_name(name: str, settings: TaskSettings) -> str:
    """Tell the name by which Service Connect knows the container's port. It has stricter limits than the container's."""
    return find_container_name(name, settings).lower().lstrip("-")[:MAX_PORT_NAME_LENGTH]


def build_container_definitions(
    name: str,
    settings: TaskSettings,
    *,
    log_group_name: pulumi.Input[str],
    region: pulumi.Input[str],
    port: int | None = None,
    app_protocol: str | None = None,
) -> pulumi.Input[str]:
    """Write the container definitions of a task as canonical JSON.

    Keys and the environment are sorted and what is empty is left out, so that ECS's own spelling of it makes no difference to Pulumi
    (https://github.com/pulumi/pulumi-awsx/issues/1347). It is secret as a whole when a secret value is in it.

    Args:
        name: The name of the service or scheduled task.
        settings: What it is described with.
        log_group_name: The name of the log group.
        region: The Region of the log group.
        port: The port that the application listens on, None where nothing connects to it.
        app_protocol: What it speaks there, for Service Connect; None where that is nobody's business.
    """
    main, router = find_container_name(name, settings), settings.logs.fire_lens
    log = build_log_configuration(name, settings.logs, log_group_name, region)
    conditions = dict(settings.depends_on)
    environment = {}
    if settings.tracing is not None:
        # It is there from the first trace, and stops after the application, which hands over its last ones on its way down.
        conditions.setdefault(COLLECTOR_NAME, "START")
        environment = settings.tracing.build_environment(name, {**settings.environment, **settings.secrets})
    own = build_container_definition(
        main,
        settings,
        health_check=settings.container_health_check,
        log_configuration=log if router is None else build_fire_lens_log_configuration(router),
        mounts=settings.mounts,
        environment=environment,
    )
    own["essential"] = True
    own["dependsOn"] = build_dependencies(conditions, main)
    companions = build_sidecar_definitions(settings, main, log)
    if companions:
        # Without a share of its own it would have the least there is, next to sidecars that have one.
        own["cpu"] = settings.cpu - sum(sidecar.cpu or 0 for sidecar in settings.all_sidecars.values())
    if port is not None:
        # The name makes the port addressable by Service Connect, now or later, without a change of the mapping.
        own["portMappings"] = [
            {
                "name": build_port_name(name, settings),
                "containerPort": port,
                "hostPort": port,
                "protocol": "tcp",
                # TCP is what Service Connect takes where none is said.
                "appProtocol": None if app_protocol == "tcp" else app_protocol,
            }
        ]
    return dump_canonical_json([own, *companions])
