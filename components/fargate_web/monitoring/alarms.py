"""The alarms of a service and of the load balancer: what each watches, and over which time."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from ..component.arguments import part
from ..settings.monitoring import Alarms
from ..settings.service import Service as ServiceSettings
from ..settings.traffic_shift import DeploymentAlarms

Dimensions = dict[str, pulumi.Input[str]]


@dataclass(frozen=True)
class Metric:
    """A metric of CloudWatch with the statistic that is asked of it."""

    namespace: str
    name: str
    statistic: str
    dimensions: Dimensions


@dataclass(frozen=True)
class Alarm:
    """An alarm before it is made.

    Attributes:
        label: The end of its name.
        description: What it means, for the person who is woken by it.
        threshold: The value that is compared with.
        metrics: What is measured; several are joined by `expression`, in which they are called m0, m1 …
        expression: Metric maths over the metrics, None for a single one.
        comparison: How the value is compared with the threshold.
        period: Seconds of one datapoint.
        periods: Datapoints that are looked at.
        datapoints: Datapoints of those that must be bad until the alarm is raised; all of them where it isn't said.
    """

    label: str
    description: str
    threshold: float
    metrics: tuple[Metric, ...]
    expression: str | None = None
    comparison: str = "GreaterThanOrEqualToThreshold"
    period: int = 60
    periods: int = 3
    datapoints: int | None = None

    def make(
        self, logical: str, physical: str, actions: list[pulumi.Input[str]], tags: dict[str, Any], opts: pulumi.ResourceOptions
    ) -> aws.cloudwatch.MetricAlarm:
        """Register the alarm. Missing data is no trouble: a service without traffic reports nothing."""
        shared: dict[str, Any] = {
            "name": physical,
            "alarm_description": self.description,
            "comparison_operator": self.comparison,
            "threshold": self.threshold,
            "evaluation_periods": self.periods,
            "datapoints_to_alarm": self.datapoints or self.periods,
            "treat_missing_data": "notBreaching",
            "alarm_actions": actions or None,
            "ok_actions": actions or None,
            "tags": tags,
            "opts": opts,
        }
        if self.expression is None:
            metric = self.metrics[0]
            shared |= {"namespace": metric.namespace, "metric_name": metric.name, "dimensions": metric.dimensions, "period": self.period}
            shared["extended_statistic" if metric.statistic.startswith("p") else "statistic"] = metric.statistic
            return aws.cloudwatch.MetricAlarm(logical, **shared)
        queries: list[Any] = [
            {
                "id": f"m{index}",
                "return_data": False,
                "metric": {
                    "namespace": metric.namespace,
                    "metric_name": metric.name,
                    "dimensions": metric.dimensions,
                    "stat": metric.statistic,
                    "period": self.period,
                },
            }
            for index, metric in enumerate(self.metrics)
        ]
        queries.append({"id": "result", "expression": self.expression, "label": self.label, "return_data": True})
        return aws.cloudwatch.MetricAlarm(logical, metric_queries=queries, **shared)


def target_group_metrics(service: Any, name: str, statistic: str) -> tuple[Metric, ...]:
    """Measure both target groups of a service: which of them is live changes with a deployment."""
    load_balancer = part(service, "load_balancer_arn_suffix")
    return tuple(
        Metric("AWS/ApplicationELB", name, statistic, {"LoadBalancer": load_balancer, "TargetGroup": group.arn_suffix})
        for group in part(service, "target_groups", ())
    )


def total(metrics: tuple[Metric, ...], first: int = 0) -> str:
    """Add metrics up, of which the first is called `m<first>`."""
    return " + ".join(f"FILL(m{first + index}, 0)" for index in range(len(metrics)))


def largest(metrics: tuple[Metric, ...]) -> str:
    """Take the largest of metrics."""
    return f"MAX([{', '.join(f'FILL(m{index}, 0)' for index in range(len(metrics)))}])"


def service_alarms(name: str, service: Any, thresholds: Alarms, *, container_insights: bool) -> Iterator[Alarm]:
    """List the alarms of a service."""
    settings: ServiceSettings = service.settings
    dimensions: Dimensions = {"ClusterName": part(service, "cluster_name"), "ServiceName": part(service, "service_name")}
    for label, what, threshold, metric in (
        ("cpu", "CPU", thresholds.cpu, "CPUUtilization"),
        ("memory", "memory", thresholds.memory, "MemoryUtilization"),
    ):
        if threshold is not None:
            yield Alarm(
                label,
                f"{name} uses {threshold:g} % of its {what} or more on average, for 5 minutes.",
                threshold,
                (Metric("AWS/ECS", metric, "Average", dimensions),),
                periods=5,
            )
    if thresholds.running_tasks and container_insights and settings.fewest_tasks > 0:
        yield Alarm(
            "running-tasks",
            f"{name} runs fewer than {settings.fewest_tasks} tasks, for 5 minutes: tasks fail to start, or stop. See the events of the service.",
            settings.fewest_tasks,
            (Metric("ECS/ContainerInsights", "RunningTaskCount", "Average", dimensions),),
            comparison="LessThanThreshold",
            periods=5,
        )
    if not part(service, "target_groups", ()):
        return
    yield from target_alarms(name, service, thresholds, "", periods=3)


def scheduled_task_alarms(name: str, task: Any) -> Iterator[Alarm]:
    """List the alarms of a scheduled task. What becomes of a task once it has started, EventBridge Scheduler doesn't know.

    Source: https://docs.aws.amazon.com/scheduler/latest/UserGuide/monitoring-cloudwatch.html
    """
    yield Alarm(
        "not-started",
        f"EventBridge Scheduler gave up starting {name}. A dead-letter queue would tell why; CloudTrail does, in the failed RunTask.",
        1,
        (Metric("AWS/Scheduler", "InvocationDroppedCount", "Sum", {"ScheduleGroup": part(task, "group_name")}),),
        period=300,
        periods=1,
    )


def target_alarms(
    name: str,
    groups: Any,
    thresholds: Alarms | DeploymentAlarms,
    consequence: str,
    *,
    periods: int,
    datapoints: int | None = None,
    unhealthy_periods: int | None = None,
) -> Iterator[Alarm]:
    """List the alarms on what the target groups of a service tell.

    Args:
        name: The name of the service.
        groups: A `Service`, or a mapping with `target_groups` and `load_balancer_arn_suffix`.
        thresholds: The thresholds; an alarm without one is left out.
        consequence: What the alarm leads to, for its description.
        periods: Minutes that are looked at.
        datapoints: Minutes of those that must be bad; all of them where it isn't said.
        unhealthy_periods: Minutes for unhealthy targets, where they are others.
    """
    spell = f"for {periods} minutes" if datapoints in (None, periods) else f"in {datapoints} of {periods} minutes"
    if thresholds.target_5xx is not None:
        metrics = target_group_metrics(groups, "HTTPCode_Target_5XX_Count", "Sum")
        yield Alarm(
            "5xx",
            f"{name} answers {thresholds.target_5xx:g} requests or more a minute with a status of 500 or above, {spell}{consequence}.",
            thresholds.target_5xx,
            metrics,
            total(metrics),
            periods=periods,
            datapoints=datapoints,
        )
    if thresholds.latency_p99 is not None:
        metrics = target_group_metrics(groups, "TargetResponseTime", "p99")
        yield Alarm(
            "latency",
            f"One request in a hundred to {name} takes {thresholds.latency_p99:g} s or longer, {spell}{consequence}.",
            thresholds.latency_p99,
            metrics,
            largest(metrics),
            periods=periods,
            datapoints=datapoints,
        )
    if thresholds.unhealthy_targets is not None:
        metrics = target_group_metrics(groups, "UnHealthyHostCount", "Maximum")
        minutes = unhealthy_periods or periods
        yield Alarm(
            "unhealthy-targets",
            f"{thresholds.unhealthy_targets:g} tasks of {name} or more fail their health check, for {minutes} minutes{consequence}.",
            thresholds.unhealthy_targets,
            metrics,
            total(metrics),
            periods=minutes,
        )


def load_balancer_alarms(load_balancer: Any, thresholds: Alarms) -> Iterator[Alarm]:
    """List the alarms of the load balancer itself."""
    dimensions: Dimensions = {"LoadBalancer": part(load_balancer, "arn_suffix")}
    if thresholds.load_balancer_5xx is not None:
        yield Alarm(
            "errors",  # ends like no alarm of a service: one may be called load-balancer, or load-balancer-elb
            f"The load balancer itself answers {thresholds.load_balancer_5xx:g} requests or more a minute with a status of 500 or above, "
            "for 3 minutes: no healthy task, or no answer in time.",
            thresholds.load_balancer_5xx,
            (Metric("AWS/ApplicationELB", "HTTPCode_ELB_5XX_Count", "Sum", dimensions),),
        )
    if thresholds.rejected_connections is not None:
        yield Alarm(
            "rejected-connections",
            f"The load balancer refuses {thresholds.rejected_connections:g} connections or more a minute, for 3 minutes: it has too many.",
            thresholds.rejected_connections,
            (Metric("AWS/ApplicationELB", "RejectedConnectionCount", "Sum", dimensions),),
        )
