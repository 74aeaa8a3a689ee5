"""The dashboard of a stack: the metrics that its services are run by, one row a service."""

from collections.abc import Mapping
from typing import Any

import pulumi

from ..component.arguments import part
from ..component.documents import canonical_json
from .alarms import Metric, target_group_metrics

_WIDTH, _HEIGHT = 6, 6


def dashboard_body(services: Mapping[str, Any], load_balancer: Any, region: pulumi.Input[str]) -> pulumi.Input[str]:
    """Write the dashboard as JSON.

    Structure: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
    """
    rows = [_service_row(name, service) for name, service in services.items()]
    if part(load_balancer, "arn_suffix") is not None:
        rows.insert(0, _load_balancer_row(load_balancer))
    widgets = []
    for y, row in enumerate(rows):
        for x, (title, metrics, extra) in enumerate(row):
            widgets.append(
                {
                    "type": "metric",
                    "x": x * _WIDTH,
                    "y": y * _HEIGHT,
                    "width": _WIDTH,
                    "height": _HEIGHT,
                    "properties": {
                        "title": title,
                        "region": region,
                        "view": "timeSeries",
                        "period": 60,
                        "metrics": [_written(label, metric) for label, metric in metrics],
                        **extra,
                    },
                }
            )
    return canonical_json({"widgets": widgets})


Row = list[tuple[str, list[tuple[str, Metric]], dict[str, Any]]]


def _written(label: str, metric: Metric) -> list[Any]:
    line: list[Any] = [metric.namespace, metric.name]
    for key, value in metric.dimensions.items():
        line += [key, value]
    return [*line, {"stat": metric.statistic, "label": label}]


def _percent() -> dict[str, Any]:
    return {"yAxis": {"left": {"min": 0, "max": 100, "label": "%", "showUnits": False}}}


def _from_zero() -> dict[str, Any]:
    return {"yAxis": {"left": {"min": 0, "showUnits": False}}}


def _service_row(name: str, service: Any) -> Row:
    dimensions = {"ClusterName": part(service, "cluster_name"), "ServiceName": part(service, "service_name")}
    row: Row = [
        (
            f"{name}: CPU and memory",
            [
                ("CPU", Metric("AWS/ECS", "CPUUtilization", "Average", dimensions)),
                ("memory", Metric("AWS/ECS", "MemoryUtilization", "Average", dimensions)),
            ],
            _percent(),
        )
    ]
    if part(service, "target_groups", ()):
        row += [
            (
                f"{name}: targets",
                [*_both(service, "HealthyHostCount", "Minimum", "healthy"), *_both(service, "UnHealthyHostCount", "Maximum", "unhealthy")],
                _from_zero(),
            ),
            (
                f"{name}: requests and errors",
                [*_both(service, "RequestCount", "Sum", "requests"), *_both(service, "HTTPCode_Target_5XX_Count", "Sum", "5XX")],
                _from_zero(),
            ),
            (
                f"{name}: response time",
                [*_both(service, "TargetResponseTime", "p50", "p50"), *_both(service, "TargetResponseTime", "p99", "p99")],
                _from_zero(),
            ),
        ]
    return row


def _both(service: Any, metric: str, statistic: str, label: str) -> list[tuple[str, Metric]]:
    return [
        (f"{label} {colour}", each)
        for colour, each in zip(("blue", "green"), target_group_metrics(service, metric, statistic), strict=True)
    ]


def _load_balancer_row(load_balancer: Any) -> Row:
    dimensions = {"LoadBalancer": part(load_balancer, "arn_suffix")}

    def metric(name: str, statistic: str = "Sum") -> Metric:
        return Metric("AWS/ApplicationELB", name, statistic, dimensions)

    return [
        ("load balancer: requests", [("requests", metric("RequestCount"))], _from_zero()),
        (
            "load balancer: errors",
            [("its own 5XX", metric("HTTPCode_ELB_5XX_Count")), ("targets' 5XX", metric("HTTPCode_Target_5XX_Count"))],
            _from_zero(),
        ),
        (
            "load balancer: connections",
            [("active", metric("ActiveConnectionCount")), ("rejected", metric("RejectedConnectionCount"))],
            _from_zero(),
        ),
        ("load balancer: capacity units", [("LCU", metric("ConsumedLCUs"))], _from_zero()),
    ]
