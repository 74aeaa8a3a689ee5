"""What the stack file asks of a service, by the keys that `why` compares with what is deployed."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fargate_web.settings.service import Service as ServiceSettings


def list_asked_settings(settings: "ServiceSettings", desired_tasks: int) -> dict[tuple[str, ...], str]:
    """Return what the stack file asks for.

    Args:
        settings: The settings of the service.
        desired_tasks: The number of tasks that the service shall have now.
    """
    asked: dict[tuple[str, ...], str] = {("image",): str(settings.image)}
    if settings.scaling is None:
        asked["desiredCount",] = str(settings.initial_task_count)
    elif not settings.scaling.all_scheduled_actions:
        low, high = settings.scaling.min_capacity, settings.scaling.max_capacity
        # Within the limits each count is right.
        asked["scaling",] = str(desired_tasks) if low <= desired_tasks <= high else f"{low} to {high}"
    check = settings.health_check
    asked["healthCheck", "path"] = check.path
    asked["healthCheck", "interval"] = str(check.interval)
    asked["healthCheck", "timeout"] = str(check.timeout)
    if settings.target_group.protocol_version != "GRPC":  # its codes are others
        asked["healthCheck", "matcher"] = check.matcher
    return asked


def list_live_settings(service: Mapping[str, Any], image: str | None, target_group: Mapping[str, Any]) -> dict[tuple[str, ...], str]:
    """Return what is deployed.

    Args:
        service: The answer of DescribeServices about the service.
        image: The image of the main container of the newest revision.
        target_group: The answer of DescribeTargetGroups about one of its target groups; empty if it has none.
    """
    live = {("desiredCount",): str(service.get("desiredCount", 0)), ("scaling",): str(service.get("desiredCount", 0))}
    values = {
        ("image",): image,
        ("healthCheck", "path"): target_group.get("HealthCheckPath"),
        ("healthCheck", "interval"): target_group.get("HealthCheckIntervalSeconds"),
        ("healthCheck", "timeout"): target_group.get("HealthCheckTimeoutSeconds"),
        ("healthCheck", "matcher"): target_group.get("Matcher", {}).get("HttpCode"),
    }
    return live | {key: str(value) for key, value in values.items() if value is not None}
