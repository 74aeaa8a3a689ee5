"""The row of the dashboard for the Network Load Balancer of a service."""

from typing import Any, TypeAlias

from ..component.arguments import get_wire_value
from .alarms import Metric

WidgetRow: TypeAlias = list[tuple[str, list[tuple[str, Metric]], dict[str, Any]]]
"""Widgets: the title, the metrics with their labels, and the axis."""


def build_network_row(name: str, balancer: Any) -> WidgetRow:
    """Return the targets, flows and bytes of a Network Load Balancer.

    Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-cloudwatch-metrics.html
    """
    suffix = get_wire_value(balancer, "load_balancer").arn_suffix
    axis: dict[str, Any] = {"yAxis": {"left": {"min": 0, "showUnits": False}}}

    def measure(metric: str, statistic: str) -> Metric:
        return Metric("AWS/NetworkELB", metric, statistic, {"LoadBalancer": suffix})

    targets = []
    for each in get_wire_value(balancer, "targets", ()):
        for colour, group in zip(("blue", "green"), each.target_groups, strict=True):
            dimensions = {"LoadBalancer": suffix, "TargetGroup": group.arn_suffix}
            for word, metric, statistic in (("healthy", "HealthyHostCount", "Minimum"), ("unhealthy", "UnHealthyHostCount", "Maximum")):
                targets.append((f"{word} {colour} {each.settings.port}", Metric("AWS/NetworkELB", metric, statistic, dimensions)))
    return [
        (f"{name}: targets of the network load balancer", targets, axis),
        (f"{name}: flows", [("new", measure("NewFlowCount", "Sum")), ("active", measure("ActiveFlowCount", "Average"))], axis),
        (f"{name}: bytes", [("processed", measure("ProcessedBytes", "Sum"))], axis),
    ]
