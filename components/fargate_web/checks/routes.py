"""Checks of the routes of the services."""

from collections.abc import Iterator

from ..settings.stack import Stack
from .finding import Finding

MAX_ROUTES = 50
"""Each route has a pair of target groups, and a load balancer allows 100:
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html"""


def check_routes(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find routes that are more than a load balancer allows."""
    routes = stack.services_by_route
    if len(routes) > MAX_ROUTES:
        yield Finding(
            "too-many-routes",
            ("services",),
            f"{len(routes)} routes need {2 * len(routes)} target groups, and a load balancer allows 100 (TooManyTargetGroups); "
            "move some to another stack with a load balancer of its own",
        )
