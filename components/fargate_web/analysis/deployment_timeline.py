"""Estimates of how long a deployment and a rollback take. They are for planning, not guarantees."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ..settings.route_split import find_deregistration_delay
from ..settings.service import Service as ServiceSettings
from ..settings.sidecar import MAIN_CONTAINER

FARGATE_START_SECONDS: Final = 30
"""Seconds that Fargate takes to attach a network interface and pull an image of ordinary size."""

APPLICATION_START_SECONDS: Final = 5
"""Seconds that an ordinary application takes until it answers."""

ECS_POLLING_SECONDS: Final = 10
"""Seconds that ECS takes to notice a change."""

TRAFFIC_SWITCH_SECONDS: Final = 10
"""Seconds until new target-group weights apply everywhere."""

NETWORK_DELAY_SECONDS: Final = 600
"""Seconds that ECS waits after it has changed the weights of a Network Load Balancer, which the traffic follows late."""


@dataclass(frozen=True, slots=True)
class DeploymentPhase:
    """A phase of a deployment.

    Attributes:
        name: What happens in the phase.
        seconds: How long the phase takes.
    """

    name: str
    seconds: int


def find_maximum_tasks(settings: ServiceSettings) -> int:
    """Return the highest number of tasks outside a deployment."""
    return max(settings.scaling.max_capacity if settings.scaling else settings.initial_task_count, 1)


def count_rolling_rounds(settings: ServiceSettings, tasks: int) -> int:
    """Count the rounds in which a rolling deployment replaces a number of tasks. AWS rounds the minimum up and the maximum down."""
    minimum_running = math.ceil(tasks * settings.deployment.minimum_healthy_percent / 100)
    maximum_running = math.floor(tasks * settings.deployment.maximum_percent / 100)
    return math.ceil(tasks / max(maximum_running - minimum_running, 1))


def estimate_dependency_seconds(settings: ServiceSettings) -> int:
    """Estimate how long the container that takes the requests may wait until the containers that it depends on are healthy.

    ECS checks a container for the first time after one interval. A container that ends by itself takes a time that nobody has set.
    """
    containers = {name: (sidecar.depends_on, sidecar.health_check) for name, sidecar in settings.all_sidecars.items()}
    containers[MAIN_CONTAINER] = (settings.depends_on, settings.container_health_check)

    def wait_for(dependencies: Mapping[str, str], seen: frozenset[str]) -> int:
        return max(
            (wait(name, condition, seen) for name, condition in dependencies.items() if name in containers and name not in seen), default=0
        )

    def wait(name: str, condition: str, seen: frozenset[str]) -> int:
        depends_on, health_check = containers[name]
        check = health_check if condition == "HEALTHY" else None
        return wait_for(depends_on, seen | {name}) + (max(check.interval, check.start_period) if check else 0)

    target = settings.target_container if settings.target_container in containers else MAIN_CONTAINER
    return wait_for(containers[target or MAIN_CONTAINER][0], frozenset())


def estimate_check_seconds(settings: ServiceSettings) -> int:
    """Estimate how long the load balancers take to find a new task healthy. Those of a Network Load Balancer count every check of a new target."""
    seconds = [each.health_check.interval for each in settings.split_by_route("").values()]
    if settings.network_load_balancer is not None:
        checks = [listener.health_check for listener in settings.network_load_balancer.listeners]
        seconds += [check.interval * check.healthy_threshold for check in checks]
    return max(seconds, default=0)


def estimate_start_seconds(settings: ServiceSettings) -> int:
    """Estimate how long a new task takes until it serves. A new target is healthy after one successful check, whatever the threshold."""
    container_check = settings.container_health_check
    check_seconds = estimate_check_seconds(settings)
    if not settings.has_traffic:
        check_seconds = 40 if container_check is None else 0
    return (
        FARGATE_START_SECONDS
        + APPLICATION_START_SECONDS
        + ECS_POLLING_SECONDS
        + estimate_dependency_seconds(settings)
        + max(check_seconds, container_check.interval if container_check else 0)
    )


def estimate_stop_seconds(settings: ServiceSettings) -> int:
    """Estimate how long an old task takes to stop: the deregistration delay, then the stop timeout."""
    return find_deregistration_delay(settings) + (settings.stop_timeout or 30)


def count_shift_steps(settings: ServiceSettings) -> int:
    """Count the steps in which traffic moves."""
    deployment = settings.deployment
    if deployment.strategy == "linear":
        return math.ceil(100 / deployment.linear.step_percent)
    return 2 if deployment.strategy == "canary" and deployment.canary.percent < 100 else 1


def count_network_delays(settings: ServiceSettings) -> int:
    """Count how often ECS waits for a Network Load Balancer: at each step of the traffic, and once if there is test traffic.

    Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/nlb-resources-for-blue-green.html
    """
    if settings.network_load_balancer is None:
        return 0
    has_test = any(listener.test_port is not None for listener in settings.network_load_balancer.listeners)
    return count_shift_steps(settings) + (has_test or settings.test_route is not None)


def list_shift_phases(settings: ServiceSettings) -> list[DeploymentPhase]:
    """List the phases in which traffic moves, for a strategy that shifts traffic."""
    delays = count_network_delays(settings)
    waiting = [DeploymentPhase("waiting for the Network Load Balancer", delays * NETWORK_DELAY_SECONDS)] if delays else []
    return [*waiting, *_list_bake_phases(settings)]


def _list_bake_phases(settings: ServiceSettings) -> list[DeploymentPhase]:
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
    """List the phases of a deployment of a number of tasks (default: the initial count), without the pauses and functions of hooks."""
    if settings.deployment.shifts_traffic:
        return [
            DeploymentPhase("start", estimate_start_seconds(settings)),
            *list_shift_phases(settings),
            DeploymentPhase("drain and stop", estimate_stop_seconds(settings)),
        ]
    rounds = count_rolling_rounds(settings, max(settings.initial_task_count if tasks is None else tasks, 1))
    rounds_label = "" if rounds == 1 else f", {rounds} rounds"
    return [
        DeploymentPhase(f"start{rounds_label}", rounds * estimate_start_seconds(settings)),
        DeploymentPhase(f"drain and stop{rounds_label}", rounds * estimate_stop_seconds(settings)),
    ]


def list_rollback_phases(settings: ServiceSettings, tasks: int | None = None) -> list[DeploymentPhase]:
    """List the phases of a rollback: another deployment for a rolling one, otherwise a switch of weights back to tasks that still run."""
    if settings.deployment.shifts_traffic:
        return [DeploymentPhase("switch back", TRAFFIC_SWITCH_SECONDS)]
    return list_deployment_phases(settings, tasks)


def sum_pause_minutes(settings: ServiceSettings) -> int:
    """Sum up the minutes that pauses may wait for an approval. A pause waits at each of its stages."""
    return sum(hook.pause.timeout_in_minutes * len(hook.stages) for hook in settings.deployment.hooks.values() if hook.pause)


def sum_phase_seconds(phases: list[DeploymentPhase]) -> int:
    """Sum up the seconds of phases."""
    return sum(phase.seconds for phase in phases)


@dataclass(frozen=True, slots=True)
class PeakCapacity:
    """The peak capacity during a deployment, which the subnets' addresses and the account's Fargate quota must cover."""

    tasks: int
    vcpus: float
    gigabytes: float


def calculate_peak_capacity(settings: ServiceSettings) -> PeakCapacity:
    """Calculate the peak of a deployment at the highest task count: twice the tasks if traffic shifts, the maximum percent if it rolls."""
    tasks = find_maximum_tasks(settings)
    running = 2 * tasks if settings.deployment.shifts_traffic else math.floor(tasks * settings.deployment.maximum_percent / 100)
    return PeakCapacity(running, running * settings.cpu / 1024, running * settings.memory / 1024)


def format_duration(seconds: int) -> str:
    """Format a duration: `45 s`, `7 min`, `1 h 5 min`."""
    if seconds < 90:
        return f"{seconds} s"
    minutes = math.ceil(seconds / 60)
    hours, rest = divmod(minutes, 60)
    return f"{minutes} min" if not hours else f"{hours} h" if not rest else f"{hours} h {rest} min"
