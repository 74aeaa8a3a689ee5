"""`Header`, `Route`, `Stickiness`, `TargetGroup`, `HealthCheck`.

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
    """Values of which one must match; * and ? are wild cards."""


class Route(TypedDict):
    """Which requests the load balancer forwards to the service. Without hosts and paths: all of them."""

    hosts: NotRequired[list[str]]
    """Host names of which one must match; * and ? are wild cards."""
    paths: NotRequired[list[str]]
    """Path patterns of which one must match; * and ? are wild cards."""
    methods: NotRequired[list[str]]
    """HTTP methods of which one must match, in capitals."""
    headers: NotRequired[list[Header]]
    """Headers that must all match."""
    priority: NotRequired[int]
    """The priority of the rule (1–50000), where the order worked out over all services (most specific first) is not the wanted one, or the listener is shared with rules from elsewhere. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-update-rules.html"""


class Stickiness(TypedDict):
    """A cookie that leads a client back to the same task."""

    duration: NotRequired[int]
    """Seconds that the cookie lives (1–604800). Default: 86400."""


class TargetGroup(TypedDict):
    """The pair of target groups between which deployments shift traffic."""

    protocol: NotRequired[Literal["HTTP", "HTTPS"]]
    """How the load balancer talks to the tasks. TLS usually ends at the load balancer. Changing it replaces the pair. Default: HTTP."""
    protocol_version: NotRequired[Literal["HTTP1", "HTTP2", "GRPC"]]
    """The version of HTTP; GRPC needs an HTTPS listener. Changing it replaces the pair. Default: HTTP1."""
    deregistration_delay: NotRequired[int]
    """Seconds that a stopping task may finish its requests (0–3600). AWS's own default is 300, which every deployment then waits for; 5 suits answers below a second, never uploads or streams. Default: 30. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/load-balancer-connection-draining.html"""
    slow_start: NotRequired[int]
    """Seconds over which a new task gets its full share: 0 (off) or 30–900. Default: 0."""
    stickiness: NotRequired[Stickiness | bool | float]
    """Leads a client back to the same task by a cookie."""
    load_balancing_algorithm_type: NotRequired[Literal["round_robin", "least_outstanding_requests", "weighted_random"]]
    """How the next task is chosen. Default: round_robin."""


class HealthCheck(TypedDict):
    """How the load balancer tells whether a task can serve."""

    path: NotRequired[str]
    """The path that is asked for (1024 characters at most); it must answer without a login. Default: /."""
    matcher: NotRequired[str]
    """The status codes that count as healthy, within 200–499: '200', '200-299', '200,302'. For gRPC 0–99. Default: 200-299."""
    interval: NotRequired[int]
    """Seconds between two checks (5–300). AWS's own default is 30; a shorter one ends deployments sooner. Default: 10."""
    timeout: NotRequired[int]
    """Seconds until a check counts as failed (2–120); shorter than the interval. Default: 5."""
    healthy_threshold: NotRequired[int]
    """Successes in a row until a target that was unhealthy is healthy again (2–10). A new target needs one. Default: 2."""
    unhealthy_threshold: NotRequired[int]
    """Failures in a row until a target is unhealthy (2–10). Default: 3."""
    grace_period: NotRequired[int]
    """Seconds after the start of a task in which failed checks don't stop it (0–2147483647). Too short, and slow starters are killed in a loop. Default: 60. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/load-balancer-healthcheck.html"""
