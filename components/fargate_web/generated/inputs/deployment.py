"""`CircuitBreaker`, `Deployment`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from collections.abc import Mapping
from typing import Literal, NotRequired, TypedDict

from .traffic_shift import Canary
from .traffic_shift import DeploymentAlarms
from .traffic_shift import Hook
from .traffic_shift import Linear
from .traffic_shift import TestTraffic


class CircuitBreaker(TypedDict):
    """Stops a rolling deployment whose tasks keep failing."""

    rollback: NotRequired[bool]
    """Whether the last completed deployment is restored. Default: true."""


class Deployment(TypedDict):
    """How a new version of a service takes over."""

    strategy: NotRequired[Literal["rolling", "blueGreen", "canary", "linear"]]
    """rolling, blueGreen, canary or linear. Default: rolling. Cost: blueGreen, canary and linear run twice the tasks for as long as a deployment takes. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service-options.html"""
    minimum_healthy_percent: NotRequired[int]
    """rolling: the percentage of the desired tasks that must keep running (0–200), rounded up to whole tasks. Default: 100."""
    maximum_percent: NotRequired[int]
    """rolling: the percentage of the desired tasks that may run at most (0–2000), rounded down to whole tasks. Default: 200."""
    circuit_breaker: NotRequired[CircuitBreaker | bool]
    """rolling: stops and rolls back a deployment after half the desired count of failed tasks, three at least; `false` turns it off. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html"""
    bake_time_in_minutes: NotRequired[int]
    """blueGreen, canary, linear: minutes (0–1440) that the old version keeps running after all traffic has moved, for an instant rollback. Default: 15. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-blue-green.html"""
    canary: NotRequired[Canary | float]
    """canary: the share that moves first, and for how long."""
    linear: NotRequired[Linear | float]
    """linear: the steps in which traffic moves."""
    test_traffic: NotRequired[TestTraffic | bool]
    """blueGreen, canary, linear: test traffic to the new version before production traffic moves; `true` uses the load balancer's testListener. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/alb-resources-for-blue-green.html"""
    hooks: NotRequired[Mapping[str, Hook]]
    """blueGreen, canary, linear: actions at certain stages, by name: a Lambda function that decides, or a pause for an approval. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-lifecycle-hooks.html"""
    alarms: NotRequired[DeploymentAlarms | bool]
    """Alarms that end a deployment. Default: the service's own for blueGreen, canary and linear, none for rolling; `true` and `false` override that for any strategy. Cost: $0.10 a month for each metric of each alarm, about $0.80 for a web service. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html"""
    force_new_deployment: NotRequired[bool]
    """Whether every update of the service starts new tasks, even with the same task definition, to pull a moving tag again. Default: false."""
    wait_for_steady_state: NotRequired[bool]
    """Whether an update waits until the deployment ends, and fails if it is rolled back. Default: true."""
    sigint_rollback: NotRequired[bool]
    """Whether interrupting an update (Ctrl-C) rolls the deployment back; it needs waitForSteadyState. Default: false."""
    timeout_in_minutes: NotRequired[int]
    """Minutes that an update may take (1–43200). Default: calculated from the settings."""
    ci_limit_in_minutes: NotRequired[int]
    """Minutes that a CI job waits for an update (1–43200); a check warns if a deployment takes longer."""
