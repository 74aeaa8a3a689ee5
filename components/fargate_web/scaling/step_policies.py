"""The policies of step scaling, with the alarms that trigger them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from ..settings.metric_math import MetricSource
from ..settings.step_scaling import Step, StepScaling
from .metrics import build_alarm_metric
from .numbers import format_difference


@dataclass(frozen=True, slots=True)
class Direction:
    """The steps for high values of a metric, or those for low ones: a policy and its alarm.

    Attributes:
        suffix: `high` or `low`.
        threshold: The value at which the alarm starts.
        comparison_operator: How the alarm compares.
        adjustments: The step adjustments, whose bounds count from the threshold.
    """

    suffix: str
    threshold: float
    comparison_operator: str
    adjustments: list[dict[str, Any]]


def list_directions(settings: StepScaling) -> Iterator[Direction]:
    """Yield what step scaling consists of: the steps for high values, and those for low ones, if there are any.

    A bound that a step begins with belongs to it, in both directions: https://docs.aws.amazon.com/autoscaling/application/APIReference/API_StepAdjustment.html
    """
    rising, falling = settings.rising_steps, settings.falling_steps
    if rising:
        starts = [step.at_least or 0 for step in rising]
        yield Direction("high", starts[0], "GreaterThanOrEqualToThreshold", _build_adjustments(rising, starts, "lower", "upper"))
    if falling:
        starts = [step.at_most or 0 for step in falling]
        yield Direction("low", starts[0], "LessThanOrEqualToThreshold", _build_adjustments(falling, starts, "upper", "lower"))


def _build_adjustments(steps: list[Step], starts: list[float], near: str, far: str) -> list[dict[str, Any]]:
    """Return the adjustments of steps that begin at the threshold and get further away. Each ends where the next begins, and the last one nowhere."""
    adjustments = []
    for index, step in enumerate(steps):
        adjustment: dict[str, Any] = {
            "scaling_adjustment": step.adjustment,
            f"metric_interval_{near}_bound": format_difference(starts[index], starts[0]),
        }
        if index + 1 < len(steps):
            adjustment[f"metric_interval_{far}_bound"] = format_difference(starts[index + 1], starts[0])
        adjustments.append(adjustment)
    return adjustments


def build_step_configuration(settings: StepScaling, direction: Direction) -> dict[str, Any]:
    """Return the configuration of the policy of one direction."""
    return {
        "adjustment_type": settings.adjustment_type,
        "cooldown": settings.cooldown,
        "metric_aggregation_type": _find_aggregation(settings),
        "min_adjustment_magnitude": settings.min_adjustment_magnitude,
        "step_adjustments": direction.adjustments,
    }


def create_step_alarm(
    logical_name: str,
    service: Any,
    label: str,
    settings: StepScaling,
    direction: Direction,
    policy: aws.appautoscaling.Policy,
    tags: Any,
    opts: pulumi.ResourceOptions,
) -> aws.cloudwatch.MetricAlarm:
    """Register the alarm that triggers a policy. A metric without values triggers nothing."""
    return aws.cloudwatch.MetricAlarm(
        logical_name,
        alarm_description=f"Changes the number of tasks by {label}; it is no cause for concern.",
        comparison_operator=direction.comparison_operator,
        threshold=direction.threshold,
        evaluation_periods=settings.evaluation_periods,
        treat_missing_data="notBreaching",
        alarm_actions=[policy.arn],
        tags=tags,
        opts=opts,
        **build_alarm_metric(service, settings, label, settings.period),
    )


def _find_aggregation(source: MetricSource) -> str:
    """Return how several datapoints become one: as the metric itself does, where Application Auto Scaling knows its statistic."""
    statistic = source.metric.statistic if source.metric else "Average"
    return statistic if statistic in ("Minimum", "Maximum") else "Average"
