"""The CloudWatch dashboard of a stack: one row for each service."""

from collections.abc import Iterator, Mapping
from typing import Any

import pulumi

from ..component.arguments import get_wire_value
from ..component.documents import dump_canonical_json
from ..settings.service_level_objectives import ServiceObjectives
from .alarms import Metric, get_route_of_service, list_target_group_metrics
from .burn_rates import BURN_WINDOWS, Indicator, list_indicators
from .network_dashboard import WidgetRow, build_network_row

_WIDGET_WIDTH, _WIDGET_HEIGHT = 6, 6
_WIDGETS_IN_ROW = 4


def build_dashboard_body(
    services: Mapping[str, Any], load_balancer: Any, region: pulumi.Input[str], objectives: Mapping[str, ServiceObjectives]
) -> pulumi.Input[str]:
    """Return the body of the dashboard as JSON.

    Structure: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html

    Args:
        services: The services by name.
        load_balancer: The load balancer.
        region: The Region of the metrics.
        objectives: The service level objectives by service.
    """
    rows = [row for name, service in services.items() for row in _build_service_rows(name, service)]
    if get_wire_value(load_balancer, "arn_suffix") is not None:
        rows.insert(0, _build_load_balancer_row(load_balancer))
    widgets = []
    for y, row in enumerate(rows):
        for x, (title, metrics, axis) in enumerate(row):
            widgets.append(
                {
                    "type": "metric",
                    "x": x * _WIDGET_WIDTH,
                    "y": y * _WIDGET_HEIGHT,
                    "width": _WIDGET_WIDTH,
                    "height": _WIDGET_HEIGHT,
                    "properties": {
                        "title": title,
                        "region": region,
                        "view": "timeSeries",
                        "period": 60,
                        "metrics": [_build_metric_entry(label, metric) for label, metric in metrics],
                        **axis,
                    },
                }
            )
    burn_rates = [
        build_burn_rate_properties(name, indicator, region)
        for name, own in objectives.items()
        for indicator in list_indicators(services[name], own)
    ]
    for index, properties in enumerate(burn_rates):
        line, column = divmod(index, _WIDGETS_IN_ROW)
        place = {"x": column * _WIDGET_WIDTH, "y": (len(rows) + line) * _WIDGET_HEIGHT}
        widgets.append({"type": "metric", **place, "width": _WIDGET_WIDTH, "height": _WIDGET_HEIGHT, "properties": properties})
    return dump_canonical_json({"widgets": widgets})


def _build_metric_entry(label: str, metric: Metric) -> list[Any]:
    entry: list[Any] = [metric.namespace, metric.name]
    for key, value in metric.dimensions.items():
        entry += [key, value]
    return [*entry, {"stat": metric.statistic, "label": label}]


def build_burn_rate_properties(name: str, indicator: Indicator, region: pulumi.Input[str]) -> dict[str, Any]:
    """Return the properties of the widget that shows how fast an error budget is spent, with the rates that raise alarms as lines."""
    hidden = []
    for index, metric in enumerate(indicator.metrics):
        *words, rendering = _build_metric_entry(f"m{index}", metric)
        hidden.append([*words, {**rendering, "id": f"m{index}", "visible": False}])
    burn_rate = {"expression": f"({indicator.bad_percent}) / {indicator.budget:g}", "label": "burn rate", "id": "burn"}
    return {
        "title": f"{name}: error budget, {indicator.label} {indicator.target:g} %",
        "region": region,
        "view": "timeSeries",
        "period": 3600,
        "metrics": [*hidden, [burn_rate]],
        "annotations": {"horizontal": [{"label": window.label, "value": window.burn_rate} for window in BURN_WINDOWS]},
        **_build_zero_axis(),
    }


def _build_percent_axis() -> dict[str, Any]:
    return {"yAxis": {"left": {"min": 0, "max": 100, "label": "%", "showUnits": False}}}


def _build_zero_axis() -> dict[str, Any]:
    return {"yAxis": {"left": {"min": 0, "showUnits": False}}}


def _build_service_rows(name: str, service: Any) -> Iterator[WidgetRow]:
    yield _build_service_row(name, service)
    for route, traffic in get_wire_value(service, "additional_traffic", {}).items():
        yield _build_target_widgets(f"{route} of {name}", get_route_of_service(service, traffic))
    balancer = get_wire_value(service, "network_load_balancer")
    if balancer is not None:
        yield build_network_row(name, balancer)


def _build_service_row(name: str, service: Any) -> WidgetRow:
    dimensions = {"ClusterName": get_wire_value(service, "cluster_name"), "ServiceName": get_wire_value(service, "service_name")}
    row: WidgetRow = [
        (
            f"{name}: CPU and memory",
            [
                ("CPU", Metric("AWS/ECS", "CPUUtilization", "Average", dimensions)),
                ("memory", Metric("AWS/ECS", "MemoryUtilization", "Average", dimensions)),
            ],
            _build_percent_axis(),
        )
    ]
    if get_wire_value(service, "target_groups", ()):
        row += _build_target_widgets(name, service)
    return row


def _build_target_widgets(name: str, service: Any) -> WidgetRow:
    return [
        (
            f"{name}: targets",
            [
                *_list_blue_green_metrics(service, "HealthyHostCount", "Minimum", "healthy"),
                *_list_blue_green_metrics(service, "UnHealthyHostCount", "Maximum", "unhealthy"),
            ],
            _build_zero_axis(),
        ),
        (
            f"{name}: requests and errors",
            [
                *_list_blue_green_metrics(service, "RequestCount", "Sum", "requests"),
                *_list_blue_green_metrics(service, "HTTPCode_Target_5XX_Count", "Sum", "5XX"),
            ],
            _build_zero_axis(),
        ),
        (
            f"{name}: response time",
            [
                *_list_blue_green_metrics(service, "TargetResponseTime", "p50", "p50"),
                *_list_blue_green_metrics(service, "TargetResponseTime", "p99", "p99"),
            ],
            _build_zero_axis(),
        ),
    ]


def _list_blue_green_metrics(service: Any, metric: str, statistic: str, label: str) -> list[tuple[str, Metric]]:
    return [
        (f"{label} {colour}", group_metric)
        for colour, group_metric in zip(("blue", "green"), list_target_group_metrics(service, metric, statistic), strict=True)
    ]


def _build_load_balancer_row(load_balancer: Any) -> WidgetRow:
    dimensions = {"LoadBalancer": get_wire_value(load_balancer, "arn_suffix")}

    def metric(name: str, statistic: str = "Sum") -> Metric:
        return Metric("AWS/ApplicationELB", name, statistic, dimensions)

    return [
        ("load balancer: requests", [("requests", metric("RequestCount"))], _build_zero_axis()),
        (
            "load balancer: errors",
            [("its own 5XX", metric("HTTPCode_ELB_5XX_Count")), ("targets' 5XX", metric("HTTPCode_Target_5XX_Count"))],
            _build_zero_axis(),
        ),
        (
            "load balancer: connections",
            [("active", metric("ActiveConnectionCount")), ("rejected", metric("RejectedConnectionCount"))],
            _build_zero_axis(),
        ),
        ("load balancer: capacity units", [("LCU", metric("ConsumedLCUs"))], _build_zero_axis()),
    ]
