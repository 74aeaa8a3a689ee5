"""The fakes of `awsx:ec2:Vpc`, `awsx:ecr:Image` and `awsx:lb:ApplicationLoadBalancer`, components that a provider plugin builds.

The program sees its outputs only. Among them are references to the resources that it consists of, with ids and the properties that awsx gives
them, in its order.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from fargate_web.testing.aws import network_resources
from fargate_web.testing.aws.awsx_subnets import Subnet, build_subnet_layout, build_subnets
from fargate_web.testing.aws.fake_account import generate_hex_digits
from fargate_web.testing.aws.fake_types import Fake, ResourceRequest
from fargate_web.testing.mocking import ChildResource


def _fake_vpc(creation: ResourceRequest) -> tuple[str, dict[str, Any]]:
    inputs, name = creation.inputs, creation.logical_name
    zones = _select_zones(creation)
    block = creation.get_text("cidrBlock", "10.0.0.0/16")
    made = build_subnets(name, inputs, block, zones)
    builder = _VpcBuilder(creation, made)
    vpc = builder.build_child("aws:ec2/vpc:Vpc", name, {"cidrBlock": block, "tags": builder.merge_tags(Name=name)})
    gateway = builder.build_child(
        "aws:ec2/internetGateway:InternetGateway", name, {"vpcId": vpc.id, "tags": builder.merge_tags(Name=name)}, vpc
    )
    for subnet in made:
        builder.add_subnet(subnet, vpc, gateway, zones)
    by_type = {
        type_: [child for child, subnet in zip(builder.subnets, made, strict=True) if subnet.type == type_] for type_ in _SUBNET_TYPES
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
        "subnetLayout": build_subnet_layout(made, inputs),
    }
    for type_, children in by_type.items():
        outputs[f"{type_.lower()}Subnets"] = children
        outputs[f"{type_.lower()}SubnetIds"] = [child.id for child in children]
    return "", outputs


_SUBNET_TYPES: Final = ("Public", "Private", "Isolated")


def _select_zones(creation: ResourceRequest) -> Sequence[str]:
    given: Sequence[str] | None = creation.inputs.get("availabilityZoneNames")
    count: int | None = creation.inputs.get("numberOfAvailabilityZones")
    if given and count:
        raise ValueError("Only one of [availabilityZoneNames] and [numberOfAvailabilityZones] can be specified")
    available = creation.account.zones
    if not given and len(available) < (count or 3):
        raise ValueError(f"The configured region for this provider does not have at least {count or 3} Availability Zones.")
    return given or available[: count or 3]


class _VpcBuilder:
    """Makes the children of one component, in the order of awsx."""

    def __init__(self, creation: ResourceRequest, made: Sequence[Subnet]) -> None:
        self._creation = creation
        nat = creation.inputs.get("natGateways", {})
        types = {subnet.type for subnet in made}
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
        # Two VPCs may have children of one name; what makes theirs differ is the component.
        creation = ResourceRequest(self._creation.account, type_, f"{self._creation.logical_name}/{name}", name, inputs)
        id_, outputs = network_resources.FAKES[type_](creation)
        return ChildResource(type_, name, id_, {**inputs, **outputs}, parent)

    def merge_tags(self, **more: str) -> dict[str, Any]:
        return {**self._creation.inputs.get("tags", {}), **more}

    def add_subnet(self, subnet: Subnet, vpc: ChildResource, gateway: ChildResource, zones: Sequence[str]) -> None:
        """Make a subnet, its route table, and if it is the first public one where there shall be a NAT gateway, that."""
        tags = self.merge_tags(**subnet.spec.get("tags", {}), Name=subnet.name, SubnetType=subnet.type)
        properties = {
            "vpcId": vpc.id,
            "availabilityZone": subnet.zone,
            "cidrBlock": str(subnet.block),
            "mapPublicIpOnLaunch": subnet.type == "Public",
            "tags": tags,
        }
        child = self.build_child("aws:ec2/subnet:Subnet", subnet.name, properties, vpc)
        table = self.build_child("aws:ec2/routeTable:RouteTable", subnet.name, {"vpcId": vpc.id, "tags": tags}, child)
        ends = {"routeTableId": table.id, "subnetId": child.id}
        association = self.build_child("aws:ec2/routeTableAssociation:RouteTableAssociation", subnet.name, ends, table)
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

    def build_endpoint(self, spec: Mapping[str, Any], vpc: ChildResource) -> ChildResource:
        return self.build_child("aws:ec2/vpcEndpoint:VpcEndpoint", spec["serviceName"], {**spec, "vpcId": vpc.id}, vpc)

    def _count_nat_gateways(self, zone: int) -> int:
        """Return how many NAT gateways there are to be when this zone is done."""
        return {"OnePerAz": zone + 1, "Single": 1}.get(self._strategy, 0)

    def _add_nat_gateway(self, zone: int, subnet: ChildResource) -> None:
        name = f"{self._creation.logical_name}-{zone + 1}"
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


def _fake_image(creation: ResourceRequest) -> tuple[str, dict[str, Any]]:
    """Make up what a build would push: the repository's URL with a digest."""
    url = creation.get_text(
        "repositoryUrl", f"{creation.account.id}.dkr.ecr.{creation.account.region}.amazonaws.com/{creation.logical_name}"
    )
    return "", {"imageUri": f"{url}@sha256:{generate_hex_digits(creation.seed, 64)}"}


def _fake_load_balancer(creation: ResourceRequest) -> tuple[str, dict[str, Any]]:
    """Make up the load balancer and the target group that the component consists of."""
    name = creation.logical_name
    outputs: dict[str, Any] = {}
    for output, type_ in (("loadBalancer", "aws:lb/loadBalancer:LoadBalancer"), ("defaultTargetGroup", "aws:lb/targetGroup:TargetGroup")):
        request = ResourceRequest(creation.account, type_, f"{name}/{name}", name, {})
        id_, state = network_resources.FAKES[type_](request)
        outputs[output] = ChildResource(type_, name, id_, state)
    return "", outputs


FAKES: Final[Mapping[str, Fake]] = {
    "awsx:ec2:Vpc": _fake_vpc,
    "awsx:ecr:Image": _fake_image,
    "awsx:lb:ApplicationLoadBalancer": _fake_load_balancer,
}
