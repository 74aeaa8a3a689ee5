"""Checks of the network: public addresses, and endpoints that AWS may not have."""

import difflib
import ipaddress
from collections.abc import Iterator
from typing import Final

from ..settings.interface_endpoints import KNOWN_ENDPOINTS, find_known_endpoint
from ..settings.stack import Stack
from .finding import Finding

_PRIVATE_RANGES: Final = tuple(
    ipaddress.IPv4Network(block) for block in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "198.18.0.0/15")
)


def check_networks(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find a VPC with public addresses, and interface endpoints that are none of those that AWS has listed."""
    block = ipaddress.IPv4Network(stack.network.cidr_block)
    if stack.network.existing is None and not any(block.subnet_of(private) for private in _PRIVATE_RANGES):
        yield Finding(
            "public-cidr-block",
            ("network", "cidrBlock"),
            f"{block} isn't within a private range, so internet hosts with these addresses could not be reached, unless they are your own; write a block of 10.0.0.0/8, 172.16.0.0/12 or "
            "192.168.0.0/16",
        )
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
