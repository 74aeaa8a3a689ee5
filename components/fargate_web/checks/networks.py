"""Checks of the network that need the Region: endpoints that AWS may not have."""

import difflib
from collections.abc import Iterator

from ..settings.interface_endpoints import KNOWN_ENDPOINTS, find_known_endpoint
from ..settings.stack import Stack
from .finding import Finding


def check_networks(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find interface endpoints that are none of those that AWS has listed."""
    for index, endpoint in enumerate(stack.network.interface_endpoints):
        if find_known_endpoint(endpoint) is None:
            similar = difflib.get_close_matches(endpoint, KNOWN_ENDPOINTS, 1, 0.5)
            where = f" --region {region}" if region else ""
            yield Finding(
                "unlisted-endpoint",
                ("network", "interfaceEndpoints", index),
                f"{endpoint} is none of the endpoints that this release knows{f'; the one most like it is {similar[0]}' if similar else ''}; AWS refuses one that it doesn't have "
                f"(InvalidServiceName), and `aws ec2 describe-vpc-endpoint-services{where}` lists those that it has; write the last part of one of their names",
                "warning",
            )
