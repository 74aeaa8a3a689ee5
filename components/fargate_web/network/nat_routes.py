"""The routes from private subnets to the internet, for the ways out that `awsx.ec2.Vpc` doesn't offer."""

from collections.abc import Mapping, Sequence
from typing import Final

import pulumi
import pulumi_aws as aws
import pulumi_awsx as awsx

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
            route_table_id=_find_route_table(vpc, route_name),
            destination_cidr_block="0.0.0.0/0",
            opts=pulumi.ResourceOptions(parent=parent, aliases=[_build_former_urn(vpc, route_name)]),
            **target,
        )
        for route_name, target in zip(names, targets, strict=True)
    ]


def _find_route_table(vpc: awsx.ec2.Vpc, name: str) -> pulumi.Output[str]:
    """Find a route table by the name that awsx gives it, which is that of its subnet. The isolated subnets must not get a route."""
    ids: pulumi.Output[list[tuple[str, str]]] = vpc.route_tables.apply(
        lambda tables: pulumi.Output.all(*(pulumi.Output.all(each.urn, each.id) for each in tables or []))
    )
    return ids.apply(lambda found: {urn.rpartition("::")[2]: id_ for urn, id_ in found}[name])


def _build_former_urn(vpc: awsx.ec2.Vpc, route_name: str) -> pulumi.Output[str]:
    """Build the URN of the route that awsx creates in the same route table."""
    return vpc.urn.apply(lambda urn: f"{urn.rpartition('::')[0]}{_ROUTE_TYPES}::{route_name}")
