"""The Pulumi timeouts of an ECS service: long enough for a deployment and a rollback, but finite."""

import math

from ..analysis.deployment_timeline import (
    count_rolling_rounds,
    count_shift_steps,
    estimate_check_seconds,
    estimate_stop_seconds,
    find_maximum_tasks,
    list_shift_phases,
    sum_pause_minutes,
    sum_phase_seconds,
)
from ..settings.route_split import find_grace_period
from ..settings.service import Service as ServiceSettings

START_SECONDS = 120
"""Seconds from the start of a task to its first response: network interface, image, application. A generous estimate."""

MIN_TIMEOUT_MINUTES = 20
"""The minimum timeout in minutes: the default of the provider."""

MAX_TASK_MINUTES = 1440
"""The maximum in minutes for starting and stopping tasks: ECS gives up a stage after a day. Bake times, steps and approvals are added."""

HOOK_FUNCTION_MINUTES = 10
"""Minutes for the function of a hook at each stage. ECS itself waits a day."""


def count_maximum_rounds(settings: ServiceSettings) -> int:
    """Return the number of rounds in which a rolling deployment replaces the maximum number of tasks."""
    return count_rolling_rounds(settings, find_maximum_tasks(settings))


def estimate_replacement_seconds(settings: ServiceSettings) -> int:
    """Estimate the seconds to replace one task: start, become healthy, drain, stop."""
    container_check = settings.container_health_check
    # Without a health check, ECS counts a task as healthy after 40 s. With both checks, it waits for both.
    healthy = 40 if container_check is None else container_check.start_period + container_check.interval
    for target_check in (each.health_check for each in settings.split_by_route("").values()):
        healthy = max(healthy, target_check.interval * target_check.healthy_threshold)
    if settings.has_traffic:
        healthy = max(healthy, estimate_check_seconds(settings), find_grace_period(settings))
    return START_SECONDS + healthy + estimate_stop_seconds(settings)


def calculate_update_timeout(settings: ServiceSettings) -> int:
    """Calculate the update timeout in minutes: a deployment of the maximum number of tasks, a rollback of the same length, and 5 minutes.

    If the strategy shifts traffic, bake time, steps and hooks are added: a deployment waits for them before it can fail.
    """
    deployment = settings.deployment
    if deployment.timeout_in_minutes is not None:
        return deployment.timeout_in_minutes
    rounds = 1 if deployment.shifts_traffic else count_maximum_rounds(settings)
    minutes = min(math.ceil(2 * rounds * estimate_replacement_seconds(settings) / 60) + 5, MAX_TASK_MINUTES)
    if deployment.shifts_traffic:
        minutes += sum_phase_seconds(list_shift_phases(settings)) // 60
        calls = [stage for hook in deployment.hooks.values() if not hook.pause for stage in hook.stages]
        # ECS calls the hooks of this stage at every step.
        minutes += HOOK_FUNCTION_MINUTES * (len(calls) + (count_shift_steps(settings) - 1) * calls.count("PRODUCTION_TRAFFIC_SHIFT"))
    return max(MIN_TIMEOUT_MINUTES, minutes) + sum_pause_minutes(settings)


def calculate_delete_timeout(settings: ServiceSettings) -> int:
    """Calculate the delete timeout in minutes: all tasks drain and stop at the same time."""
    return max(MIN_TIMEOUT_MINUTES, math.ceil(estimate_stop_seconds(settings) / 60) + 5)
