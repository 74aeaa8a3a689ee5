"""Descriptions of scalable targets, scaling policies and scheduled actions."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from fargate_web.settings.operating_hours import HOURS_BEGIN, HOURS_END

from fargate_web_cli.descriptions.inputs_view import InputsView
from fargate_web_cli.descriptions.phrases import DescribersByType, choose_text, format_count, format_optional

_METRIC_LABELS: Final = {
    "ECSServiceAverageCPUUtilization": ("CPU", " %"),
    "ECSServiceAverageMemoryUtilization": ("memory", " %"),
    "ALBRequestCountPerTarget": ("requests", " a task"),
}
_FORECAST_LABELS: Final[Mapping[str, tuple[str, str]]] = {
    "ECSServiceCPUUtilization": ("CPU", " %"),
    "ECSServiceMemoryUtilization": ("memory", " %"),
}
_CRON_PATTERN: Final = re.compile(r"cron\((?P<minute>[0-9]+) (?P<hour>[0-9]+) \? \* (?P<days>\S+) \*\)")
_ADJUSTMENT_UNITS: Final[Mapping[str, str]] = {"PercentChangeInCapacity": " %", "ExactCapacity": " in all"}


def _describe_scalable_target(view: InputsView) -> Iterator[str]:
    least, most = view.text("minCapacity"), view.text("maxCapacity")
    yield choose_text(bool(least and most), f"{least}–{most} tasks")


def _describe_scaling_policy(view: InputsView) -> Iterator[str]:
    tracking = view.nested("targetTrackingScalingPolicyConfiguration")
    steps = view.nested("stepScalingPolicyConfiguration")
    forecast = view.nested("predictiveScalingPolicyConfiguration")
    yield describe_scaling_target(view)
    yield format_optional("in ", tracking.text("scaleInCooldown"), " s")
    yield format_optional("out ", tracking.text("scaleOutCooldown"), " s")
    yield choose_text(tracking.is_true("disableScaleIn"), "never in")
    yield format_optional("once in ", steps.text("cooldown"), " s")
    yield format_optional("", forecast.text("schedulingBufferTime"), " s in advance")
    yield format_optional("above the maximum up to ", forecast.text("maxCapacityBuffer"), " % more than the forecast")


def describe_scaling_target(view: InputsView) -> str:
    """Describe what a scaling policy does: `CPU 60 %`, `pending-jobs-high +1, +5`, `CPU 60 % by forecast`."""
    steps = view.nested("stepScalingPolicyConfiguration").items("stepAdjustments")
    if steps:
        unit = _ADJUSTMENT_UNITS.get(view.nested("stepScalingPolicyConfiguration").text("adjustmentType"), "")
        return f"{view.text('name') or 'steps'} {', '.join(_format_adjustment(step, unit) for step in steps)}"
    forecast = view.nested("predictiveScalingPolicyConfiguration")
    for specification in forecast.items("metricSpecifications"):
        return _describe_forecast(specification) + choose_text(forecast.text("mode") == "ForecastOnly", ", only shown")
    tracking = view.nested("targetTrackingScalingPolicyConfiguration")
    metric = tracking.nested("predefinedMetricSpecification").text("predefinedMetricType")
    label, unit = _METRIC_LABELS.get(metric, (metric, ""))
    if not label:
        custom = tracking.nested("customizedMetricSpecification")
        label = _find_result_label(custom.items("metrics")) or custom.text("metricName")
    return " ".join(word for word in (label, format_optional("", tracking.text("targetValue"), unit)) if word)


def _format_adjustment(step: InputsView, unit: str) -> str:
    number = step.number("scalingAdjustment") or 0
    return f"{number:g}{unit}" if unit == _ADJUSTMENT_UNITS["ExactCapacity"] else f"{number:+g}{unit}"


def _describe_forecast(specification: InputsView) -> str:
    pair = specification.nested("predefinedMetricPairSpecification").text("predefinedMetricType")
    label, unit = _FORECAST_LABELS.get(pair, (pair, ""))
    label = label or _find_result_label(specification.nested("customizedScalingMetricSpecification").items("metricDataQueries"))
    return f"{label} {specification.text('targetValue')}{unit} by forecast"


def _find_result_label(queries: list[InputsView]) -> str:
    """Return the label of the query that the policy follows, which describes it."""
    return next((query.text("label") for query in queries if query.is_true("returnData")), "")


def _describe_scheduled_action(view: InputsView) -> Iterator[str]:
    yield " ".join(word for word in (view.text("schedule"), view.text("timezone")) if word)
    action = view.nested("scalableTargetAction")
    if action.number("maxCapacity") == 0:
        yield "no tasks from then on"
        return
    yield format_optional("at least ", format_count(action.number("minCapacity"), "task"))
    yield format_optional("at most ", format_count(action.number("maxCapacity"), "task"))


def describe_hours(actions: Sequence[InputsView]) -> str:
    """Describe the hours in which a service runs, by the two actions that begin and end them: `MON-FRI 07:00–19:00 Europe/Vienna`."""
    moments = {view.text("name"): _CRON_PATTERN.fullmatch(view.text("schedule")) for view in actions}
    begin, end = moments.get(HOURS_BEGIN), moments.get(HOURS_END)
    if begin is None or end is None:
        return ""
    zone = next(view.text("timezone") for view in actions if view.text("name") == HOURS_BEGIN)
    times = "–".join(f"{int(moment['hour']):02}:{int(moment['minute']):02}" for moment in (begin, end))
    return f"{begin['days']} {times} {zone}"


DESCRIBERS: Final[DescribersByType] = {
    "aws:appautoscaling/target:Target": _describe_scalable_target,
    "aws:appautoscaling/policy:Policy": _describe_scaling_policy,
    "aws:appautoscaling/scheduledAction:ScheduledAction": _describe_scheduled_action,
}
