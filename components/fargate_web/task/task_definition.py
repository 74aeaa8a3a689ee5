"""The container definitions of a task, as ECS stores them."""

import pulumi

from ..component.documents import canonical_json
from ..settings.task import Task as TaskSettings
from ..settings.tracing import COLLECTOR
from .container_definition import container_definition, depends_on, log_configuration, routed_log_configuration
from .sidecars import sidecar_definitions

LONGEST_PORT_NAME = 64


def container_name(name: str, settings: TaskSettings) -> str:
    """Tell the name of the container that a task is about."""
    return settings.names.container or name


def port_name(name: str, settings: TaskSettings) -> str:
    """Tell the name by which Service Connect knows the container's port. It has stricter limits than the container's."""
    return container_name(name, settings).lower().lstrip("-")[:LONGEST_PORT_NAME]


def container_definitions(
    name: str,
    settings: TaskSettings,
    *,
    log_group: pulumi.Input[str],
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
        log_group: The name of the log group.
        region: The Region of the log group.
        port: The port that the application listens on, None where nothing connects to it.
        app_protocol: What it speaks there, for Service Connect; None where that is nobody's business.
    """
    main, router = container_name(name, settings), settings.logs.fire_lens
    log = log_configuration(name, settings.logs, log_group, region)
    conditions = dict(settings.depends_on)
    environment = {}
    if settings.tracing is not None:
        # It is there from the first trace, and stops after the application, which hands over its last ones on its way down.
        conditions.setdefault(COLLECTOR, "START")
        environment = settings.tracing.environment(name, {**settings.environment, **settings.secrets})
    own = container_definition(
        main,
        settings,
        health_check=settings.container_health_check,
        log=log if router is None else routed_log_configuration(router),
        mounts=settings.mounts,
        environment=environment,
    )
    own["essential"] = True
    own["dependsOn"] = depends_on(conditions, main)
    companions = sidecar_definitions(settings, main, log)
    if companions:
        # Without a share of its own it would have the least there is, next to sidecars that have one.
        own["cpu"] = settings.cpu - sum(sidecar.cpu or 0 for sidecar in settings.companions.values())
    if port is not None:
        # The name makes the port addressable by Service Connect, now or later, without a change of the mapping.
        own["portMappings"] = [
            {
                "name": port_name(name, settings),
                "containerPort": port,
                "hostPort": port,
                "protocol": "tcp",
                # TCP is what Service Connect takes where none is said.
                "appProtocol": None if app_protocol == "tcp" else app_protocol,
            }
        ]
    return canonical_json([own, *companions])
