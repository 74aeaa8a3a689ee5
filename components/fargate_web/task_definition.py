"""The container definitions of a task, as ECS stores them."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any

import pulumi

from .documents import canonical_json
from .settings.container import Container as ContainerSettings
from .settings.container import ContainerHealthCheck
from .settings.logs import Logs
from .settings.task import Task as TaskSettings

LONGEST_PORT_NAME = 64


def container_name(name: str, settings: TaskSettings) -> str:
    """Tell the name of the container that a task is about."""
    return settings.names.container or name


def port_name(name: str, settings: TaskSettings) -> str:
    """Tell the name by which Service Connect knows the container's port. It has stricter limits than the container's."""
    return container_name(name, settings).lower().lstrip("-")[:LONGEST_PORT_NAME]


def scratch_volumes(settings: ContainerSettings) -> dict[str, str]:
    """Tell the volumes that stay writable under a read-only root: name → path in the container."""
    return {_volume(path): path for path in settings.scratch_paths}


def _volume(path: str) -> str:
    """Name the volume of a path with the letters that ECS takes. Where that could make one name of two paths, their hashes tell them apart."""
    name = "scratch" + re.sub(r"[^A-Za-z0-9-]", "_", path.replace("/", "-"))
    if re.fullmatch(r"(?:/[A-Za-z0-9.]+)+", path):
        return name
    return f"{name[:200]}-{hashlib.sha256(path.encode()).hexdigest()[:8]}"


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
    own = container_definition(
        container_name(name, settings),
        settings,
        health_check=settings.container_health_check,
        log=log_configuration(name, settings.logs, log_group, region),
    )
    own["essential"] = True
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
    return canonical_json([own])


def container_definition(
    name: str, settings: ContainerSettings, *, health_check: ContainerHealthCheck | None, log: dict[str, Any]
) -> dict[str, Any]:
    """Describe one container of a task, as ECS spells it; what is None or empty is left out when it is written."""
    return {
        "name": name,
        "image": settings.image,
        "command": settings.command,
        "entryPoint": settings.entry_point,
        "workingDirectory": settings.working_directory,
        "environment": _pairs(settings.environment, "value"),
        "secrets": _pairs(settings.secrets, "valueFrom"),
        "healthCheck": _health_check(health_check),
        "logConfiguration": log,
        "user": settings.user,
        "readonlyRootFilesystem": settings.readonly_root_filesystem,
        "mountPoints": [
            {"sourceVolume": volume, "containerPath": path, "readOnly": False} for volume, path in scratch_volumes(settings).items()
        ],
        "linuxParameters": {
            "initProcessEnabled": True if settings.init_process_enabled else None,
            "tmpfs": [{"containerPath": path, "size": settings.tmpfs[path]} for path in sorted(settings.tmpfs)],
        },
        "stopTimeout": settings.stop_timeout,
    }


def _pairs(values: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    return [{"name": name, key: values[name]} for name in sorted(values)]


def _health_check(check: ContainerHealthCheck | None) -> dict[str, Any] | None:
    if check is None:
        return None
    return {
        "command": check.command,
        "interval": check.interval,
        "timeout": check.timeout,
        "retries": check.retries,
        "startPeriod": check.start_period or None,
    }


def log_configuration(name: str, logs: Logs, log_group: pulumi.Input[str], region: pulumi.Input[str]) -> dict[str, Any]:
    """Write how a container's output reaches its log group; the stream is `prefix/container/task-id`."""
    options: dict[str, Any] = {
        "awslogs-group": log_group,
        "awslogs-region": region,
        "awslogs-stream-prefix": logs.stream_prefix or name,
        "mode": logs.mode,
    }
    if logs.mode == "non-blocking":
        options["max-buffer-size"] = logs.max_buffer_size
    return {"logDriver": "awslogs", "options": options}
