"""The metrics that scaling follows, as arguments of policies and alarms."""

from collections.abc import Sequence
from typing import Any

import pulumi

from ..component.arguments import get_wire_value
from ..settings.metric import BASIC_STATISTICS, QUEUE_NAMESPACE, SERVICE_NAMESPACES, Metric
from ..settings.metric_math import MetricSource
from ..settings.target_tracking import Backlog

Queries = list[dict[str, Any]]
"""Metric data queries: metrics and expressions, one of which has `return_data`."""


def build_predefined_metric(metric: str) -> dict[str, Any]:
    """Return a metric that Application Auto Scaling knows by name."""
    return {"predefined_metric_specification": {"predefined_metric_type": metric}}


def list_target_group_suffixes(service: Any) -> list[pulumi.Input[str]]:
    """Return the ends of the ARNs of both target groups of a service, which their metrics have as a dimension; empty without a route."""
    return [group.arn_suffix for group in get_wire_value(service, "target_groups", ())] or list(
        get_wire_value(service, "target_group_arn_suffixes", ())
    )


def build_requests_queries(service: Any, name: str, label: str) -> Queries:
    """Return the sum of a metric of requests over both target groups.

    The predefined metric has one target group and stops at the first deployment that shifts traffic to the other
    (https://github.com/aws/containers-roadmap/issues/1681). The group without tasks reports no data, hence FILL.
    """
    load_balancer = get_wire_value(service, "load_balancer_arn_suffix")
    queries = [
        _build_query(
            f"group{index}",
            "AWS/ApplicationELB",
            name,
            "Sum",
            [{"name": "TargetGroup", "value": suffix}, {"name": "LoadBalancer", "value": load_balancer}],
        )
        for index, suffix in enumerate(list_target_group_suffixes(service))
    ]
    total = " + ".join(f"FILL({query['id']}, 0)" for query in queries)
    return [*queries, {"id": "requests", "label": label, "expression": total, "return_data": True}]


def build_requests_metric(service: Any) -> dict[str, Any]:
    """Return the metric of requests per task, over both target groups."""
    return {"customized_metric_specification": {"metrics": build_requests_queries(service, "RequestCountPerTarget", "Requests per task")}}


def build_backlog_metric(service: Any, settings: Backlog) -> dict[str, Any]:
    """Return the metric of waiting messages per running task.

    AWS's own expression divides by zero if no task runs. Here, any message then exceeds the target, so that a first task starts. A queue that
    is idle for six hours reports no data, which counts as 0 messages. A late count of tasks repeats the previous value.
    Source: https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking-metric-math.html
    """
    queue: Any = settings.queue_name or get_wire_value(service, "queue_name")
    if settings.queue_arn is not None:
        arn: Any = settings.queue_arn
        queue = arn.apply(_parse_queue_name) if isinstance(arn, pulumi.Output) else _parse_queue_name(arn)
    target = f"{settings.messages_per_task:g}"
    backlog_without_tasks = f"IF(FILL(waiting, 0) > 0, FILL(waiting, 0) + {target}, 0)"
    return {
        "customized_metric_specification": {
            "metrics": [
                _build_query(
                    "waiting", QUEUE_NAMESPACE, "ApproximateNumberOfMessagesVisible", "Sum", [{"name": "QueueName", "value": queue}]
                ),
                _build_query("running", "ECS/ContainerInsights", "RunningTaskCount", "Average", _list_service_dimensions(service)),
                {
                    "id": "backlog",
                    "label": "Messages per task",
                    "expression": f"IF(FILL(running, REPEAT) > 0, FILL(waiting, 0) / FILL(running, REPEAT), {backlog_without_tasks})",
                    "return_data": True,
                },
            ]
        }
    }


def build_custom_metric(service: Any, source: MetricSource, label: str) -> dict[str, Any]:
    """Return the metric of a policy that keeps it near a value.

    Args:
        service: The service, whose own metrics need no dimensions.
        source: The metric, or the metric math.
        label: The name of the policy, which is the label of a result without one.
    """
    metric = source.metric
    if metric is None:
        return {"customized_metric_specification": {"metrics": _build_math_queries(service, source, label)}}
    dimensions = list_dimensions(service, metric)
    if metric.statistic in BASIC_STATISTICS:
        return {
            "customized_metric_specification": {
                "namespace": metric.namespace,
                "metric_name": metric.name,
                "statistic": metric.statistic,
                "dimensions": dimensions,
                "unit": metric.unit,
            }
        }
    # Other statistics exist in metric math only.
    query = _build_query("metric", metric.namespace, metric.name, metric.statistic, dimensions, metric.unit)
    return {"customized_metric_specification": {"metrics": [{**query, "label": label, "return_data": True}]}}


def build_alarm_metric(service: Any, source: MetricSource, label: str, period: int) -> dict[str, Any]:
    """Return the metric of an alarm, with the period of its datapoints."""
    metric = source.metric
    if metric is not None:
        statistic = "statistic" if metric.statistic in BASIC_STATISTICS else "extended_statistic"
        return {
            "namespace": metric.namespace,
            "metric_name": metric.name,
            statistic: metric.statistic,
            "dimensions": {item["name"]: item["value"] for item in list_dimensions(service, metric)},
            "unit": metric.unit,
            "period": period,
        }
    queries: Queries = []
    for query in _build_math_queries(service, source, label):
        stat = query.pop("metric_stat", None)
        if stat is not None:
            inner = stat["metric"]
            query["metric"] = {
                "namespace": inner["namespace"],
                "metric_name": inner["metric_name"],
                "dimensions": {item["name"]: item["value"] for item in inner["dimensions"]},
                "stat": stat["stat"],
                "unit": stat.get("unit"),
                "period": period,
            }
        queries.append(query)
    return {"metric_queries": queries}


def list_dimensions(service: Any, metric: Metric) -> list[dict[str, Any]]:
    """Return the dimensions of a metric. Metrics of the service and of its queue have theirs by default."""
    if metric.dimensions is None and metric.namespace in SERVICE_NAMESPACES:
        return _list_service_dimensions(service)
    if metric.uses_own_queue:
        return [{"name": "QueueName", "value": get_wire_value(service, "queue_name")}]
    return [{"name": name, "value": value} for name, value in sorted((metric.dimensions or {}).items())]


def _build_math_queries(service: Any, source: MetricSource, label: str) -> Queries:
    queries: Queries = []
    for part in source.metrics:
        query: dict[str, Any] = {"id": part.id, "return_data": part.return_data}
        if part.metric is not None:
            metric = part.metric
            query = {
                **_build_query(part.id, metric.namespace, metric.name, metric.statistic, list_dimensions(service, metric), metric.unit),
                **query,
            }
        else:
            query["expression"] = part.expression
        if part.label or part.return_data:
            query["label"] = part.label or label
        queries.append(query)
    return queries


def _list_service_dimensions(service: Any) -> list[dict[str, Any]]:
    return [
        {"name": "ClusterName", "value": get_wire_value(service, "cluster_name")},
        {"name": "ServiceName", "value": get_wire_value(service, "service_name")},
    ]


def _build_query(
    id_: str, namespace: str, name: str, statistic: str, dimensions: Sequence[dict[str, Any]], unit: str | None = None
) -> dict[str, Any]:
    stat: dict[str, Any] = {"stat": statistic, "metric": {"namespace": namespace, "metric_name": name, "dimensions": [*dimensions]}}
    return {"id": id_, "return_data": False, "metric_stat": stat if unit is None else {**stat, "unit": unit}}


def _parse_queue_name(arn: str) -> str:
    return arn.rsplit(":", 1)[-1]
