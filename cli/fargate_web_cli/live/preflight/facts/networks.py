"""Asks for the network: the existing VPC with its subnets, routes and endpoints, or the zones for a new one."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from fargate_web.settings.existing_network import ExistingNetwork, ExistingSubnet, ExistingVpc
from fargate_web.settings.fix import SettingPath

from fargate_web_cli.live.preflight.aws_reader import AwsReader

TIERS: Final = ("private", "public", "isolated")
_VPC: Final = "the existing VPC"
_ENDPOINT_PATTERN: Final = re.compile(r"\.[a-z]+(?:-[a-z]+)+-[0-9]+\.(.+)$")
"""The name of the service after the Region: `com.amazonaws.us-west-2.ecr.api`."""


@dataclass(frozen=True)
class Subnet:
    """A subnet.

    Attributes:
        id: Its id.
        name: Its Name tag.
        zone: Its availability zone.
        free: The number of free addresses.
        prefix_length: The length of the prefix of its block.
        is_default: Whether AWS created it with the default VPC.
        has_ipv6: Whether it has an IPv6 block.
    """

    id: str
    name: str
    zone: str
    free: int
    prefix_length: int = 24
    is_default: bool = False
    has_ipv6: bool = False


@dataclass(frozen=True)
class Route:
    """A route.

    Attributes:
        destination: Its destination: a block, or the id of a prefix list.
        target: The id of its target: `igw-…`, `nat-…`, `local`.
        is_active: Whether its target exists. AWS drops traffic to one that does not.
    """

    destination: str
    target: str
    is_active: bool = True


@dataclass(frozen=True)
class Endpoint:
    """An endpoint of the VPC.

    Attributes:
        service: The last part of the name of the service: `ecr.api`, `s3`.
        is_gateway: Whether route tables lead to it.
        has_private_names: Whether the usual names of the service lead to it.
        route_tables: The ids of the route tables of a gateway endpoint.
    """

    service: str
    is_gateway: bool = False
    has_private_names: bool = True
    route_tables: frozenset[str] = frozenset()


@dataclass(frozen=True)
class RouteTable:
    """A route table.

    Attributes:
        id: Its id.
        routes: Its routes.
    """

    id: str
    routes: tuple[Route, ...] = ()


@dataclass(frozen=True)
class NetworkFacts:
    """The network that exists.

    Attributes:
        vpc_ids: The VPCs that the stack file can mean. Exactly one is right.
        cidr_block: The block of the VPC, if there is one.
        subnets: The subnets that each entry of the stack file can mean, by path. Exactly one is right.
        tiers: The subnets of each tier.
        route_tables: The route table of each subnet, by the id of the subnet.
        endpoints: The endpoints; None if they are not known.
    """

    vpc_ids: tuple[str, ...]
    cidr_block: str = ""
    subnets: Mapping[SettingPath, tuple[Subnet, ...]] = field(default_factory=dict)
    tiers: Mapping[str, tuple[Subnet, ...]] = field(default_factory=dict)
    route_tables: Mapping[str, RouteTable] = field(default_factory=dict)
    endpoints: tuple[Endpoint, ...] | None = None


def gather_zones(reader: AwsReader) -> frozenset[str] | None:
    """Ask for the availability zones that a new VPC can use."""
    answer = reader.ask(
        "the availability zones", "ec2", "describe_availability_zones", Filters=[{"Name": "zone-type", "Values": ["availability-zone"]}]
    )
    if answer is None:
        return None
    return frozenset(
        zone["ZoneName"] for zone in answer.content.get("AvailabilityZones", ()) if zone.get("State", "available") == "available"
    )


def gather_network(reader: AwsReader, existing: ExistingNetwork) -> NetworkFacts | None:
    """Ask for an existing network. Return None if it can't be asked for, or if the stack file names it by something that is not known."""
    which = _build_vpc_filter(existing.vpc)
    if which is None:
        return None
    answer = reader.ask(_VPC, "ec2", "describe_vpcs", answers=("InvalidVpcID.NotFound", "InvalidVpcID.Malformed"), **which)
    if answer is None:
        return None
    vpcs = answer.content.get("Vpcs", ())
    if len(vpcs) != 1:
        return NetworkFacts(tuple(str(vpc["VpcId"]) for vpc in vpcs))
    vpc_id = str(vpcs[0]["VpcId"])
    inside = [{"Name": "vpc-id", "Values": [vpc_id]}]
    subnets = reader.collect("the subnets of the existing VPC", "ec2", "describe_subnets", "Subnets", Filters=inside)
    tables = reader.collect("the routes of the existing VPC", "ec2", "describe_route_tables", "RouteTables", Filters=inside)
    endpoints = reader.collect("the endpoints of the existing VPC", "ec2", "describe_vpc_endpoints", "VpcEndpoints", Filters=inside)
    parsed = [_parse_subnet(subnet) for subnet in subnets or ()]
    matches = {} if subnets is None else {path: _find_subnets(entry, parsed) for path, entry in _list_entries(existing)}
    tiers = {tier: tuple(found[0] for path, found in matches.items() if path[2] == f"{tier}Subnets" and len(found) == 1) for tier in TIERS}
    if existing.uses_default_subnets:
        tiers["public"] = tuple(subnet for subnet in parsed if subnet.is_default)
    return NetworkFacts(
        (vpc_id,),
        str(vpcs[0].get("CidrBlock", "")),
        matches,
        tiers,
        _assign_route_tables(tables or (), parsed),
        None
        if endpoints is None
        else tuple(_parse_endpoint(endpoint) for endpoint in endpoints if endpoint.get("State", "").lower() == "available"),
    )


