"""One container of a task, as ECS spells it."""

from collections.abc import Mapping
from typing import Any

import pulumi

from ..settings.container import Container as ContainerSettings
from ..settings.container import ContainerHealthCheck
from ..settings.container_limits import Ulimits
from ..settings.fire_lens import FireLens
from ..settings.logs import Logs
from ..settings.sidecar import MAIN
from ..settings.volume import Mount
from .volumes import mount_points


def container_definition(
    name: str,
    settings: ContainerSettings,
    *,
    health_check: ContainerHealthCheck | None,
    log: dict[str, Any],
    mounts: Mapping[str, Mount],
    environment: Mapping[str, Any] | None = None,
    sidecar: str | None = None,
) -> dict[str, Any]:
    """Describe one container of a task; what is None or empty is left out when it is written.

    Args:
        name: The container's name.
        settings: What it is described with.
        health_check: The command that ECS runs inside it.
        log: Where its output goes.
        mounts: What it sees of the task's volumes.
        environment: Variables beside its own.
        sidecar: Its name, where it is a sidecar.
    """
    credentials = settings.repository_credentials
    return {
        "name": name,
        "image": settings.image,
        "repositoryCredentials": None if credentials is None else {"credentialsParameter": credentials},
        "command": settings.command,
        "entryPoint": settings.entry_point,
        "workingDirectory": settings.working_directory,
        "environment": pairs({**(environment or {}), **settings.environment}, "value"),
        "secrets": pairs(settings.secrets, "valueFrom"),
        # In the order that they are written: of a variable that two files have, ECS takes one by their order.
        "environmentFiles": [{"type": "s3", "value": file} for file in settings.environment_files],
        "healthCheck": _health_check(health_check),
        "logConfiguration": log,
        "user": settings.user,
        "readonlyRootFilesystem": settings.readonly_root_filesystem,
        "mountPoints": mount_points(settings, mounts, sidecar),
        "linuxParameters": {
            "initProcessEnabled": True if settings.init_process_enabled else None,
            "tmpfs": [{"containerPath": path, "size": settings.tmpfs[path]} for path in sorted(settings.tmpfs)],
            "capabilities": {"add": sorted(settings.capabilities.add), "drop": sorted(settings.capabilities.drop)},
        },
        "ulimits": _ulimits(settings.ulimits),
        "dockerLabels": dict(settings.docker_labels),
        "stopTimeout": settings.stop_timeout,
    }


def pairs(values: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    """Write a map as the list of names and values that ECS takes, in the order of the names."""
    return [{"name": name, key: values[name]} for name in sorted(values)]


def depends_on(conditions: Mapping[str, str], main: str) -> list[dict[str, str]]:
    """Write what a container waits for; the application's own container is told by its real name."""
    named = {main if name == MAIN else name: condition for name, condition in conditions.items()}
    return [{"containerName": name, "condition": named[name]} for name in sorted(named)]


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


def _ulimits(limits: Ulimits | None) -> list[dict[str, Any]]:
    if limits is None:
        return []
    files = limits.nofile
    return [{"name": "nofile", "softLimit": files.soft, "hardLimit": files.soft if files.hard is None else files.hard}]


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


def routed_log_configuration(router: FireLens) -> dict[str, Any]:
    """Write how a container's output reaches the log router, and where that sends it."""
    return {"logDriver": "awsfirelens", "options": dict(router.options), "secretOptions": pairs(router.secret_options, "valueFrom")}
