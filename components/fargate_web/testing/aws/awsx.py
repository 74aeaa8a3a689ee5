"""Fakes of `awsx:ec2:Vpc`, `awsx:ecr:Image` and `awsx:lb:ApplicationLoadBalancer`, components that a provider plugin creates.

A program sees only their outputs. These include references to their child resources, with the ids, properties and order of awsx.
"""

import itertools
from collections.abc import Mapping, Sequence
from ipaddress import IPv6Network
from typing import Any, Final

from fargate_web.testing.aws import load_balancers, network_resources
from fargate_web.testing.aws.awsx_subnets import SUBNET_TYPES, Subnet, build_subnet_layout, build_subnets
from fargate_web.testing.aws.fake_account import generate_hex_digits
from fargate_web.testing.aws.fake_types import Fake, ResourceRequest
from fargate_web.testing.mocking import ChildResource


def _fake_vpc(request: ResourceRequest) -> tuple[str, dict[str, Any]]:
    inputs, name = request.inputs, request.logical_name
    zones = _select_zones(request)
    block = request.get_text("cidrBlock", "10.0.0.0/16")
    layout = build_subnets(name, inputs, block, zones)
    builder = _VpcBuilder(request, layout)
    has_ipv6 = inputs.get("assignGeneratedIpv6CidrBlock") is True
    vpc_inputs = {"cidrBlock": block, **({"assignGeneratedIpv6CidrBlock": True} if has_ipv6 else {})}
    vpc = builder.build_child("aws:ec2/vpc:Vpc", name, {**vpc_inputs, "tags": builder.merge_tags(Name=name)})
    gateway = builder.build_child(
        "aws:ec2/internetGateway:InternetGateway", name, {"vpcId": vpc.id, "tags": builder.merge_tags(Name=name)}, vpc
    )
    for subnet in layout:
        builder.add_subnet(subnet, vpc, gateway, zones)
    by_type = {
        type_: [child for child, subnet in zip(builder.subnets, layout, strict=True) if subnet.type == type_] for type_ in SUBNET_TYPES
    }
    outputs: dict[str, Any] = {
        "vpc": vpc,
        "vpcId": vpc.id,
        "internetGateway": gateway,
        "subnets": builder.subnets,
        "routeTables": builder.route_tables,
        "routeTableAssociations": builder.associations,
        "routes": builder.routes,
        "natGateways": builder.nat_gateways,
        "eips": builder.eips,
        "vpcEndpoints": [builder.build_endpoint(spec, vpc) for spec in inputs.get("vpcEndpointSpecs", [])],
        "subnetLayout": build_subnet_layout(layout, inputs),
    }
    for type_, children in by_type.items():
        outputs[f"{type_.lower()}Subnets"] = children
        outputs[f"{type_.lower()}SubnetIds"] = [child.id for child in children]
    return "", outputs


def _select_zones(request: ResourceRequest) -> Sequence[str]:
    names: Sequence[str] | None = request.inputs.get("availabilityZoneNames")
    count: int | None = request.inputs.get("numberOfAvailabilityZones")
    if names and count:
        raise ValueError("Only one of [availabilityZoneNames] and [numberOfAvailabilityZones] can be specified")
    available = request.account.zones
    if not names and len(available) < (count or 3):
        raise ValueError(f"The configured region for this provider does not have at least {count or 3} Availability Zones.")
    return names or available[: count or 3]


