"""The alarms of services, scheduled tasks and the load balancer: their metrics, thresholds and periods."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from ..component.arguments import get_wire_value
from ..settings.monitoring import Alarms
from ..settings.service import Service as ServiceSettings
from ..settings.traffic_shift import DeploymentAlarms

Dimensions = dict[str, pulumi.Input[str]]


@dataclass(frozen=True)
class Metric:
    """A CloudWatch metric with a statistic."""

    namespace: str
    name: str
    statistic: str
    dimensions: Dimensions


@dataclass(frozen=True)
class AlarmDefinition:
    """The definition of an alarm.

    Attributes:
        label: The suffix of its name.
        description: What it means, for the person who is on call.
        threshold: The value to compare with.
        metrics: The metrics; `expression` combines several, under the ids m0, m1 …
        expression: Metric maths over the metrics, None for a single one.
        comparison_operator: How to compare the value with the threshold.
        period: Seconds of one datapoint.
        evaluation_periods: The number of datapoints to evaluate.
        datapoints_to_alarm: The number of those that must breach the threshold; all of them if it is None.
        is_page: Whether users notice it, so that somebody must act at once.
    """

    label: str
    description: str
    threshold: float
    metrics: tuple[Metric, ...]
    expression: str | None = None
    comparison_operator: str = "GreaterThanOrEqualToThreshold"
    period: int = 60
    evaluation_periods: int = 3
    datapoints_to_alarm: int | None = None
    is_page: bool = False

    def create(
        self, logical_name: str, physical_name: str, actions: list[pulumi.Input[str]], tags: dict[str, Any], opts: pulumi.ResourceOptions
    ) -> aws.cloudwatch.MetricAlarm:
        """Register the alarm. Missing data is not breaching, because a service without traffic reports none."""
        arguments: dict[str, Any] = {
            "name": physical_name,
            "alarm_description": self.description,
            "comparison_operator": self.comparison_operator,
            "threshold": self.threshold,
            "evaluation_periods": self.evaluation_periods,
            "datapoints_to_alarm": self.datapoints_to_alarm or self.evaluation_periods,
            "treat_missing_data": "notBreaching",
            "alarm_actions": actions or None,
            "ok_actions": actions or None,
            "tags": tags,
            "opts": opts,
        }
        if self.expression is None:
            metric = self.metrics[0]
            arguments |= {"namespace": metric.namespace, "metric_name": metric.name, "dimensions": metric.dimensions, "period": self.period}
            arguments["extended_statistic" if metric.statistic.startswith("p") else "statistic"] = metric.statistic
            return aws.cloudwatch.MetricAlarm(logical_name, **arguments)
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
        return aws.cloudwatch.MetricAlarm(logical_name, metric_queries=queries, **arguments)


def list_target_group_metrics(service: Any, name: str, statistic: str) -> tuple[Metric, ...]:
    """List the metric for both target groups of a service, because deployments switch the live one."""
    load_balancer = get_wire_value(service, "load_balancer_arn_suffix")
    return tuple(
        Metric("AWS/ApplicationELB", name, statistic, {"LoadBalancer": load_balancer, "TargetGroup": group.arn_suffix})
        for group in get_wire_value(service, "target_groups", ())
    )


def build_sum_expression(metrics: tuple[Metric, ...], first_index: int = 0) -> str:
    """Return the expression for the sum of metrics. The first one has the id `m<first_index>`."""
    return " + ".join(f"FILL(m{first_index + index}, 0)" for index in range(len(metrics)))


def build_maximum_expression(metrics: tuple[Metric, ...]) -> str:
    """Return the expression for the maximum of metrics."""
    return f"MAX([{', '.join(f'FILL(m{index}, 0)' for index in range(len(metrics)))}])"


def list_service_alarms(name: str, service: Any, thresholds: Alarms, *, container_insights: bool) -> Iterator[AlarmDefinition]:
    """List the alarms of a service."""
    settings: ServiceSettings = service.settings
    dimensions: Dimensions = {
        "ClusterName": get_wire_value(service, "cluster_name"),
        "ServiceName": get_wire_value(service, "service_name"),
    }
    for label, resource, threshold, metric in (
        ("cpu", "CPU", thresholds.cpu, "CPUUtilization"),
        ("memory", "memory", thresholds.memory, "MemoryUtilization"),
    ):
        if threshold is not None:
            yield AlarmDefinition(
                label,
                f"{name} uses {threshold:g} % of its {resource} or more on average, for 5 minutes.",
                threshold,
                (Metric("AWS/ECS", metric, "Average", dimensions),),
                evaluation_periods=5,
            )
    if thresholds.running_tasks and container_insights and settings.minimum_task_count > 0:
        yield AlarmDefinition(
            "running-tasks",
            f"{name} runs fewer than {settings.minimum_task_count} tasks, for 5 minutes: tasks fail to start, or stop. See the events of the service.",
            settings.minimum_task_count,
            (Metric("ECS/ContainerInsights", "RunningTaskCount", "Average", dimensions),),
            comparison_operator="LessThanThreshold",
            evaluation_periods=5,
        )
    yield from _list_queue_alarms(name, service, thresholds)
    if not get_wire_value(service, "target_groups", ()):
        return
    yield from list_target_alarms(name, service, thresholds, "", evaluation_periods=3)


def list_route_alarms(name: str, service: Any, thresholds: Alarms) -> dict[str, list[AlarmDefinition]]:
    """List the alarms on the target groups of the additional routes of a service, by the name of the route's rule: `web:admin`."""
    return {
        f"{name}:{route}": list(
            list_target_alarms(f"{route} of {name}", get_route_of_service(service, traffic), thresholds, "", evaluation_periods=3)
        )
        for route, traffic in get_wire_value(service, "additional_traffic", {}).items()
    }