def _build_vpc_filter(vpc: ExistingVpc) -> dict[str, Any] | None:
    if vpc.default:
        return {"Filters": [{"Name": "is-default", "Values": ["true"]}]}
    if vpc.name is not None:
        return {"Filters": [{"Name": "tag:Name", "Values": [vpc.name]}]}
    return {"VpcIds": [vpc.id]} if isinstance(vpc.id, str) else None


def _list_entries(existing: ExistingNetwork) -> Iterable[tuple[SettingPath, ExistingSubnet]]:
    for tier in TIERS:
        for index, entry in enumerate(getattr(existing, f"{tier}_subnets")):
            if entry.name is not None or isinstance(entry.id, str):
                yield ("network", "existing", f"{tier}Subnets", index), entry


def _find_subnets(entry: ExistingSubnet, subnets: Iterable[Subnet]) -> tuple[Subnet, ...]:
    return tuple(subnet for subnet in subnets if (subnet.id == entry.id if entry.name is None else subnet.name == entry.name))


def _parse_subnet(subnet: Mapping[str, Any]) -> Subnet:
    name = next((tag["Value"] for tag in subnet.get("Tags", ()) if tag["Key"] == "Name"), "")
    length = str(subnet.get("CidrBlock", "")).partition("/")[2]
    return Subnet(
        subnet["SubnetId"],
        name,
        subnet.get("AvailabilityZone", ""),
        subnet.get("AvailableIpAddressCount", 0),
        int(length) if length else 24,
        bool(subnet.get("DefaultForAz")),
        any(
            association.get("Ipv6CidrBlockState", {}).get("State") == "associated"
            for association in subnet.get("Ipv6CidrBlockAssociationSet", ())
        ),
    )


def _assign_route_tables(tables: Iterable[Mapping[str, Any]], subnets: Iterable[Subnet]) -> dict[str, RouteTable]:
    """Assign each subnet its route table: the main one, unless another is associated."""
    main: RouteTable | None = None
    assigned: dict[str, RouteTable] = {}
    for table in tables:
        parsed = RouteTable(table["RouteTableId"], tuple(_parse_route(route) for route in table.get("Routes", ())))
        for association in table.get("Associations", ()):
            if association.get("Main"):
                main = parsed
            elif association.get("SubnetId"):
                assigned[association["SubnetId"]] = parsed
    return {subnet.id: found for subnet in subnets if (found := assigned.get(subnet.id, main)) is not None}


def _parse_route(route: Mapping[str, Any]) -> Route:
    destinations = ("DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId")
    targets = (
        "NatGatewayId",
        "TransitGatewayId",
        "VpcPeeringConnectionId",
        "NetworkInterfaceId",
        "InstanceId",
        "CarrierGatewayId",
        "LocalGatewayId",
        "EgressOnlyInternetGatewayId",
        "CoreNetworkArn",
        "GatewayId",
    )
    return Route(
        next((str(route[key]) for key in destinations if route.get(key)), ""),
        next((str(route[key]) for key in targets if route.get(key)), ""),
        route.get("State", "active") == "active",
    )


def _parse_endpoint(endpoint: Mapping[str, Any]) -> Endpoint:
    found = _ENDPOINT_PATTERN.search(str(endpoint.get("ServiceName", "")))
    return Endpoint(
        found[1] if found else "",
        endpoint.get("VpcEndpointType", "Gateway") == "Gateway",
        bool(endpoint.get("PrivateDnsEnabled")),
        frozenset(endpoint.get("RouteTableIds", ())),
    )