class _VpcBuilder:
    """Builds the children of one component, in the order of awsx."""

    def __init__(self, request: ResourceRequest, layout: Sequence[Subnet]) -> None:
        self._request = request
        nat = request.inputs.get("natGateways", {})
        types = {subnet.type for subnet in layout}
        can_have_gateways = types >= {"Public", "Private"}
        self._strategy = str(nat.get("strategy", "OnePerAz" if can_have_gateways else "None"))
        if self._strategy != "None" and not can_have_gateways:
            raise ValueError("If NAT Gateway strategy is 'OnePerAz' or 'Single', both private and public subnets must be declared.")
        self._allocations: Sequence[str] = nat.get("elasticIpAllocationIds", [])
        self.subnets: list[ChildResource] = []
        self.route_tables: list[ChildResource] = []
        self.associations: list[ChildResource] = []
        self.routes: list[ChildResource] = []
        self.nat_gateways: list[ChildResource] = []
        self.eips: list[ChildResource] = []

    def build_child(self, type_: str, name: str, inputs: Mapping[str, Any], parent: ChildResource | None = None) -> ChildResource:
        # Children of two VPCs may have the same name, so the seed contains the name of the component.
        request = ResourceRequest(self._request.account, type_, f"{self._request.logical_name}/{name}", name, inputs)
        id_, outputs = network_resources.FAKES[type_](request)
        return ChildResource(type_, name, id_, {**inputs, **outputs}, parent)

    def merge_tags(self, **more: str) -> dict[str, Any]:
        return {**self._request.inputs.get("tags", {}), **more}

    def add_subnet(self, subnet: Subnet, vpc: ChildResource, gateway: ChildResource, zones: Sequence[str]) -> None:
        """Add a subnet, its route table and, if its zone still lacks one, its NAT gateway."""
        tags = self.merge_tags(**subnet.spec.get("tags", {}), Name=subnet.name, SubnetType=subnet.type)
        properties = {
            "vpcId": vpc.id,
            "availabilityZone": subnet.zone,
            "cidrBlock": str(subnet.block),
            "mapPublicIpOnLaunch": subnet.type == "Public",
            **self._assign_ipv6_block(subnet, vpc, zones),
            "tags": tags,
        }
        child = self.build_child("aws:ec2/subnet:Subnet", subnet.name, properties, vpc)
        table = self.build_child("aws:ec2/routeTable:RouteTable", subnet.name, {"vpcId": vpc.id, "tags": tags}, child)
        association_inputs = {"routeTableId": table.id, "subnetId": child.id}
        association = self.build_child("aws:ec2/routeTableAssociation:RouteTableAssociation", subnet.name, association_inputs, table)
        self.subnets.append(child)
        self.route_tables.append(table)
        self.associations.append(association)
        zone = zones.index(subnet.zone)
        if subnet.type == "Public" and len(self.nat_gateways) < self._count_nat_gateways(zone):
            self._add_nat_gateway(zone, child)
        target = {"Public": {"gatewayId": gateway.id}, "Private": self._build_nat_route(zone)}.get(subnet.type)
        if target:
            route = {"routeTableId": table.id, "destinationCidrBlock": "0.0.0.0/0", **target}
            self.routes.append(self.build_child("aws:ec2/route:Route", subnet.name, route, table))

    def _assign_ipv6_block(self, subnet: Subnet, vpc: ChildResource, zones: Sequence[str]) -> dict[str, Any]:
        """Assign a /64 of the VPC. Its number depends on how many subnets the zone has already, and on the number of zones."""
        has_block = vpc.state.get("assignGeneratedIpv6CidrBlock") is True
        if not subnet.spec.get("assignIpv6AddressOnCreation", has_block):
            return {}
        if not has_block:
            raise ValueError(
                "Subnets with assignIpv6AddressOnCreation=true require the VPC to have an IPv6 CIDR block. "
                "Set assignGeneratedIpv6CidrBlock=true or provide ipv6CidrBlock."
            )
        zone = zones.index(subnet.zone)
        earlier = sum(other.state["availabilityZone"] == subnet.zone for other in self.subnets)
        number = zone + earlier * len(zones)
        block = next(itertools.islice(IPv6Network(vpc.state["ipv6CidrBlock"]).subnets(new_prefix=64), number, None))
        return {"assignIpv6AddressOnCreation": True, "ipv6CidrBlock": str(block)}

    def build_endpoint(self, spec: Mapping[str, Any], vpc: ChildResource) -> ChildResource:
        return self.build_child("aws:ec2/vpcEndpoint:VpcEndpoint", spec["serviceName"], {**spec, "vpcId": vpc.id}, vpc)

    def _count_nat_gateways(self, zone: int) -> int:
        """Return the total number of NAT gateways after this zone."""
        return {"OnePerAz": zone + 1, "Single": 1}.get(self._strategy, 0)

    def _add_nat_gateway(self, zone: int, subnet: ChildResource) -> None:
        name = f"{self._request.logical_name}-{zone + 1}"
        if self._allocations:
            allocation = self._allocations[len(self.nat_gateways)]
        else:
            self.eips.append(self.build_child("aws:ec2/eip:Eip", name, {"tags": self.merge_tags(Name=name)}, subnet))
            allocation = self.eips[-1].id
        properties = {"subnetId": subnet.id, "allocationId": allocation, "tags": self.merge_tags(Name=name)}
        self.nat_gateways.append(self.build_child("aws:ec2/natGateway:NatGateway", name, properties, subnet))

    def _build_nat_route(self, zone: int) -> dict[str, str]:
        if self._strategy == "None":
            return {}
        return {"natGatewayId": self.nat_gateways[0 if self._strategy == "Single" else zone].id}


def _fake_image(request: ResourceRequest) -> tuple[str, dict[str, Any]]:
    """Fake a pushed image: the URL of the repository with a digest."""
    url = request.get_text("repositoryUrl", f"{request.account.id}.dkr.ecr.{request.account.region}.amazonaws.com/{request.logical_name}")
    return "", {"imageUri": f"{url}@sha256:{generate_hex_digits(request.seed, 64)}"}


def _fake_load_balancer(request: ResourceRequest) -> tuple[str, dict[str, Any]]:
    """Fake the load balancer and the target group that the component creates."""
    name = request.logical_name
    outputs: dict[str, Any] = {}
    for output, type_ in (("loadBalancer", "aws:lb/loadBalancer:LoadBalancer"), ("defaultTargetGroup", "aws:lb/targetGroup:TargetGroup")):
        child = ResourceRequest(request.account, type_, f"{name}/{name}", name, {})
        id_, state = load_balancers.FAKES[type_](child)
        outputs[output] = ChildResource(type_, name, id_, state)
    return "", outputs


FAKES: Final[Mapping[str, Fake]] = {
    "awsx:ec2:Vpc": _fake_vpc,
    "awsx:ecr:Image": _fake_image,
    "awsx:lb:ApplicationLoadBalancer": _fake_load_balancer,
}
