"""How long a deployment may take, so that waiting for it ends neither too early nor never."""

import math

from .settings.service import Service as ServiceSettings

START = 120
"""Seconds from the order to start a task to its first answer: network interface, image, application. A generous guess; it can't be known."""

LEAST = 20
"""Minutes that are always allowed: the provider's own default."""

MOST = 1440
"""Minutes that are never exceeded: a day, as much as `timeoutInMinutes` takes."""


def rolling_rounds(settings: ServiceSettings) -> int:
    """Tell in how many rounds a rolling deployment replaces the largest number of tasks."""
    tasks = max(settings.scaling.max_capacity if settings.scaling else settings.starting_count, 1)
    deployment = settings.deployment
    keep = math.ceil(tasks * deployment.minimum_healthy_percent / 100)
    most = math.floor(tasks * deployment.maximum_percent / 100)
    return math.ceil(tasks / max(most - keep, 1))


def replacement_seconds(settings: ServiceSettings) -> int:
    """Tell how long one task takes to be replaced: start, become healthy, drain, stop."""
    check, inside = settings.health_check, settings.container_health_check
    # Without any check ECS waits 40 s before it counts a task as healthy; with both it waits for both.
    healthy = 40 if inside is None else inside.start_period + inside.interval
    if settings.routed:
        healthy = max(healthy, check.interval * check.healthy_threshold, check.grace_period)
    return START + healthy + _drain_seconds(settings)


def _drain_seconds(settings: ServiceSettings) -> int:
    return (settings.target_group.deregistration_delay if settings.routed else 0) + (settings.stop_timeout or 30)


def timeout_in_minutes(settings: ServiceSettings) -> int:
    """Work out the update timeout: every round of the deployment, the same again for a rollback, and some minutes to tell."""
    if settings.deployment.timeout_in_minutes is not None:
        return settings.deployment.timeout_in_minutes
    seconds = 2 * rolling_rounds(settings) * replacement_seconds(settings)
    return min(max(LEAST, math.ceil(seconds / 60) + 5), MOST)


def drain_in_minutes(settings: ServiceSettings) -> int:
    """Work out the timeout of a deletion: all tasks drain and stop at once."""
    return max(LEAST, math.ceil(_drain_seconds(settings) / 60) + 5)
