"""How long a deployment and a rollback will take: a model, for people who plan, not a promise."""

import math
from dataclasses import dataclass
from typing import Final

from ..settings.service import Service as ServiceSettings

FARGATE_START_SECONDS: Final = 30
"""Seconds until Fargate has a network interface and the image of an ordinary size."""

APPLICATION_START_SECONDS: Final = 5
"""Seconds until an ordinary application answers."""

ECS_POLLING_SECONDS: Final = 10
"""Seconds until ECS notices."""

TRAFFIC_SWITCH_SECONDS: Final = 10
"""Seconds until a change of weights is everywhere."""


@dataclass(frozen=True, slots=True)
class DeploymentPhase:
    """A stretch of a deployment.

    Attributes:
        name: What happens.
        seconds: How long it takes.
    """

    name: str
    seconds: int


def find_maximum_tasks(settings: ServiceSettings) -> int:
    """Tell how many tasks run at most outside a deployment."""
    return max(settings.scaling.max_capacity if settings.scaling else settings.initial_task_count, 1)


def count_rolling_rounds(settings: ServiceSettings, tasks: int) -> int:
    """Tell in how many rounds a rolling deployment replaces so many tasks; AWS rounds the minimum up and the maximum down."""
    keep = math.ceil(tasks * settings.deployment.minimum_healthy_percent / 100)
    most = math.floor(tasks * settings.deployment.maximum_percent / 100)
    return math.ceil(tasks / max(most - keep, 1))


def estimate_start_seconds(settings: ServiceSettings) -> int:
    """Tell how long a new task takes to serve. A target that is new is healthy after one good check, whatever the threshold."""
    inside = settings.container_health_check
    check = settings.health_check.interval if settings.active_route else 40 if inside is None else 0
    return FARGATE_START_SECONDS + APPLICATION_START_SECONDS + ECS_POLLING_SECONDS + max(check, inside.interval if inside else 0)


def estimate_stop_seconds(settings: ServiceSettings) -> int:
    """Tell how long an old task takes to go: its requests end, then it has the stop timeout."""
    return (settings.target_group.deregistration_delay if settings.active_route else 0) + (settings.stop_timeout or 30)


def count_shift_steps(settings: ServiceSettings) -> int:
    """Tell in how many steps traffic moves."""
    deployment = settings.deployment
    if deployment.strategy == "linear":
        return math.ceil(100 / deployment.linear.step_percent)
    return 2 if deployment.strategy == "canary" and deployment.canary.percent < 100 else 1


def list_shift_phases(settings: ServiceSettings) -> list[DeploymentPhase]:
    """Tell how traffic moves, for a strategy that moves it."""
    deployment = settings.deployment
    bake = DeploymentPhase("bake", deployment.bake_time_in_minutes * 60)
    if deployment.strategy == "canary":
        return [DeploymentPhase(f"{deployment.canary.percent:g} % of the traffic", deployment.canary.bake_time_in_minutes * 60), bake]
    if deployment.strategy == "linear":
        steps = count_shift_steps(settings)
        return [
            DeploymentPhase(
                f"{steps} step{'s' if steps > 1 else ''} of {deployment.linear.step_percent:g} %",
                (steps - 1) * deployment.linear.step_bake_time_in_minutes * 60,
            ),
            bake,
        ]
    return [bake]


def list_deployment_phases(settings: ServiceSettings, tasks: int | None = None) -> list[DeploymentPhase]:
    """List the phases of a deployment of so many tasks (default: as many as run at first), without pauses and functions of hooks."""
    if settings.deployment.shifts_traffic:
        return [
            DeploymentPhase("start", estimate_start_seconds(settings)),
            *list_shift_phases(settings),
            DeploymentPhase("drain and stop", estimate_stop_seconds(settings)),
        ]
    number = count_rolling_rounds(settings, max(settings.initial_task_count if tasks is None else tasks, 1))
    label = "" if number == 1 else f", {number} rounds"
    return [
        DeploymentPhase(f"start{label}", number * estimate_start_seconds(settings)),
        DeploymentPhase(f"drain and stop{label}", number * estimate_stop_seconds(settings)),
    ]


def list_rollback_phases(settings: ServiceSettings, tasks: int | None = None) -> list[DeploymentPhase]:
    """List the phases of a rollback: another deployment when rolling, and otherwise a change of weights back to tasks that still run."""
    if settings.deployment.shifts_traffic:
        return [DeploymentPhase("switch back", TRAFFIC_SWITCH_SECONDS)]
    return list_deployment_phases(settings, tasks)


def sum_pause_minutes(settings: ServiceSettings) -> int:
    """Tell for how many minutes pauses may wait for an approval; they wait at every stage that they are for."""
    return sum(hook.pause.timeout_in_minutes * len(hook.stages) for hook in settings.deployment.hooks.values() if hook.pause)


def sum_phase_seconds(phases: list[DeploymentPhase]) -> int:
    """Add phases up."""
    return sum(phase.seconds for phase in phases)


@dataclass(frozen=True, slots=True)
class PeakCapacity:
    """What runs at most while a deployment is under way: what addresses and the account's Fargate quota must allow for."""

    tasks: int
    vcpus: float
    gigabytes: float


def calculate_peak_capacity(settings: ServiceSettings) -> PeakCapacity:
    """Tell the peak of a deployment at the highest count: twice the tasks where traffic shifts, the maximum percent where it rolls."""
    tasks = find_maximum_tasks(settings)
    running = 2 * tasks if settings.deployment.shifts_traffic else math.floor(tasks * settings.deployment.maximum_percent / 100)
    return PeakCapacity(running, running * settings.cpu / 1024, running * settings.memory / 1024)


def format_duration(seconds: int) -> str:
    """Write a time as people say it: `45 s`, `7 min`, `1 h 5 min`."""
    if seconds < 90:
        return f"{seconds} s"
    minutes = math.ceil(seconds / 60)
    hours, rest = divmod(minutes, 60)
    return f"{minutes} min" if not hours else f"{hours} h" if not rest else f"{hours} h {rest} min"
