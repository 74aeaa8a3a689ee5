"""`Step`, `StepScaling`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import Literal, NotRequired, TypedDict

from .metric import Metric
from .metric_math import MetricQuery


class Step(TypedDict):
    """One step: from a value on, upwards or downwards, to the next step's value."""

    at_least: NotRequired[float]
    """The step holds for this value and those above it, up to the next higher `atLeast`."""
    at_most: NotRequired[float]
    """The step holds for this value and those below it, down to the next lower `atMost`."""
    adjustment: int
    """Tasks to add, or to remove if negative; percent of the tasks with `PercentChangeInCapacity`; the number of tasks with `ExactCapacity`."""


class StepScaling(TypedDict):
    """Adds or removes tasks in steps. Those with `atLeast` are one policy with an alarm, those with `atMost` another."""

    metric: NotRequired[Metric]
    """The metric, instead of `metrics`."""
    metrics: NotRequired[list[MetricQuery]]
    """Metric math: metrics and expressions over them. One has `returnData: true`. See https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking-metric-math.html"""
    steps: list[Step]
    """The steps, with values of the metric. Each ends where the next begins, so that they have neither gaps nor overlaps. See https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html"""
    adjustment_type: NotRequired[Literal["ChangeInCapacity", "PercentChangeInCapacity", "ExactCapacity"]]
    """What the adjustments are: tasks, percent of the tasks, or the number of tasks. Default: ChangeInCapacity. See https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html"""
    min_adjustment_magnitude: NotRequired[int]
    """The fewest tasks that a percentage adds or removes (1–5000)."""
    cooldown: NotRequired[int]
    """Seconds after a change until the next one in the same direction (0–86400). A larger step goes on at once. Default: 300. See https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html"""
    period: NotRequired[Literal[10, 30, 60, 120, 180, 300, 600, 900, 1800, 3600]]
    """Seconds of one datapoint of the alarms: 10, 30, 60, 120, 180, 300, 600, 900, 1800 or 3600. 10 and 30 need a metric with that resolution, and cost more. Default: 60."""
    evaluation_periods: NotRequired[int]
    """How many datapoints must breach a bound in a row before tasks are added or removed (1–100). Default: 2."""
