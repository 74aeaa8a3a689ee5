"""One container definition, in the format of the ECS API."""

from collections.abc import Mapping
from typing import Any

import pulumi

from ..settings.container import Container as ContainerSettings
from ..settings.container_health_check import ContainerHealthCheck
from ..settings.container_limits import Ulimits
from ..settings.fire_lens import FireLens
from ..settings.logs import Logs
from ..settings.sidecar import MAIN_CONTAINER
from ..settings.volume import Mount
from .volumes import build_mount_points


def build_container_definition(
    name: str,
    settings: ContainerSettings,
    *,
    health_check: ContainerHealthCheck | None,
    log_configuration: dict[str, Any],
    mounts: Mapping[str, Mount],
    environment: Mapping[str, Any] | None = None,
    sidecar_name: str | None = None,
) -> dict[str, Any]:
    """Return the definition of one container. Serialisation leaves out values that are None or empty.

    Args:
        name: The container's name.
        settings: The settings of the container.
        health_check: The command that ECS runs in the container.
        log_configuration: The log driver and its options.
        mounts: The volumes of the task that the container mounts.
        environment: Variables in addition to those of the settings.
        sidecar_name: The name of the sidecar, None for the main container.
    """
    credentials = settings.repository_credentials
    return {
        "name": name,
        "image": settings.image,
        "versionConsistency": settings.version_consistency,
        "repositoryCredentials": None if credentials is None else {"credentialsParameter": credentials},
        "command": settings.command,
        "entryPoint": settings.entry_point,
        "workingDirectory": settings.working_directory,
        "environment": build_name_value_pairs({**(environment or {}), **settings.environment}, "value"),
        "secrets": build_name_value_pairs(settings.secrets, "valueFrom"),
        # In the configured order: if two files set a variable, their order decides which value ECS uses.
        "environmentFiles": [{"type": "s3", "value": file} for file in settings.environment_files],
        "healthCheck": _build_health_check(health_check),
        "logConfiguration": log_configuration,
        "user": settings.user,
        "readonlyRootFilesystem": settings.readonly_root_filesystem,
        "mountPoints": build_mount_points(settings, mounts, sidecar_name),
        "linuxParameters": {
            "initProcessEnabled": True if settings.init_process_enabled else None,
            "tmpfs": [{"containerPath": path, "size": settings.tmpfs[path]} for path in sorted(settings.tmpfs)],
            "capabilities": {"add": sorted(settings.capabilities.add), "drop": sorted(settings.capabilities.drop)},
        },
        "ulimits": _build_ulimits(settings.ulimits),
        "dockerLabels": dict(settings.docker_labels),
        "stopTimeout": settings.stop_timeout,
        "restartPolicy": None if settings.restart_policy is None else settings.restart_policy.definition,
    }


def build_name_value_pairs(values: Mapping[str, Any], value_key: str) -> list[dict[str, Any]]:
    """Convert a map to the list of name-value pairs that ECS takes, sorted by name."""
    return [{"name": name, value_key: values[name]} for name in sorted(values)]


def build_dependencies(conditions: Mapping[str, str], main_container_name: str) -> list[dict[str, str]]:
    """Return the `dependsOn` list of a container. The main container gets its real name."""
    conditions_by_container = {main_container_name if name == MAIN_CONTAINER else name: condition for name, condition in conditions.items()}
    return [{"containerName": name, "condition": conditions_by_container[name]} for name in sorted(conditions_by_container)]


def _build_health_check(check: ContainerHealthCheck | None) -> dict[str, Any] | None:
    if check is None:
        return None
    return {
        "command": check.command,
        "interval": check.interval,
        "timeout": check.timeout,
        "retries": check.retries,
        "startPeriod": check.start_period or None,
    }


def _build_ulimits(limits: Ulimits | None) -> list[dict[str, Any]]:
    if limits is None:
        return []
    files = limits.nofile
    return [{"name": "nofile", "softLimit": files.soft, "hardLimit": files.soft if files.hard is None else files.hard}]


def build_log_configuration(
    name: str, logs: Logs, log_group_name: pulumi.Input[str], region: pulumi.Input[str], *, is_application: bool = False
) -> dict[str, Any]:
    """Return the awslogs configuration of a container. The log stream is `prefix/container/task-id`.

    Args:
        name: The name of the service or scheduled task.
        logs: The log settings.
        log_group_name: The name of the log group.
        region: The Region of the log group.
        is_application: Whether the container is the application's own. What starts its log events would join the lines of others at random.
    """
    options: dict[str, Any] = {
        "awslogs-group": log_group_name,
        "awslogs-region": region,
        "awslogs-stream-prefix": logs.stream_prefix or name,
        "mode": logs.mode,
    }
    if logs.mode == "non-blocking":
        options["max-buffer-size"] = logs.max_buffer_size
    if is_application and logs.multiline_pattern is not None:
        options["awslogs-multiline-pattern"] = logs.multiline_pattern
    if is_application and logs.datetime_format is not None:
        options["awslogs-datetime-format"] = logs.datetime_format
    return {"logDriver": "awslogs", "options": options}


def build_fire_lens_log_configuration(router: FireLens) -> dict[str, Any]:
    """Return the configuration that sends the output of a container to the log router, with the router's output options."""
    return {
        "logDriver": "awsfirelens",
        "options": dict(router.options),
        "secretOptions": build_name_value_pairs(router.secret_options, "valueFrom"),
    }
