"""The ways of a dual-stack VPC to the internet over IPv6. awsx creates the blocks of the VPC and its subnets, but no routes."""

from collections.abc import Sequence
from typing import Any, Final

import pulumi
import pulumi_aws as aws
import pulumi_awsx as awsx

_EVERYWHERE: Final = "::/0"
_TIERS: Final = ("public", "private", "isolated")
"""The order of awsx within a zone."""


class Ipv6Routes:
    """The routes of the subnets over IPv6.

    Public subnets lead to the internet gateway. Private ones lead to an egress-only internet gateway: connections go out through it and their
    answers come back, but none comes in, although every IPv6 address is a public one. Isolated subnets get no route.

    Attributes:
        egress_only_internet_gateway: The way out of the private subnets.
        routes: The routes, by the name of the subnet: `public-1`.
    """

    def __init__(
        self,
        name: str,
        *,
        vpc: awsx.ec2.Vpc,
        zone_count: int,
        tiers: Sequence[str],
        display_name: str,
        tags: dict[str, Any],
        parent: pulumi.Resource,
    ) -> None:
        opts = pulumi.ResourceOptions(parent=parent)
        self.egress_only_internet_gateway = aws.ec2.EgressOnlyInternetGateway(
            f"{name}-egress-only", vpc_id=vpc.vpc_id, tags={**tags, "Name": display_name}, opts=opts
        )
        gateways: dict[str, dict[str, Any]] = {
            "public": {"gateway_id": vpc.internet_gateway.apply(lambda gateway: gateway.id)},
            "private": {"egress_only_gateway_id": self.egress_only_internet_gateway.id},
        }
        ordered_tiers = [tier for tier in _TIERS if tier in tiers]
        self.routes: dict[str, aws.ec2.Route] = {}
        for zone in range(zone_count):
            for position, tier in enumerate(ordered_tiers):
                if tier in gateways:
                    self.routes[f"{tier}-{zone + 1}"] = aws.ec2.Route(
                        f"{name}-{tier}-{zone + 1}-ipv6",
                        route_table_id=_find_route_table_id(vpc, zone * len(ordered_tiers) + position),
                        destination_ipv6_cidr_block=_EVERYWHERE,
                        **gateways[tier],
                        opts=opts,
                    )


def find_ipv6_block(vpc: awsx.ec2.Vpc) -> pulumi.Output[str]:
    """Return the IPv6 block of a VPC."""
    return vpc.vpc.apply(lambda resource: resource.ipv6_cidr_block)


def _find_route_table_id(vpc: awsx.ec2.Vpc, index: int) -> pulumi.Output[str]:
    return vpc.route_tables.apply(lambda tables: tables[index].id)
