"""The cost of monitoring: alarms, canaries, dashboards, logs, Container Insights and KMS keys."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from fargate_web_cli.cost.line_item import LineItem, Usage
from fargate_web_cli.cost.prices import Prices
from fargate_web_cli.cost.ranges import Range
from fargate_web_cli.cost.schedule_frequency import count_monthly_starts
from fargate_web_cli.cost.stack_resources import (
    SHARED_OWNER,
    RegisteredResource,
    StackResources,
    read_map,
    read_maps,
    read_number,
    read_text,
)

_ALARM_TYPE: Final = "aws:cloudwatch/metricAlarm:MetricAlarm"
_COMPOSITE_ALARM_TYPE: Final = "aws:cloudwatch/compositeAlarm:CompositeAlarm"
_SCALING_POLICY_TYPE: Final = "aws:appautoscaling/policy:Policy"
_LOG_GROUP_TYPE: Final = "aws:cloudwatch/logGroup:LogGroup"
_CLUSTER_TYPE: Final = "aws:ecs/cluster:Cluster"
_ALARMS_PER_POLICY: Final = 2
"""Application Auto Scaling creates two alarms for a target tracking policy: one to scale out, one to scale in."""


def count_alarm_metrics(alarm: RegisteredResource) -> int:
    """Count the metrics of an alarm, which AWS charges for: each query of a metric, or the single metric."""
    return sum(1 for query in read_maps(alarm.inputs, "metricQueries") if "metric" in query) or 1


def count_policy_metrics(policy: RegisteredResource) -> int:
    """Count the metrics in the alarms that Application Auto Scaling creates for a policy."""
    tracking = read_map(policy.inputs, "targetTrackingScalingPolicyConfiguration")
    if not tracking:
        return 0
    metric_count = sum(1 for metric in read_maps(read_map(tracking, "customizedMetricSpecification"), "metrics") if "metricStat" in metric)
    return _ALARMS_PER_POLICY * (metric_count or 1)


def list_monitoring_items(stack: StackResources, prices: Prices, usage: Usage) -> Iterator[LineItem]:
    """List the line items of alarms, canaries, dashboards, logs, Container Insights and KMS keys."""
    key = "alarm_metric_month"
    for service, metrics in _count_by_service(stack, _ALARM_TYPE, count_alarm_metrics).items():
        yield LineItem("alarms", service, "alarms", Range.constant(metrics), "metric", prices[key], key)
    for service, metrics in _count_by_service(stack, _SCALING_POLICY_TYPE, count_policy_metrics).items():
        yield LineItem("alarms", service, "alarms of the scaling policies", Range.constant(metrics), "metric", prices[key], key)
    key = "composite_alarm_month"
    for service, alarms in _count_by_service(stack, _COMPOSITE_ALARM_TYPE, lambda _: 1).items():
        yield LineItem("alarms", service, "composite alarms", Range.constant(alarms), "alarm", prices[key], key)
    for canary in stack.find_all("aws:synthetics/canary:Canary"):
        runs = count_monthly_starts(read_text(read_map(canary.inputs, "schedule"), "expression"))
        yield LineItem("canary", SHARED_OWNER, canary.name, Range.constant(runs or 0), "run", prices["canary_run"], "canary_run")
    for dashboard in stack.find_all("aws:cloudwatch/dashboard:Dashboard"):
        yield LineItem(
            "dashboard", SHARED_OWNER, dashboard.name, Range.constant(1), "dashboard", prices["dashboard_month"], "dashboard_month"
        )
    yield from _list_log_items(stack, prices, usage)
    mode = find_insights_mode(stack)
    if mode != "disabled" and usage.insights_metrics:
        key = "insights_metric_month" if mode == "enhanced" else "metric_month"
        yield LineItem("Container Insights", SHARED_OWNER, mode, Range.constant(usage.insights_metrics), "metric", prices[key], key)
    for key_resource in stack.find_all("aws:kms/key:Key"):
        yield LineItem("KMS key", SHARED_OWNER, key_resource.name, Range.constant(1), "key", prices["kms_key_month"], "kms_key_month")


def find_insights_mode(stack: StackResources) -> str:
    """Return the mode of Container Insights: `enhanced`, `enabled` or `disabled`."""
    for cluster in stack.find_all(_CLUSTER_TYPE):
        for setting in read_maps(cluster.inputs, "settings"):
            if read_text(setting, "name") == "containerInsights":
                return read_text(setting, "value") or "disabled"
    return "disabled"


def split_log_groups(stack: StackResources) -> tuple[list[RegisteredResource], list[RegisteredResource]]:
    """Return the log groups of the services (all if no service has one), and the others, such as flow logs and recorded sessions."""
    groups = stack.find_all(_LOG_GROUP_TYPE)
    service_groups = [group for group in groups if stack.find_owner(group) != SHARED_OWNER] or groups
    return service_groups, [group for group in groups if group not in service_groups]


def _list_log_items(stack: StackResources, prices: Prices, usage: Usage) -> Iterator[LineItem]:
    groups, _ = split_log_groups(stack)
    if not groups or not usage.log_gb:
        return
    share = usage.log_gb / len(groups)
    for group in groups:
        # Logs without a retention period grow every month; the estimate counts the minimum, one month.
        months = (read_number(group.inputs, "retentionInDays") or 30) / 30
        service = stack.find_owner(group)
        is_infrequent = group.inputs.get("logGroupClass") == "INFREQUENT_ACCESS"
        price = "log_infrequent_ingestion_gb" if is_infrequent else "log_ingestion_gb"
        yield LineItem("logs", service, f"written to {group.name}", Range.constant(share), "GB", prices[price], price)
        yield LineItem(
            "logs",
            service,
            f"kept in {group.name}",
            Range.constant(share * months),
            "GB-month",
            prices["log_storage_gb_month"],
            "log_storage_gb_month",
        )


def _count_by_service(stack: StackResources, token: str, count_metrics: Callable[[RegisteredResource], int]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for resource in stack.find_all(token):
        metrics = count_metrics(resource)
        if metrics:
            counts[stack.find_owner(resource)] += metrics
    return counts
