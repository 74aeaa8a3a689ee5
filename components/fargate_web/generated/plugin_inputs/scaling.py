"""`ScalingSettings`, `ScalingArgs`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import NotRequired, TypedDict

import pulumi

from .operating_hours import OperatingHours
from .predictive_scaling import PredictiveScaling
from .scheduled_action import ScheduledAction
from .step_scaling import StepScaling
from .target_tracking import Backlog
from .target_tracking import CustomMetric
from .target_tracking import Percentage
from .target_tracking import TargetTracking
from .wires import ServiceWire


class ScalingSettings(TypedDict):
    """How the number of tasks follows the load. Each target tracking policy creates two CloudWatch alarms."""

    min_capacity: int
    """The fewest tasks (0–5000); two survive the loss of a zone."""
    max_capacity: int
    """The most tasks (1–5000); it bounds the cost."""
    cpu: NotRequired[Percentage]
    """The target average CPU utilisation in percent (1–100), or a whole policy."""
    memory: NotRequired[Percentage]
    """The target average memory utilisation in percent (1–100), or a whole policy."""
    requests_per_target: NotRequired[TargetTracking]
    """The target number of requests per task and minute, or a whole policy."""
    queue: NotRequired[Backlog]
    """The backlog of an SQS queue that a worker reads from, in messages per task. Needs Container Insights, which count the running tasks."""
    metrics: NotRequired[dict[str, CustomMetric]]
    """Further metrics to keep near a value, by the name of the policy. Cost: $0.10 a month for each metric in the two alarms of the policy."""
    steps: NotRequired[dict[str, StepScaling]]
    """Step scaling, by name: adds or removes a number of tasks for each range of a metric, by alarms that the stack creates. Cost: $0.10 a month for each metric in an alarm; one alarm for high values and one for low ones. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-stepscaling.html"""
    predictive: NotRequired[PredictiveScaling]
    """Starts tasks before the load of a day or a week comes, by a forecast. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/predictive-auto-scaling.html"""
    hours: NotRequired[OperatingHours]
    """The hours in which the service runs, with `minCapacity` to `maxCapacity` tasks. Outside them it runs no tasks, and you pay for none. See https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-scheduled-scaling.html"""
    scheduled_actions: NotRequired[dict[str, ScheduledAction]]
    """New limits at certain times, by name. See https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-quotas.html"""


class ScalingArgs(TypedDict):
    """The arguments of a `Scaling`."""

    min_capacity: int
    """The fewest tasks (0–5000); two survive the loss of a zone."""
    max_capacity: int
    """The most tasks (1–5000); it bounds the cost."""
    cpu: NotRequired[Percentage]
    """The target average CPU utilisation in percent (1–100), or a whole policy."""
    memory: NotRequired[Percentage]
    """The target average memory utilisation in percent (1–100), or a whole policy."""
    requests_per_target: NotRequired[TargetTracking]
    """The target number of requests per task and minute, or a whole policy."""
    queue: NotRequired[Backlog]
    """The backlog of an SQS queue that a worker reads from, in messages per task. Needs Container Insights, which count the running tasks."""
    metrics: NotRequired[dict[str, CustomMetric]]
    """Further metrics to keep near a value, by the name of the policy. Cost: $0.10 a month for each metric in the two alarms of the policy."""
    steps: NotRequired[dict[str, StepScaling]]
    """Step scaling, by name: adds or removes a number of tasks for each range of a metric, by alarms that the stack creates. Cost: $0.10 a month for each metric in an alarm; one alarm for high values and one for low ones. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-stepscaling.html"""
    predictive: NotRequired[PredictiveScaling]
    """Starts tasks before the load of a day or a week comes, by a forecast. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/predictive-auto-scaling.html"""
    hours: NotRequired[OperatingHours]
    """The hours in which the service runs, with `minCapacity` to `maxCapacity` tasks. Outside them it runs no tasks, and you pay for none. See https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-scheduled-scaling.html"""
    scheduled_actions: NotRequired[dict[str, ScheduledAction]]
    """New limits at certain times, by name. See https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-quotas.html"""
    service: ServiceWire
    """The service. It must have `scaling` in its settings too: otherwise each update resets the number of tasks."""
    tags: NotRequired[dict[str, pulumi.Input[str]]]
    """Tags of every resource."""