def get_route_of_service(service: Any, traffic: Any) -> dict[str, Any]:
    """Return an additional route like a service, with its target groups and the load balancer."""
    return {"target_groups": traffic.target_groups, "load_balancer_arn_suffix": get_wire_value(service, "load_balancer_arn_suffix")}


def _list_queue_alarms(name: str, service: Any, thresholds: Alarms) -> Iterator[AlarmDefinition]:
    """List the alarms of the queue of a service.

    Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
    """
    queue_name, dead_letter_queue_name = get_wire_value(service, "queue_name"), get_wire_value(service, "dead_letter_queue_name")
    if dead_letter_queue_name is not None and thresholds.dead_letters is not None:
        yield AlarmDefinition(
            "dead-letters",
            f"The dead-letter queue of {name} contains {thresholds.dead_letters:g} messages or more, which failed again and again. "
            "Look at them, mend the cause, and move them back: start a DLQ redrive.",
            thresholds.dead_letters,
            (Metric("AWS/SQS", "ApproximateNumberOfMessagesVisible", "Maximum", {"QueueName": dead_letter_queue_name}),),
            evaluation_periods=1,
        )
    if queue_name is not None and thresholds.oldest_message is not None:
        yield AlarmDefinition(
            "oldest-message",
            f"The oldest message in the queue of {name} has waited for {thresholds.oldest_message:g} s or longer: there are too few tasks, or they fail.",
            thresholds.oldest_message,
            (Metric("AWS/SQS", "ApproximateAgeOfOldestMessage", "Maximum", {"QueueName": queue_name}),),
            evaluation_periods=5,
        )


def list_scheduled_task_alarms(name: str, task: Any) -> Iterator[AlarmDefinition]:
    """List the alarms of a scheduled task. EventBridge Scheduler doesn't know the result of a task that has started.

    Source: https://docs.aws.amazon.com/scheduler/latest/UserGuide/monitoring-cloudwatch.html
    """
    yield AlarmDefinition(
        "not-started",
        f"EventBridge Scheduler gave up starting {name}. A dead-letter queue would tell why; CloudTrail does, in the failed RunTask.",
        1,
        (Metric("AWS/Scheduler", "InvocationDroppedCount", "Sum", {"ScheduleGroup": get_wire_value(task, "group_name")}),),
        period=300,
        evaluation_periods=1,
    )


