"""`Header`, `Route`, `Stickiness`, `TargetGroup`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import Literal, NotRequired, TypedDict


class Header(TypedDict):
    """A header that a request must carry."""

    name: str
    """The name of the header (40 characters at most)."""
    values: list[str]
    """Values of which one must match; * and ? are wildcards."""


class Route(TypedDict):
    """Which requests the load balancer forwards to the service. Without hosts and paths: all of them."""

    hosts: NotRequired[list[str]]
    """Host names of which one must match; * and ? are wildcards."""
    paths: NotRequired[list[str]]
    """Path patterns of which one must match; * and ? are wildcards."""
    methods: NotRequired[list[str]]
    """HTTP methods of which one must match, in capitals."""
    headers: NotRequired[list[Header]]
    """Headers that must all match."""
    priority: NotRequired[int]
    """The priority of the rule (1–50000). Set it if the calculated order of all services (most specific first) is not the intended one, or if the listener has rules from elsewhere. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-update-rules.html"""


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
