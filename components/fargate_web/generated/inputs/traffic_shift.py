"""`Canary`, `Linear`, `TestTraffic`, `Pause`, `Hook`, `DeploymentAlarms`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from collections.abc import Mapping
from typing import Literal, NotRequired, TypedDict

import pulumi

from .rule_conditions import Header


class Canary(TypedDict):
    """A small share of the traffic moves first, the rest after a time."""

    percent: NotRequired[float]
    """The share in percent that moves first (0.1–100). Default: 5."""
    bake_time_in_minutes: NotRequired[int]
    """Minutes until the rest moves (0–1440). Default: 10."""


class Linear(TypedDict):
    """Equal steps with a time between them."""

    step_percent: NotRequired[float]
    """The share in percent that moves at each step (3–100). Default: 10."""
    step_bake_time_in_minutes: NotRequired[int]
    """Minutes between two steps (0–1440). Default: 6."""


class TestTraffic(TypedDict):
    """Test traffic to the new version before production traffic moves."""

    header: NotRequired[Header]
    """A header on the production listener that routes requests to the new version. Default: the load balancer's testListener."""
    priority: NotRequired[int]
    """The priority of the rule (1–50000), below that of the service's own rule. Default: calculated from the route and the header."""


class Pause(TypedDict):
    """Waits for an approval: `aws ecs continue-service-deployment`, which is among the outputs as `approve`."""

    timeout_in_minutes: NotRequired[int]
    """Minutes to wait (1–20160). Default: 1440."""
    on_timeout: NotRequired[Literal["ROLLBACK", "CONTINUE"]]
    """What happens when nobody answers. Default: ROLLBACK."""


class Hook(TypedDict):
    """An action at certain stages of a deployment."""

    stages: list[Literal["RECONCILE_SERVICE", "PRE_SCALE_UP", "POST_SCALE_UP", "TEST_TRAFFIC_SHIFT", "POST_TEST_TRAFFIC_SHIFT", "PRODUCTION_TRAFFIC_SHIFT", "POST_PRODUCTION_TRAFFIC_SHIFT"]]
    """The stages. With canary and linear, the traffic-shift stages occur at every step. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-lifecycle-hooks.html"""
    lambda_arn: NotRequired[pulumi.Input[str]]
    """A Lambda function that answers SUCCEEDED, IN_PROGRESS or FAILED; FAILED rolls back."""
    details: NotRequired[Mapping[str, str]]
    """Values that are passed to the function."""
    pause: NotRequired[Pause | bool]
    """Waits for an approval instead of calling a function."""


class DeploymentAlarms(TypedDict):
    """Alarms that end a deployment: the service's own, over both target groups, and any others by name."""

    target_5xx: NotRequired[float | Literal[False]]
    """Responses with a status of 500 or above, a minute; `false` leaves it out. Default: 10."""
    error_percent: NotRequired[float | Literal[False]]
    """The share of responses with a status of 400 or above in percent, beside the number of those of 500 or above; off by default."""
    latency_p99: NotRequired[float | Literal[False]]
    """Seconds within which 99 of 100 requests are answered; `false` leaves it out. Default: 2."""
    unhealthy_targets: NotRequired[float | Literal[False]]
    """Tasks that fail their health check for longer than the grace period; `false` leaves it out. Default: 1."""
    evaluation_periods: NotRequired[int]
    """Minutes that an alarm evaluates (1–60). Default: 3."""
    datapoints_to_alarm: NotRequired[int]
    """Minutes of those that must breach the threshold (1–60). Default: 2."""
    names: NotRequired[list[pulumi.Input[str]]]
    """Further alarms, by name; they must exist."""
    rollback: NotRequired[bool]
    """Whether the last completed deployment is restored; otherwise the deployment only fails. Default: true."""
