"""How long to wait for a deployment, so that waiting ends neither too early nor never."""

import math

from ..analysis.deployment_timeline import largest_count, rounds, shift_phases, shift_steps, stop_seconds, total_seconds, waiting_minutes
from ..settings.service import Service as ServiceSettings

START = 120
"""Seconds from the order to start a task to its first answer: network interface, image, application. A generous guess; it can't be known."""

LEAST = 20
"""Minutes that are always allowed: the provider's own default."""

MOST = 1440
"""Minutes that starting and stopping tasks are given at most: the day after which ECS itself gives a stage up. Bake times, steps and approvals come on top."""

FUNCTION = 10
"""Minutes that a function of a hook is given at each stage. ECS itself gives it a day."""


def rolling_rounds(settings: ServiceSettings) -> int:
    """Tell in how many rounds a rolling deployment replaces the largest number of tasks."""
    return rounds(settings, largest_count(settings))


def replacement_seconds(settings: ServiceSettings) -> int:
    """Tell how long one task takes to be replaced: start, become healthy, drain, stop."""
    check, inside = settings.health_check, settings.container_health_check
    # Without any check ECS waits 40 s before it counts a task as healthy; with both it waits for both.
    healthy = 40 if inside is None else inside.start_period + inside.interval
    if settings.routed:
        healthy = max(healthy, check.interval * check.healthy_threshold, check.grace_period)
    return START + healthy + stop_seconds(settings)


def timeout_in_minutes(settings: ServiceSettings) -> int:
    """Work out the update timeout: the deployment at the highest count, the same again for a rollback, and some minutes to tell.

    Where traffic shifts, bake time, steps and hooks come once more: a deployment waits for them before it can fail.
    """
    deployment = settings.deployment
    if deployment.timeout_in_minutes is not None:
        return deployment.timeout_in_minutes
    times = 1 if deployment.shifts else rolling_rounds(settings)
    minutes = min(math.ceil(2 * times * replacement_seconds(settings) / 60) + 5, MOST)
    if deployment.shifts:
        minutes += total_seconds(shift_phases(settings)) // 60
        calls = [stage for hook in deployment.hooks.values() if not hook.pause for stage in hook.stages]
        # This one comes at every step.
        minutes += FUNCTION * (len(calls) + (shift_steps(settings) - 1) * calls.count("PRODUCTION_TRAFFIC_SHIFT"))
    return max(LEAST, minutes) + waiting_minutes(settings)


def drain_in_minutes(settings: ServiceSettings) -> int:
    """Work out the timeout of a deletion: all tasks drain and stop at once."""
    return max(LEAST, math.ceil(stop_seconds(settings) / 60) + 5)
