"""What watching costs: alarms, dashboards, logs, Container Insights, keys."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from fargate_web_cli.cost.line_item import Item, Usage
from fargate_web_cli.cost.prices import Prices
from fargate_web_cli.cost.ranges import Range
from fargate_web_cli.cost.stack_resources import SHARED, Registered, Stack, each, number, part, text

_ALARM: Final = "aws:cloudwatch/metricAlarm:MetricAlarm"
_POLICY: Final = "aws:appautoscaling/policy:Policy"
_LOG_GROUP: Final = "aws:cloudwatch/logGroup:LogGroup"
_CLUSTER: Final = "aws:ecs/cluster:Cluster"
_ALARMS_OF_A_POLICY: Final = 2
"""Application Auto Scaling makes two alarms for a policy of target tracking: one to go up, one to go down."""


def alarm_metrics(alarm: Registered) -> int:
    """Count the metrics of an alarm, which is what AWS charges: each query that fetches one, or the only one."""
    return sum(1 for query in each(alarm.inputs, "metricQueries") if "metric" in query) or 1


def policy_metrics(policy: Registered) -> int:
    """Count the metrics in the alarms that Application Auto Scaling makes for a policy."""
    tracking = part(policy.inputs, "targetTrackingScalingPolicyConfiguration")
    if not tracking:
        return 0
    fetched = sum(1 for metric in each(part(tracking, "customizedMetricSpecification"), "metrics") if "metricStat" in metric)
    return _ALARMS_OF_A_POLICY * (fetched or 1)


def watching_items(stack: Stack, prices: Prices, usage: Usage) -> Iterator[Item]:
    """List what alarms, dashboards, logs, Container Insights and keys cost."""
    key = "alarm_metric_month"
    for service, metrics in _by_service(stack, _ALARM, alarm_metrics).items():
        yield Item("alarms", service, "alarms", Range.of(metrics), "metric", prices[key], key)
    for service, metrics in _by_service(stack, _POLICY, policy_metrics).items():
        yield Item("alarms", service, "alarms of the scaling policies", Range.of(metrics), "metric", prices[key], key)
    for dashboard in stack.of("aws:cloudwatch/dashboard:Dashboard"):
        yield Item("dashboard", SHARED, dashboard.name, Range.of(1), "dashboard", prices["dashboard_month"], "dashboard_month")
    yield from _log_items(stack, prices, usage)
    mode = insights(stack)
    if mode != "disabled" and usage.insights_metrics:
        key = "insights_metric_month" if mode == "enhanced" else "metric_month"
        yield Item("Container Insights", SHARED, mode, Range.of(usage.insights_metrics), "metric", prices[key], key)
    for managed in stack.of("aws:kms/key:Key"):
        yield Item("KMS key", SHARED, managed.name, Range.of(1), "key", prices["kms_key_month"], "kms_key_month")


def insights(stack: Stack) -> str:
    """Return the mode of Container Insights: `enhanced`, `enabled` or `disabled`."""
    for cluster in stack.of(_CLUSTER):
        for setting in each(cluster.inputs, "settings"):
            if text(setting, "name") == "containerInsights":
                return text(setting, "value") or "disabled"
    return "disabled"


def log_groups(stack: Stack) -> tuple[list[Registered], list[Registered]]:
    """Return the log groups of the services, or all if none is a service's, and the others: flow logs, recorded sessions."""
    groups = stack.of(_LOG_GROUP)
    own = [group for group in groups if stack.owner(group) != SHARED] or groups
    return own, [group for group in groups if group not in own]


def _log_items(stack: Stack, prices: Prices, usage: Usage) -> Iterator[Item]:
    groups, _ = log_groups(stack)
    if not groups or not usage.log_gb:
        return
    share = usage.log_gb / len(groups)
    for group in groups:
        # What is kept for ever grows every month; a month's worth is the least that is ever paid for.
        months = (number(group.inputs, "retentionInDays") or 30) / 30
        service = stack.owner(group)
        yield Item("logs", service, f"written to {group.name}", Range.of(share), "GB", prices["log_ingestion_gb"], "log_ingestion_gb")
        yield Item(
            "logs",
            service,
            f"kept in {group.name}",
            Range.of(share * months),
            "GB-month",
            prices["log_storage_gb_month"],
            "log_storage_gb_month",
        )


def _by_service(stack: Stack, token: str, metrics: Callable[[Registered], int]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for resource in stack.of(token):
        found = metrics(resource)
        if found:
            counted[stack.owner(resource)] += found
    return counted
