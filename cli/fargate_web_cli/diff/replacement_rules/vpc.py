"""Replacement rules of what a VPC consists of: subnets, routes, gateways and public addresses."""

from collections.abc import Mapping
from typing import Final

from fargate_web_cli.diff.replacement_rules.type_rules import TypeRules, parse_properties

_ROUTE_EFFECT: Final = "the subnet has no way to this destination for some seconds"

VPC: Final[Mapping[str, TypeRules]] = {
    "aws:ec2/vpc:Vpc": TypeRules(
        provider_file="ec2/vpc_.go",
        checked_commit="00081ce41cc691433ac19bf42227cdabffd0454d",
        forcing_properties=parse_properties("cidrBlock instanceTenancy ipv4IpamPoolId ipv4NetmaskLength"),
        # `resourceVPCCustomizeDiff`: from dedicated to default, which nothing means as well, a VPC is updated.
        conditions={"instanceTenancy": ("instanceTenancy", frozenset(("default", None)))},
        replacement_effect="everything in the network has to move to the new one: load balancer, tasks, NAT gateways with their public addresses",
        how_to_avoid="leave the range as it is; to move, build a second stack with its own network and change the DNS",
        protected_asset="an address",
        deletion_effect="everything in the network is deleted",
        property_reasons={"cidrBlock": "a VPC keeps its first range for life"},
    ),
    "aws:ec2/internetGateway:InternetGateway": TypeRules(
        provider_file="ec2/vpc_internet_gateway.go",
        checked_commit="08923b68b5ad6fcfdd38362fb5247e39a9b07add",
        forcing_properties=parse_properties(""),
        replacement_effect="nothing reaches the internet, and the internet reaches nothing, until the new one is attached",
        deletion_effect="nothing reaches the internet, and the internet reaches nothing",
    ),
    "aws:ec2/subnet:Subnet": TypeRules(
        provider_file="ec2/vpc_subnet.go",
        checked_commit="00cda125a19d31754cb0d073cf551264c57955cb",
        # `customdiff.ForceNewIf`: a new IPv6 range replaces a subnet that assigns addresses of the old one.
        forcing_properties=parse_properties(
            "availabilityZone availabilityZoneId cidrBlock ipv4IpamPoolId ipv4NetmaskLength ipv6IpamPoolId ipv6Native ipv6NetmaskLength outpostArn vpcId"
        ),
        replacement_effect="load balancer, tasks and endpoints move to the new subnet; AWS refuses a range that overlaps with the old one, and to delete a subnet that is in use",
        how_to_avoid="leave range and zone as they are, and add further subnets in ranges that are free",
        deletion_effect="load balancer, tasks and endpoints leave it earlier in the same update; AWS refuses if anything else is still in it",
        property_reasons={"cidrBlock": "a subnet keeps its range for life", "availabilityZone": "a subnet stays in its zone"},
    ),
    "aws:ec2/routeTable:RouteTable": TypeRules(
        provider_file="ec2/vpc_route_table.go",
        checked_commit="022092419b7cda11527df3c6b51cbfe1876c1722",
        forcing_properties=parse_properties("vpcId"),
        replacement_effect=_ROUTE_EFFECT,
        deletion_effect="its routes are deleted with it",
    ),
    "aws:ec2/routeTableAssociation:RouteTableAssociation": TypeRules(
        provider_file="ec2/vpc_route_table_association.go",
        checked_commit="0be71beb458ad8875e0acc5c91519c0ceeb214aa",
        forcing_properties=parse_properties("gatewayId subnetId"),
        replacement_effect=_ROUTE_EFFECT,
        deletion_effect="the subnet has the routes of the main route table, which leads nowhere outside the VPC",
    ),
    "aws:ec2/route:Route": TypeRules(
        provider_file="ec2/vpc_route.go",
        checked_commit="0128541e0711766f28540143a9d73738aced60aa",
        forcing_properties=parse_properties("destinationCidrBlock destinationIpv6CidrBlock destinationPrefixListId routeTableId"),
        replacement_effect=_ROUTE_EFFECT,
        deletion_effect="the subnet has no way to this destination any more",
    ),
    "aws:ec2/natGateway:NatGateway": TypeRules(
        provider_file="ec2/vpc_nat_gateway.go",
        checked_commit="04088eaa54948421bf1ef7494ae2b2c01d9243e3",
        # `availabilityMode` and `vpcId` are newer than that commit: CreateNatGateway takes them, and no call changes them.
        forcing_properties=parse_properties(
            "allocationId availabilityMode connectivityType privateIp secondaryPrivateIpAddressCount subnetId vpcId"
        ),
        replacement_effect="connections through it break; the new one has another address unless it keeps the Elastic IP",
        how_to_avoid="keep its subnet and its Elastic IP",
        protected_asset="an address",
        deletion_effect="connections through it break, and nothing leaves the network from its public address any more",
        property_reasons={"subnetId": "a NAT gateway stays in its subnet"},
    ),
    "aws:ec2/eip:Eip": TypeRules(
        provider_file="ec2/ec2_eip.go",
        checked_commit="01606926a0c0ab9174aec440f976a48b0baee722",
        forcing_properties=parse_properties("address domain ipamPoolId networkBorderGroup publicIpv4Pool"),
        replacement_effect="another public address: firewalls that admit the old one have to admit the new one",
        how_to_avoid="leave it as it is",
        protected_asset="an address",
        deletion_effect="the public address is given back to AWS for good: a firewall that admits it no longer admits this network",
    ),
}
"""By type token."""
