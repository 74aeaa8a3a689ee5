"""`DnsFailover`, `UnhealthyStateRouting`, `TargetGroupHealth`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import Literal, NotRequired, TypedDict


class DnsFailover(TypedDict):
    """When DNS stops answering with the addresses of a zone."""

    minimum_healthy_targets_count: NotRequired[int | Literal[False]]
    """With fewer healthy tasks in a zone (1–1000), DNS answers with the other zones only; `false` ignores the number. Default: 1. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health.html"""
    minimum_healthy_targets_percentage: NotRequired[int | Literal[False]]
    """With a lower percentage of healthy tasks in a zone (1–100), DNS answers with the other zones only. Default: off. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health.html"""


class UnhealthyStateRouting(TypedDict):
    """When the load balancer sends requests to unhealthy tasks as well."""

    minimum_healthy_targets_count: NotRequired[int]
    """With fewer healthy tasks in a zone (1–1000), requests go to all tasks, unhealthy ones included, so that the few healthy ones are not overloaded. Default: 1. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health.html"""
    minimum_healthy_targets_percentage: NotRequired[int | Literal[False]]
    """With a lower percentage of healthy tasks in a zone (1–100), requests go to all tasks, unhealthy ones included. Default: off. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health.html"""


class TargetGroupHealth(TypedDict):
    """The thresholds below which the load balancer acts. AWS acts when the number or the percentage is below its threshold."""

    dns_failover: NotRequired[DnsFailover]
    """How many tasks of a zone must be healthy for DNS to answer with its addresses."""
    unhealthy_state_routing: NotRequired[UnhealthyStateRouting]
    """How many tasks of a zone must be healthy for requests to go to healthy ones only."""
