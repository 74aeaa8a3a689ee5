"""`HealthCheck`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import NotRequired, TypedDict


class HealthCheck(TypedDict):
    """How the load balancer checks whether a task can serve requests."""

    path: NotRequired[str]
    """The path that the load balancer requests (1024 characters at most); it must answer without a login. Default: /."""
    matcher: NotRequired[str]
    """The status codes that count as healthy, within 200–499: '200', '200-299', '200,302'. For gRPC 0–99. Default: 200-299."""
    interval: NotRequired[int]
    """Seconds between two checks (5–300). AWS's default is 30; a shorter interval ends deployments sooner. Default: 10."""
    timeout: NotRequired[int]
    """Seconds until a check counts as failed (2–120); shorter than the interval. Default: 5."""
    healthy_threshold: NotRequired[int]
    """Successes in a row until a target that was unhealthy is healthy again (2–10). A new target needs one. Default: 2."""
    unhealthy_threshold: NotRequired[int]
    """Failures in a row until a target is unhealthy (2–10). Default: 3."""
    grace_period: NotRequired[int]
    """Seconds after the start of a task in which failed checks don't stop it (0–2147483647). If it is too short, tasks that start slowly are killed again and again. Default: 60. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/load-balancer-healthcheck.html"""
