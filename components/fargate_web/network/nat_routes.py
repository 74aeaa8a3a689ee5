"""The routes from private subnets to the internet, for the ways out that `awsx.ec2.Vpc` doesn't offer."""

from collections.abc import Mapping, Sequence
from typing import Final

import pulumi
import pulumi_aws as aws
import pulumi_awsx as awsx

from .route_tables import find_route_table

_ROUTE_TYPES: Final = "$aws:ec2/vpc:Vpc$aws:ec2/subnet:Subnet$aws:ec2/routeTable:RouteTable$aws:ec2/route:Route"


def create_nat_routes(
    name: str, vpc: awsx.ec2.Vpc, targets: Sequence[Mapping[str, pulumi.Input[str]]], *, parent: pulumi.Resource
) -> list[aws.ec2.Route]:
    """Create the route of each private subnet.

    The alias makes it the same resource as the route that awsx creates to a NAT gateway of its own: a change from one to the other replaces the target
    of the route at once. EC2 refuses a second route to the same destination (RouteAlreadyExists).

    Args:
        name: The name of the network.
        vpc: The VPC, without NAT gateways.
        targets: For each zone, the target of its route: `nat_gateway_id` or `network_interface_id`.
        parent: The parent of the routes.
    """
    names = [f"{name}-private-{index + 1}" for index in range(len(targets))]
    return [
        aws.ec2.Route(
            route_name,
            route_table_id=find_route_table(vpc, route_name),
            destination_cidr_block="0.0.0.0/0",
            opts=pulumi.ResourceOptions(parent=parent, aliases=[_build_former_urn(vpc, route_name)]),
            **target,
        )
        for route_name, target in zip(names, targets, strict=True)
    ]


def _build_former_urn(vpc: awsx.ec2.Vpc, route_name: str) -> pulumi.Output[str]:
    """Build the URN of the route that awsx creates in the same route table."""
    return vpc.urn.apply(lambda urn: f"{urn.rpartition('::')[0]}{_ROUTE_TYPES}::{route_name}")
