"""Alarms on the speed at which a service spends the error budget of its objectives, over a long and a short window each.

Source of windows and rates: https://sre.google/workbook/alerting-on-slos/#6-multiwindow-multi-burn-rate-alerts
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from ..component.arguments import get_wire_value
from ..settings.service_level_objectives import ServiceObjectives
from .alarms import AlarmDefinition, Metric, build_sum_expression, list_target_group_metrics


@dataclass(frozen=True)
class BurnWindow:
    """A rate at which the error budget of 30 days is spent, and the two windows in which it must be exceeded.

    The long window says that it matters, the short one that it still goes on. CloudWatch allows one period in an alarm, so each window is an
    alarm of its own, of one period: at most seven days (https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html).

    Attributes:
        label: The suffix of the alarm's name.
        burn_rate: How many times faster than allowed the budget is spent.
        long_window: The label of the long window and its seconds.
        short_window: The same of the short window.
        budget_percent: The share of the budget that is gone when the alarm is raised.
        is_page: Whether somebody must act at once.
    """

    label: str
    burn_rate: float
    long_window: tuple[str, int]
    short_window: tuple[str, int]
    budget_percent: int
    is_page: bool


BURN_WINDOWS: Final = (
    BurnWindow("fast", 14.4, ("1h", 3600), ("5m", 300), 2, is_page=True),
    BurnWindow("steady", 6, ("6h", 21_600), ("30m", 1800), 5, is_page=True),
    BurnWindow("slow", 1, ("3d", 259_200), ("6h", 21_600), 10, is_page=False),
)


@dataclass(frozen=True)
class Indicator:
    """What an objective is measured by: the share of bad requests in percent.

    Attributes:
        label: `availability` or `latency`.
        target: The share of good requests in percent.
        meaning: What good requests are, for descriptions.
        metrics: The metrics over both target groups, with the ids m0, m1 …
        bad_percent: The expression for the share of bad requests.
    """

    label: str
    target: float
    meaning: str
    metrics: tuple[Metric, ...]
    bad_percent: str

    @property
    def budget(self) -> float:
        """The share of requests in percent that may be bad."""
        return round(100 - self.target, 5)


@dataclass(frozen=True)
class BurnRateAlarm:
    """An alarm that is raised while both of its windows exceed the burn rate.

    Attributes:
        label: The suffix of its name.
        description: What it means, for the person who is on call.
        windows: The alarms on the two windows. They notify nobody.
        is_page: Whether somebody must act at once.
    """

    label: str
    description: str
    windows: tuple[AlarmDefinition, AlarmDefinition]
    is_page: bool


def list_indicators(service: Any, objectives: ServiceObjectives) -> Iterator[Indicator]:
    """List what the objectives of a service are measured by; nothing without a load balancer.

    The load balancer doesn't say for which service it answers a request itself, so only answers of tasks count.
    """
    if not get_wire_value(service, "target_groups", ()):
        return
    if objectives.availability is not None:
        errors = list_target_group_metrics(service, "HTTPCode_Target_5XX_Count", "Sum")
        requests = list_target_group_metrics(service, "RequestCount", "Sum")
        total = build_sum_expression(requests, len(errors))
        yield Indicator(
            "availability",
            objectives.availability,
            f"{objectives.availability:g} % of the requests without a status of 500 or above",
            errors + requests,
            f"IF({total} > 0, 100 * ({build_sum_expression(errors)}) / ({total}), 0)",
        )
    if objectives.latency is not None:
        threshold, target = objectives.latency.threshold, objectives.latency.target
        # The percentage of requests up to the threshold, the threshold included.
        ranks = list_target_group_metrics(service, "TargetResponseTime", f"PR(:{threshold:g})")
        counts = list_target_group_metrics(service, "TargetResponseTime", "SampleCount")
        total = build_sum_expression(counts, len(ranks))
        slow = " + ".join(f"FILL(m{len(ranks) + index}, 0) * (100 - FILL(m{index}, 100))" for index in range(len(ranks)))
        yield Indicator(
            "latency",
            target,
            f"{target:g} % of the requests within {threshold:g} s",
            ranks + counts,
            f"IF({total} > 0, ({slow}) / ({total}), 0)",
        )


def list_burn_rate_alarms(name: str, service: Any, objectives: ServiceObjectives) -> Iterator[BurnRateAlarm]:
    """List the alarms on the error budgets of a service. A rate that not even a complete failure reaches has none."""
    for indicator in list_indicators(service, objectives):
        for window in BURN_WINDOWS:
            threshold = round(window.burn_rate * indicator.budget, 5)
            if threshold >= 100:
                continue
            label = f"slo-{indicator.label}-{window.label}"
            long_window, short_window = (
                AlarmDefinition(
                    f"{label}-{duration}",
                    f"{name} misses its objective for more than {threshold:g} % of the requests in {duration}: part of the alarm {label}.",
                    threshold,
                    indicator.metrics,
                    indicator.bad_percent,
                    comparison_operator="GreaterThanThreshold",
                    period=seconds,
                    evaluation_periods=1,
                )
                for duration, seconds in (window.long_window, window.short_window)
            )
            yield BurnRateAlarm(
                label,
                f"{name} misses its objective ({indicator.meaning}): more than {threshold:g} % are bad in {window.long_window[0]} and in "
                f"{window.short_window[0]}, {window.burn_rate:g} times what is allowed. {window.budget_percent} % of the error budget of 30 days "
                f"are spent in {window.long_window[0]}.",
                (long_window, short_window),
                window.is_page,
            )
