"""Checks of the routes of the services."""

from collections.abc import Iterator

from ..settings.stack import Stack
from .finding import Finding

MAX_ROUTED_SERVICES = 50
"""Each service has a pair of target groups, and a load balancer allows 100:
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html"""


def check_routes(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find routes that are more than a load balancer allows."""
    routes = {name: service.active_route for name, service in stack.routed_services.items() if service.active_route}
    if len(routes) > MAX_ROUTED_SERVICES:
        yield Finding(
            "too-many-routes",
            ("services",),
            f"{len(routes)} services with a route need {2 * len(routes)} target groups, and a load balancer allows 100 (TooManyTargetGroups); "
            "move some to another stack with a load balancer of its own",
        )
