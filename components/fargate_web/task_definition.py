"""The container definitions of a service, as ECS stores them."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any

import pulumi

from .documents import canonical_json
from .settings.logs import Logs
from .settings.service import Service as ServiceSettings

LONGEST_PORT_NAME = 64


def container_name(name: str, settings: ServiceSettings) -> str:
    """Tell the name of the container of a service."""
    return settings.names.container or name


def scratch_volumes(settings: ServiceSettings) -> dict[str, str]:
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
    settings: ServiceSettings,
    *,
    log_group: pulumi.Input[str],
    region: pulumi.Input[str],
) -> pulumi.Input[str]:
    """Write the container definitions of a service as canonical JSON.

    Keys and the environment are sorted and what is empty is left out, so that ECS's own spelling of it makes no difference to Pulumi
    (https://github.com/pulumi/pulumi-awsx/issues/1347). It is secret as a whole when a secret value is in it.
    """
    definition: dict[str, Any] = {
        "name": container_name(name, settings),
        "image": settings.image,
        "essential": True,
        "command": settings.command,
        "entryPoint": settings.entry_point,
        "workingDirectory": settings.working_directory,
        "environment": _pairs(settings.environment, "value"),
        "secrets": _pairs(settings.secrets, "valueFrom"),
        "portMappings": _port_mappings(name, settings),
        "healthCheck": _health_check(settings),
        "logConfiguration": log_configuration(name, settings.logs, log_group, region),
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
    return canonical_json([definition])


def _pairs(values: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    return [{"name": name, key: values[name]} for name in sorted(values)]


def _port_mappings(name: str, settings: ServiceSettings) -> list[dict[str, Any]]:
    if settings.port is None:
        return []
    # The name makes the port addressable by Service Connect later without a change of the mapping. It has stricter limits than the container's.
    port_name = container_name(name, settings).lower().lstrip("-")[:LONGEST_PORT_NAME]
    return [{"name": port_name, "containerPort": settings.port, "hostPort": settings.port, "protocol": "tcp"}]


def _health_check(settings: ServiceSettings) -> dict[str, Any] | None:
    check = settings.container_health_check
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
