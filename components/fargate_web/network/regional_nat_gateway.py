"""A NAT gateway that is present in all zones with workloads."""

from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_aws as aws
import pulumi_awsx as awsx

from .nat_routes import create_nat_routes


class RegionalNatGateway:
    """A regional NAT gateway, and the routes to it.

    Without addresses of yours, AWS extends it to each zone with a network interface, which can take an hour, and allocates its addresses, more of them
    under load. With addresses, it is in the zones of the network from the start, and its addresses stay.
    https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html

    Attributes:
        gateway: The NAT gateway.
        routes: The route of each private subnet.
    """

    def __init__(
        self,
        name: str,
        *,
        vpc: awsx.ec2.Vpc,
        zone_count: int,
        allocation_ids: Mapping[str, pulumi.Input[str]],
        display_name: str,
        tags: dict[str, Any],
        parent: pulumi.Resource,
    ) -> None:
        addresses = [
            aws.ec2.NatGatewayAvailabilityZoneAddressArgs(availability_zone=zone, allocation_ids=[allocation_id])
            for zone, allocation_id in allocation_ids.items()
        ]
        self.gateway = aws.ec2.NatGateway(
            f"{name}-regional",
            vpc_id=vpc.vpc_id,
            availability_mode="regional",
            connectivity_type="public",
            availability_zone_addresses=addresses or None,
            tags={**tags, "Name": display_name},
            # The internet gateway must be there.
            opts=pulumi.ResourceOptions(parent=parent, depends_on=[vpc]),
        )
        self.routes = create_nat_routes(name, vpc, [{"nat_gateway_id": self.gateway.id}] * zone_count, parent=parent)