def list_target_alarms(
    name: str,
    service: Any,
    thresholds: Alarms | DeploymentAlarms,
    consequence: str,
    *,
    evaluation_periods: int,
    datapoints_to_alarm: int | None = None,
    unhealthy_periods: int | None = None,
) -> Iterator[AlarmDefinition]:
    """List the alarms on the target group metrics of a service.

    Args:
        name: The name of the service.
        service: A `Service`, or a mapping with `target_groups` and `load_balancer_arn_suffix`.
        thresholds: The thresholds; an alarm without a threshold is left out.
        consequence: The effect of the alarm, for its description.
        evaluation_periods: The number of minutes to evaluate.
        datapoints_to_alarm: The number of those that must breach the threshold; all of them if it is None.
        unhealthy_periods: The number of minutes for unhealthy targets, if it differs.
    """
    duration = (
        f"for {evaluation_periods} minutes"
        if datapoints_to_alarm in (None, evaluation_periods)
        else f"in {datapoints_to_alarm} of {evaluation_periods} minutes"
    )
    if thresholds.target_5xx is not None:
        metrics = list_target_group_metrics(service, "HTTPCode_Target_5XX_Count", "Sum")
        yield AlarmDefinition(
            "5xx",
            f"{name} answers {thresholds.target_5xx:g} requests or more a minute with a status of 500 or above, {duration}{consequence}.",
            thresholds.target_5xx,
            metrics,
            build_sum_expression(metrics),
            evaluation_periods=evaluation_periods,
            datapoints_to_alarm=datapoints_to_alarm,
            is_page=True,
        )
    if thresholds.latency_p99 is not None:
        metrics = list_target_group_metrics(service, "TargetResponseTime", "p99")
        yield AlarmDefinition(
            "latency",
            f"One request in a hundred to {name} takes {thresholds.latency_p99:g} s or longer, {duration}{consequence}.",
            thresholds.latency_p99,
            metrics,
            build_maximum_expression(metrics),
            evaluation_periods=evaluation_periods,
            datapoints_to_alarm=datapoints_to_alarm,
        )
    if thresholds.unhealthy_targets is not None:
        metrics = list_target_group_metrics(service, "UnHealthyHostCount", "Maximum")
        minutes = unhealthy_periods or evaluation_periods
        yield AlarmDefinition(
            "unhealthy-targets",
            f"{thresholds.unhealthy_targets:g} tasks of {name} or more fail their health check, for {minutes} minutes{consequence}.",
            thresholds.unhealthy_targets,
            metrics,
            build_sum_expression(metrics),
            evaluation_periods=minutes,
            is_page=True,
        )


def list_load_balancer_alarms(load_balancer: Any, thresholds: Alarms) -> Iterator[AlarmDefinition]:
    """List the alarms of the load balancer itself."""
    dimensions: Dimensions = {"LoadBalancer": get_wire_value(load_balancer, "arn_suffix")}
    if thresholds.load_balancer_5xx is not None:
        yield AlarmDefinition(
            "errors",  # no alarm of a service has this suffix, and a service may be named load-balancer or load-balancer-elb
            f"The load balancer itself answers {thresholds.load_balancer_5xx:g} requests or more a minute with a status of 500 or above, "
            "for 3 minutes: no healthy task, or no answer in time.",
            thresholds.load_balancer_5xx,
            (Metric("AWS/ApplicationELB", "HTTPCode_ELB_5XX_Count", "Sum", dimensions),),
            is_page=True,
        )
    if thresholds.rejected_connections is not None:
        yield AlarmDefinition(
            "rejected-connections",
            f"The load balancer refuses {thresholds.rejected_connections:g} connections or more a minute, for 3 minutes: it has too many.",
            thresholds.rejected_connections,
            (Metric("AWS/ApplicationELB", "RejectedConnectionCount", "Sum", dimensions),),
            is_page=True,
        )
