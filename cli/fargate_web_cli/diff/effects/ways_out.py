"""What users notice of a changed way from private subnets to the internet: routes and NAT instances."""

from collections.abc import Iterator
from typing import Final

from fargate_web_cli.diff.effects.surroundings import Surroundings, get_nested
from fargate_web_cli.diff.model import ResourceChange
from fargate_web_cli.diff.recorded_resources import RecordedResource

_VPC_TYPE: Final = "awsx:ec2:Vpc"
_TARGETS: Final = ("natGatewayId", "networkInterfaceId")


def explain_route(change: ResourceChange, surroundings: Surroundings) -> str | None:
    """Explain that a route moves to another NAT gateway or instance, and that awsx can't create its own beside it."""
    old, new = surroundings.find_old(change), surroundings.new.get(change.urn)
    if old is None:
        return None
    if change.op == "update" and new is not None and any(old.inputs.get(key) != new.inputs.get(key) for key in _TARGETS):
        effect = "open connections to the internet break, and new ones come from other addresses: tell those who admit yours in a firewall or allow list"
        return f"{effect}. A new NAT instance needs about a minute until it forwards" if "networkInterfaceId" in new.inputs else effect
    if change.op == "delete" and _is_beside_gateways_of_awsx(old.parent, surroundings):
        return (
            "EC2 refuses the route to the new NAT gateway while this one is there (RouteAlreadyExists): deploy natGateways: none first, after which private subnets reach no "
            "internet until the next deployment"
        )
    return None


def explain_network(change: ResourceChange, surroundings: Surroundings) -> str | None:
    """Explain that addresses of a NAT gateway of awsx can't move to another gateway or instance in one update."""
    old = surroundings.find_old(change)
    if change.op != "update" or old is None:
        return None
    given = get_nested(old.inputs, "natGateways", "elasticIpAllocationIds")
    moved = (
        sorted({each for each in given if isinstance(each, str)} & set(_list_new_allocations(surroundings)))
        if isinstance(given, list)
        else []
    )
    if not moved:
        return None
    return (
        f"EC2 refuses {' and '.join(moved)} for the new gateway or instance while the old one has them (Resource.AlreadyAssociated): deploy natGateways: none first, after which "
        "private subnets reach no internet until the next deployment"
    )


def _list_new_allocations(surroundings: Surroundings) -> Iterator[str]:
    """List the Elastic IP addresses that gateways and instances of the network component have in the head."""
    for resource in surroundings.new.values():
        if resource.type == "aws:ec2/eipAssociation:EipAssociation":
            yield str(resource.inputs.get("allocationId"))
        addresses = resource.inputs.get("availabilityZoneAddresses") if resource.type == "aws:ec2/natGateway:NatGateway" else None
        for address in addresses if isinstance(addresses, list) else ():
            allocations = get_nested(address, "allocationIds")
            yield from (str(each) for each in allocations) if isinstance(allocations, list) else ()


def explain_instance(change: ResourceChange, surroundings: Surroundings) -> str | None:
    """Explain that EC2 stops a NAT instance to change its type, or that another one takes its place."""
    old, new = surroundings.find_old(change), surroundings.new.get(change.urn)
    if change.op == "delete" and old is not None and _has_successor(old, surroundings):
        return (
            "another instance takes its place, because the image is of another kind or for another processor: open connections break, and private subnets reach no internet until it "
            "has set itself up, a minute or so; its address stays"
        )
    if change.op != "update" or old is None or new is None or new.inputs.get("sourceDestCheck") is not False:
        return None
    if old.inputs.get("instanceType") == new.inputs.get("instanceType"):
        return None
    return (
        "EC2 stops the instance and starts it again: the private subnets behind it reach no internet for a minute or two; its address stays"
    )


def _has_successor(old: RecordedResource, surroundings: Surroundings) -> bool:
    """Return whether a NAT instance of the head has the Name tag of one that goes."""
    name = get_nested(old.inputs, "tags", "Name")
    return any(
        each.type == old.type and each.inputs.get("sourceDestCheck") is False and get_nested(each.inputs, "tags", "Name") == name
        for each in surroundings.new.values()
    )


def _is_beside_gateways_of_awsx(parent: str | None, surroundings: Surroundings) -> bool:
    """Return whether the network of a route gets NAT gateways of `awsx.ec2.Vpc`."""
    return any(
        vpc.type == _VPC_TYPE and vpc.parent == parent and get_nested(vpc.inputs, "natGateways", "strategy") not in (None, "None")
        for vpc in surroundings.new.values()
    )
