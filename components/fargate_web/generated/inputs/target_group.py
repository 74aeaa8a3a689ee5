"""`Stickiness`, `TargetGroup`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import Literal, NotRequired, TypedDict

from .target_group_health import TargetGroupHealth


class Stickiness(TypedDict):
    """A cookie that routes a client to the same task."""

    duration: NotRequired[int]
    """Seconds that the cookie is valid (1–604800). Default: 86400."""


class TargetGroup(TypedDict):
    """The pair of target groups between which deployments shift traffic."""

    protocol: NotRequired[Literal["HTTP", "HTTPS"]]
    """The protocol between the load balancer and the tasks. TLS usually ends at the load balancer. Changing it replaces the pair. Default: HTTP."""
    protocol_version: NotRequired[Literal["HTTP1", "HTTP2", "GRPC"]]
    """The version of HTTP; GRPC needs an HTTPS listener. Changing it replaces the pair. Default: HTTP1."""
    deregistration_delay: NotRequired[int]
    """Seconds that a stopping task has to finish its requests (0–3600). AWS's default is 300, and every deployment waits that long; 5 suits answers below a second, but not uploads or streams. Default: 30. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/load-balancer-connection-draining.html"""
    slow_start: NotRequired[int]
    """Seconds over which a new task gets its full share: 0 (off) or 30–900. Default: 0."""
    stickiness: NotRequired[Stickiness | bool | float]
    """Routes a client to the same task by a cookie."""
    load_balancing_algorithm_type: NotRequired[Literal["round_robin", "least_outstanding_requests", "weighted_random"]]
    """How the load balancer chooses the next task. Default: round_robin."""
    load_balancing_anomaly_mitigation: NotRequired[bool]
    """Whether a task with more errors than the others gets fewer requests until it recovers (Automatic Target Weights). Needs weighted_random. Default: false. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#automatic-target-weights"""
    load_balancing_cross_zone_enabled: NotRequired[bool]
    """Whether the load balancer's node of a zone sends requests to tasks in the other zones too. `false` keeps them in the zone; then each zone needs tasks for its share of the requests, and stickiness is not supported. Default: true. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/disable-cross-zone.html"""
    target_group_health: NotRequired[TargetGroupHealth]
    """How many tasks of a zone must be healthy before the load balancer avoids the zone."""
