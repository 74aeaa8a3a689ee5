"""The ways of a dual-stack VPC to the internet over IPv6. awsx creates the blocks of the VPC and its subnets, but no routes."""

from typing import Any, Final

import pulumi
import pulumi_aws as aws
import pulumi_awsx as awsx

from .route_tables import find_route_table

_EVERYWHERE: Final = "::/0"


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
        self.routes: dict[str, aws.ec2.Route] = {}
        for zone in range(zone_count):
            for tier, gateway in gateways.items():
                subnet = f"{tier}-{zone + 1}"
                self.routes[subnet] = aws.ec2.Route(
                    f"{name}-{subnet}-ipv6",
                    route_table_id=find_route_table(vpc, f"{name}-{subnet}"),
                    destination_ipv6_cidr_block=_EVERYWHERE,
                    **gateway,
                    opts=opts,
                )


def find_ipv6_block(vpc: awsx.ec2.Vpc) -> pulumi.Output[str]:
    """Return the IPv6 block of a VPC."""
    return vpc.vpc.apply(lambda resource: resource.ipv6_cidr_block)
