"""How long a deployment and a rollback will take: a model, for people who plan, not a promise."""

import math
from dataclasses import dataclass
from typing import Final

from ..settings.service import Service as ServiceSettings

FARGATE: Final = 30
"""Seconds until Fargate has a network interface and the image of an ordinary size."""

APPLICATION: Final = 5
"""Seconds until an ordinary application answers."""

POLLING: Final = 10
"""Seconds until ECS notices."""

SWITCH: Final = 10
"""Seconds until a change of weights is everywhere."""


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of a deployment.

    Attributes:
        name: What happens.
        seconds: How long it takes.
    """

    name: str
    seconds: int


def largest_count(settings: ServiceSettings) -> int:
    """Tell how many tasks run at most outside a deployment."""
    return max(settings.scaling.max_capacity if settings.scaling else settings.starting_count, 1)


def rounds(settings: ServiceSettings, tasks: int) -> int:
    """Tell in how many rounds a rolling deployment replaces so many tasks; AWS rounds the minimum up and the maximum down."""
    keep = math.ceil(tasks * settings.deployment.minimum_healthy_percent / 100)
    most = math.floor(tasks * settings.deployment.maximum_percent / 100)
    return math.ceil(tasks / max(most - keep, 1))


def start_seconds(settings: ServiceSettings) -> int:
    """Tell how long a new task takes to serve. A target that is new is healthy after one good check, whatever the threshold."""
    inside = settings.container_health_check
    check = settings.health_check.interval if settings.routed else 40 if inside is None else 0
    return FARGATE + APPLICATION + POLLING + max(check, inside.interval if inside else 0)


def stop_seconds(settings: ServiceSettings) -> int:
    """Tell how long an old task takes to go: its requests end, then it has the stop timeout."""
    return (settings.target_group.deregistration_delay if settings.routed else 0) + (settings.stop_timeout or 30)


def shift_steps(settings: ServiceSettings) -> int:
    """Tell in how many steps traffic moves."""
    deployment = settings.deployment
    if deployment.strategy == "linear":
        return math.ceil(100 / deployment.linear.step_percent)
    return 2 if deployment.strategy == "canary" and deployment.canary.percent < 100 else 1


def shift_phases(settings: ServiceSettings) -> list[Phase]:
    """Tell how traffic moves, for a strategy that moves it."""
    deployment = settings.deployment
    bake = Phase("bake", deployment.bake_time_in_minutes * 60)
    if deployment.strategy == "canary":
        return [Phase(f"{deployment.canary.percent:g} % of the traffic", deployment.canary.bake_time_in_minutes * 60), bake]
    if deployment.strategy == "linear":
        steps = shift_steps(settings)
        return [
            Phase(
                f"{steps} step{'s' if steps > 1 else ''} of {deployment.linear.step_percent:g} %",
                (steps - 1) * deployment.linear.step_bake_time_in_minutes * 60,
            ),
            bake,
        ]
    return [bake]


def deployment(settings: ServiceSettings, tasks: int | None = None) -> list[Phase]:
    """List the phases of a deployment of so many tasks (default: as many as run at first), without pauses and functions of hooks."""
    if settings.deployment.shifts:
        return [Phase("start", start_seconds(settings)), *shift_phases(settings), Phase("drain and stop", stop_seconds(settings))]
    number = rounds(settings, max(settings.starting_count if tasks is None else tasks, 1))
    label = "" if number == 1 else f", {number} rounds"
    return [Phase(f"start{label}", number * start_seconds(settings)), Phase(f"drain and stop{label}", number * stop_seconds(settings))]


def rollback(settings: ServiceSettings, tasks: int | None = None) -> list[Phase]:
    """List the phases of a rollback: another deployment when rolling, and otherwise a change of weights back to tasks that still run."""
    if settings.deployment.shifts:
        return [Phase("switch back", SWITCH)]
    return deployment(settings, tasks)


def waiting_minutes(settings: ServiceSettings) -> int:
    """Tell for how many minutes pauses may wait for an approval; they wait at every stage that they are for."""
    return sum(hook.pause.timeout_in_minutes * len(hook.stages) for hook in settings.deployment.hooks.values() if hook.pause)


def total_seconds(phases: list[Phase]) -> int:
    """Add phases up."""
    return sum(phase.seconds for phase in phases)


@dataclass(frozen=True, slots=True)
class Peak:
    """What runs at most while a deployment is under way: what addresses and the account's Fargate quota must allow for."""

    tasks: int
    vcpus: float
    gigabytes: float


def peak(settings: ServiceSettings) -> Peak:
    """Tell the peak of a deployment at the highest count: twice the tasks where traffic shifts, the maximum percent where it rolls."""
    tasks = largest_count(settings)
    running = 2 * tasks if settings.deployment.shifts else math.floor(tasks * settings.deployment.maximum_percent / 100)
    return Peak(running, running * settings.cpu / 1024, running * settings.memory / 1024)


def spell(seconds: int) -> str:
    """Write a time as people say it: `45 s`, `7 min`, `1 h 5 min`."""
    if seconds < 90:
        return f"{seconds} s"
    minutes = math.ceil(seconds / 60)
    hours, rest = divmod(minutes, 60)
    return f"{minutes} min" if not hours else f"{hours} h" if not rest else f"{hours} h {rest} min"
