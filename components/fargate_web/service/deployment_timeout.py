"""How long to wait for a deployment, so that waiting ends neither too early nor never."""

import math

from ..analysis.deployment_timeline import (
    count_rolling_rounds,
    count_shift_steps,
    estimate_stop_seconds,
    find_maximum_tasks,
    list_shift_phases,
    sum_pause_minutes,
    sum_phase_seconds,
)
from ..settings.service import Service as ServiceSettings

START_SECONDS = 120
"""Seconds from the order to start a task to its first answer: network interface, image, application. A generous guess; it can't be known."""

MIN_TIMEOUT_MINUTES = 20
"""Minutes that are always allowed: the provider's own default."""

MAX_TASK_MINUTES = 1440
"""Minutes that starting and stopping tasks are given at most: the day after which ECS itself gives a stage up. Bake times, steps and approvals come on top."""

HOOK_FUNCTION_MINUTES = 10
"""Minutes that a function of a hook is given at each stage. ECS itself gives it a day."""


def count_maximum_rounds(settings: ServiceSettings) -> int:
    """Tell in how many rounds a rolling deployment replaces the largest number of tasks."""
    return count_rolling_rounds(settings, find_maximum_tasks(settings))


def estimate_replacement_seconds(settings: ServiceSettings) -> int:
    """Tell how long one task takes to be replaced: start, become healthy, drain, stop."""
    check, inside = settings.health_check, settings.container_health_check
    # Without any check ECS waits 40 s before it counts a task as healthy; with both it waits for both.
    healthy = 40 if inside is None else inside.start_period + inside.interval
    if settings.active_route:
        healthy = max(healthy, check.interval * check.healthy_threshold, check.grace_period)
    return START_SECONDS + healthy + estimate_stop_seconds(settings)


def calculate_update_timeout(settings: ServiceSettings) -> int:
    """Work out the update timeout: the deployment at the highest count, the same again for a rollback, and some minutes to tell.

    Where traffic shifts, bake time, steps and hooks come once more: a deployment waits for them before it can fail.
    """
    deployment = settings.deployment
    if deployment.timeout_in_minutes is not None:
        return deployment.timeout_in_minutes
    times = 1 if deployment.shifts_traffic else count_maximum_rounds(settings)
    minutes = min(math.ceil(2 * times * estimate_replacement_seconds(settings) / 60) + 5, MAX_TASK_MINUTES)
    if deployment.shifts_traffic:
        minutes += sum_phase_seconds(list_shift_phases(settings)) // 60
        calls = [stage for hook in deployment.hooks.values() if not hook.pause for stage in hook.stages]
        # This one comes at every step.
        minutes += HOOK_FUNCTION_MINUTES * (len(calls) + (count_shift_steps(settings) - 1) * calls.count("PRODUCTION_TRAFFIC_SHIFT"))
    return max(MIN_TIMEOUT_MINUTES, minutes) + sum_pause_minutes(settings)


def calculate_delete_timeout(settings: ServiceSettings) -> int:
    """Work out the timeout of a deletion: all tasks drain and stop at once."""
    return max(MIN_TIMEOUT_MINUTES, math.ceil(estimate_stop_seconds(settings) / 60) + 5)
