"""The alarm of the Network Load Balancer of a service."""

from collections.abc import Iterator
from typing import Any

from ..component.arguments import get_wire_value
from ..settings.monitoring import Alarms
from ..settings.traffic_shift import DeploymentAlarms
from .alarms import AlarmDefinition, Metric, build_sum_expression


def list_network_alarms(
    name: str, balancer: Any, thresholds: Alarms | DeploymentAlarms, consequence: str, minutes: int
) -> Iterator[AlarmDefinition]:
    """List the alarms on the targets of a Network Load Balancer: it knows nothing of requests and their answers.

    Args:
        name: The name of the service.
        balancer: A `NetworkLoadBalancer`, or a mapping with `target_groups` and `load_balancer`.
        thresholds: The thresholds; an alarm without a threshold is left out.
        consequence: The effect of the alarm, for its description.
        minutes: The number of minutes to evaluate.

    Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-cloudwatch-metrics.html
    """
    if thresholds.unhealthy_targets is None:
        return
    suffix = get_wire_value(balancer, "load_balancer").arn_suffix
    metrics = tuple(
        Metric("AWS/NetworkELB", "UnHealthyHostCount", "Maximum", {"LoadBalancer": suffix, "TargetGroup": group.arn_suffix})
        for group in get_wire_value(balancer, "target_groups", ())
    )
    yield AlarmDefinition(
        "network-unhealthy-targets",
        f"{thresholds.unhealthy_targets:g} targets of the Network Load Balancer of {name} or more fail their health check, for {minutes} minutes{consequence}.",
        thresholds.unhealthy_targets,
        metrics,
        build_sum_expression(metrics),
        evaluation_periods=minutes,
        is_page=True,
    )
