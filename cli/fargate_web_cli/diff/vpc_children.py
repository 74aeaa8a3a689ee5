"""The resources inside `awsx:ec2:Vpc`: subnets, route tables, routes, NAT gateways and their addresses.

A plugin creates them, so the program does not register them and no run records them. They follow from the inputs of the component: the fake of awsx
has the same names, order and properties. With them, a change of the network is compared resource by resource, as the engine does.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from ipaddress import IPv6Network
from typing import Any, Final

from fargate_web_cli.diff.recorded_resources import RecordedResource, StackRecord

_VPC_TYPE: Final = "awsx:ec2:Vpc"
_SUBNET_BITS: Final = 64
_SUBNETS_OF_VPC: Final = 256
"""The blocks of /64 in one of /56."""
_INNER_VPC_TYPE: Final = "aws:ec2/vpc:Vpc"
_CHILD_LISTS: Final = ("subnets", "routeTables", "routeTableAssociations", "routes", "natGateways", "eips", "vpcEndpoints")
_PASSED_ON: Final = (
    *("assignGeneratedIpv6CidrBlock", "enableDnsHostnames", "enableDnsSupport", "enableNetworkAddressUsageMetrics", "instanceTenancy"),
    *("ipv4IpamPoolId", "ipv4NetmaskLength", "ipv6CidrBlock", "ipv6CidrBlockNetworkBorderGroup", "ipv6IpamPoolId", "ipv6NetmaskLength"),
)
"""The inputs of the component that are inputs of the VPC itself."""

_INPUTS: Final[Mapping[str, tuple[str, ...]]] = {
    _INNER_VPC_TYPE: ("cidrBlock", "tags", *_PASSED_ON),
    "aws:ec2/internetGateway:InternetGateway": ("vpcId", "tags"),
    "aws:ec2/subnet:Subnet": (
        *("vpcId", "availabilityZone", "cidrBlock", "assignIpv6AddressOnCreation", "ipv6CidrBlock", "mapPublicIpOnLaunch"),
        "tags",
    ),
    "aws:ec2/routeTable:RouteTable": ("vpcId", "tags"),
    "aws:ec2/routeTableAssociation:RouteTableAssociation": ("routeTableId", "subnetId"),
    "aws:ec2/route:Route": ("routeTableId", "destinationCidrBlock", "gatewayId", "natGatewayId"),
    "aws:ec2/natGateway:NatGateway": ("subnetId", "allocationId", "tags"),
    "aws:ec2/eip:Eip": ("tags",),
}
"""The inputs that awsx passes on, by type. The other properties of a fake are outputs."""


def add_vpc_children(old: StackRecord, new: StackRecord) -> tuple[StackRecord, StackRecord]:
    """Add the children of each VPC whose inputs differ. A VPC that comes or goes as a whole stays one resource.

    Args:
        old: The record of the base.
        new: The record of the head.
    """
    new_vpcs = {resource.urn: resource for resource in new.resources if resource.type == _VPC_TYPE}
    for vpc in old.resources:
        other = new_vpcs.get(vpc.urn)
        if other is None or vpc.inputs == other.inputs:
            continue
        try:
            old_children, new_children = _build_children(vpc, old.region), _build_children(other, new.region)
        except (ArithmeticError, LookupError, NotImplementedError, TypeError, ValueError):
            continue  # an unusual layout: the component is compared as a whole
        old, new = _insert_children(old, vpc.urn, old_children), _insert_children(new, other.urn, new_children)
    return old, new


def has_children(urn: str, record: StackRecord) -> bool:
    """Return whether the record has the children of a component that a plugin creates."""
    return any(resource.parent == urn for resource in record.resources)


def _build_children(vpc: RecordedResource, region: str) -> list[RecordedResource]:
    # Imports the SDK, which takes a while and is not needed unless a network changes.
    from fargate_web.testing.aws.awsx import FAKES
    from fargate_web.testing.aws.fake_account import FakeAccount
    from fargate_web.testing.aws.fake_types import ResourceRequest

    _, outputs = FAKES[_VPC_TYPE](ResourceRequest(FakeAccount(region), _VPC_TYPE, vpc.name, vpc.name, vpc.inputs))
    children = [outputs["vpc"], outputs["internetGateway"], *(child for key in _CHILD_LISTS for child in outputs[key])]
    urns = {id(child): _build_urn(child, vpc.urn) for child in children}
    recorded_ids = dict(_pair_ids(outputs, vpc.outputs))
    urns_by_id = {recorded_ids.get(child.id, child.id): urns[id(child)] for child in children}
    resources = []
    for child in children:
        state = {key: vpc.inputs[key] for key in _PASSED_ON if key in vpc.inputs} | child.state
        inputs = {key: state[key] for key in _INPUTS.get(child.type, child.state) if key in state}
        known_outputs: dict[str, Any] = {"allocationId": recorded_ids.get(child.id, child.id)} if child.type == "aws:ec2/eip:Eip" else {}
        if child.type == _INNER_VPC_TYPE and "ipv6CidrBlock" not in vpc.inputs and "ipv6CidrBlock" in inputs:
            known_outputs["ipv6CidrBlock"] = inputs.pop("ipv6CidrBlock")  # Amazon chooses it
        elif "ipv6CidrBlock" in inputs:
            inputs["ipv6CidrBlock"] = _describe_ipv6_block(inputs["ipv6CidrBlock"])
        known = {key: recorded_ids.get(value, value) if isinstance(value, str) else value for key, value in inputs.items()}
        resources.append(
            RecordedResource(
                child.type,
                child.name,
                urns[id(child)],
                parent=urns[id(child.parent)] if child.parent is not None else vpc.urn,
                custom=True,
                inputs=known,
                outputs=known_outputs,
                property_dependencies={
                    key: (urns_by_id[value],) for key, value in known.items() if isinstance(value, str) and value in urns_by_id
                },
                protect=vpc.protect,
                id=recorded_ids.get(child.id, child.id),
            )
        )
    return resources


def _describe_ipv6_block(block: str) -> str:
    """Describe the block of a subnet by its number in that of the VPC, which Amazon chooses."""
    number = (int(IPv6Network(block).network_address) >> _SUBNET_BITS) % _SUBNETS_OF_VPC
    return f"/64 number {number} of the VPC's IPv6 block"


def _build_urn(child: Any, component: str) -> str:
    prefix, _, _ = (_build_urn(child.parent, component) if child.parent is not None else component).rpartition("::")
    return f"{prefix}${child.type}::{child.name}"


def _pair_ids(outputs: Mapping[str, Any], recorded: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Pair the ids here with those of the run, which an earlier version can have generated otherwise. The order is that of awsx."""
    for key in ("vpc", "internetGateway", *_CHILD_LISTS):
        ours = outputs[key] if isinstance(outputs[key], list) else [outputs[key]]
        theirs = recorded.get(key)
        ids = theirs if isinstance(theirs, list) else [theirs]
        if len(ours) == len(ids):
            yield from ((child.id, id_) for child, id_ in zip(ours, ids, strict=True) if isinstance(id_, str))


def _insert_children(record: StackRecord, component: str, children: list[RecordedResource]) -> StackRecord:
    """Insert the children after their component, and let what depends on the component depend on those that it names."""
    resources: list[RecordedResource] = []
    for resource in record.resources:
        resources.append(_add_dependencies(resource, component, children))
        if resource.urn == component:
            resources += children
    return replace(record, resources=tuple(resources))


def _add_dependencies(resource: RecordedResource, component: str, children: list[RecordedResource]) -> RecordedResource:
    dependencies = dict(resource.property_dependencies)
    for key, urns in resource.property_dependencies.items():
        if component in urns:
            text = str(resource.inputs.get(key))
            dependencies[key] = (*urns, *(child.urn for child in children if child.id and child.id in text))
    return replace(resource, property_dependencies=dependencies) if dependencies != resource.property_dependencies else resource
