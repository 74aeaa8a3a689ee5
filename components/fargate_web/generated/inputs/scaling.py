"""`Percentage`, `TargetTracking`, `Backlog`, `ScheduledAction`, `ScalingSettings`, `ScalingArgs`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from collections.abc import Mapping
from typing import TYPE_CHECKING, NotRequired, TypedDict

import pulumi

from .wires import ServiceWire

if TYPE_CHECKING:
    from ...component.transform import Transform
    from ...service.service import Service


class Percentage(TypedDict):
    """Keeps a utilisation near a percentage."""

    policy_name: NotRequired[str]
    """The name of the policy. Default: made by Pulumi."""
    scale_in_cooldown: NotRequired[int]
    """Seconds after a removal until the next (0–86400). Default: 300. See https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html"""
    scale_out_cooldown: NotRequired[int]
    """Seconds after an addition until the next (0–86400). Default: 60."""
    disable_scale_in: NotRequired[bool]
    """Whether tasks are only added. Default: false."""
    target: float
    """The average utilisation in percent that is kept (1–100); 50–75 leaves room while new tasks start."""


class TargetTracking(TypedDict):
    """Keeps a metric near a value by adding and removing tasks."""

    policy_name: NotRequired[str]
    """The name of the policy. Default: made by Pulumi."""
    scale_in_cooldown: NotRequired[int]
    """Seconds after a removal until the next (0–86400). Default: 300. See https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html"""
    scale_out_cooldown: NotRequired[int]
    """Seconds after an addition until the next (0–86400). Default: 60."""
    disable_scale_in: NotRequired[bool]
    """Whether tasks are only added. Default: false."""
    target: float
    """The value that the metric is kept near."""


class Backlog(TypedDict):
    """Keeps the number of waiting messages of an SQS queue per task near a value."""

    policy_name: NotRequired[str]
    """The name of the policy. Default: made by Pulumi."""
    scale_in_cooldown: NotRequired[int]
    """Seconds after a removal until the next (0–86400). Default: 300. See https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html"""
    scale_out_cooldown: NotRequired[int]
    """Seconds after an addition until the next (0–86400). Default: 60."""
    disable_scale_in: NotRequired[bool]
    """Whether tasks are only added. Default: false."""
    messages_per_task: float
    """How many messages may wait for each task: the longest time a message may wait, divided by the time that one takes (600 s / 3 s = 200). See https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking-metric-math.html"""
    queue_name: NotRequired[str]
    """The name of the queue, in this account and Region."""
    queue_arn: NotRequired[pulumi.Input[str]]
    """Its ARN instead, for instance an Output of the program that makes it."""


class ScheduledAction(TypedDict):
    """New limits at a time."""

    schedule: str
    """cron(minute hour day-of-month month day-of-week year), rate(…) or at(…). See https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-scheduled-scaling.html"""
    timezone: NotRequired[str]
    """The time zone of the schedule (IANA name). Default: UTC."""
    min_capacity: NotRequired[int]
    """The lower limit from then on (0–5000)."""
    max_capacity: NotRequired[int]
    """The upper limit from then on (0–5000)."""


class ScalingSettings(TypedDict):
    """How the number of tasks follows the load. Each policy makes two CloudWatch alarms, at no charge."""

    min_capacity: int
    """The fewest tasks (0–5000); two survive the loss of a zone."""
    max_capacity: int
    """The most tasks (1–5000); it bounds the cost."""
    cpu: NotRequired[Percentage | float]
    """Average CPU utilisation in percent (1–100) that is kept, or a whole policy."""
    memory: NotRequired[Percentage | float]
    """Average memory utilisation in percent (1–100) that is kept, or a whole policy."""
    requests_per_target: NotRequired[TargetTracking | float]
    """Requests per task and minute that are kept, or a whole policy."""
    queue: NotRequired[Backlog]
    """The backlog of an SQS queue that a worker reads from, in messages per task. Needs Container Insights, which count the running tasks."""
    scheduled_actions: NotRequired[Mapping[str, ScheduledAction]]
    """New limits at certain times, by name."""


class ScalingArgs(TypedDict):
    """The arguments of a `Scaling`."""

    min_capacity: int
    """The fewest tasks (0–5000); two survive the loss of a zone."""
    max_capacity: int
    """The most tasks (1–5000); it bounds the cost."""
    cpu: NotRequired[Percentage | float | None]
    """Average CPU utilisation in percent (1–100) that is kept, or a whole policy."""
    memory: NotRequired[Percentage | float | None]
    """Average memory utilisation in percent (1–100) that is kept, or a whole policy."""
    requests_per_target: NotRequired[TargetTracking | float | None]
    """Requests per task and minute that are kept, or a whole policy."""
    queue: NotRequired[Backlog | None]
    """The backlog of an SQS queue that a worker reads from, in messages per task. Needs Container Insights, which count the running tasks."""
    scheduled_actions: NotRequired[Mapping[str, ScheduledAction] | None]
    """New limits at certain times, by name."""
    service: "Service | ServiceWire"
    """The service. It must have `scaling` in its settings too: otherwise each update resets the number of tasks."""
    tags: NotRequired[Mapping[str, pulumi.Input[str]] | None]
    """Tags of every resource."""
    transform: NotRequired["Mapping[str, Transform] | None"]
    """Functions that change the arguments of children, by role."""
