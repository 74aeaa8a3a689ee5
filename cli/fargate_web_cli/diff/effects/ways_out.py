"""What users notice of a changed way from private subnets to the internet: routes and NAT instances."""

from typing import Final

from fargate_web_cli.diff.effects.surroundings import Surroundings, get_nested
from fargate_web_cli.diff.model import ResourceChange

_VPC_TYPE: Final = "awsx:ec2:Vpc"
_TARGETS: Final = ("natGatewayId", "networkInterfaceId")


def explain_route(change: ResourceChange, surroundings: Surroundings) -> str | None:
    """Explain that a route moves to another NAT gateway or instance, and that awsx can't create its own beside it."""
    old, new = surroundings.find_old(change), surroundings.new.get(change.urn)
    if old is None:
        return None
    if change.op == "update" and new is not None and any(old.inputs.get(key) != new.inputs.get(key) for key in _TARGETS):
        return "open connections to the internet break, and new ones come from other addresses: tell those who admit yours in a firewall or allow list"
    if change.op == "delete" and _is_beside_gateways_of_awsx(old.parent, surroundings):
        return (
            "EC2 refuses the route to the new NAT gateway while this one is there (RouteAlreadyExists): deploy natGateways: none first, after which private subnets reach no "
            "internet until the next deployment"
        )
    return None


def explain_instance(change: ResourceChange, surroundings: Surroundings) -> str | None:
    """Explain that EC2 stops a NAT instance to change its type."""
    old, new = surroundings.find_old(change), surroundings.new.get(change.urn)
    if change.op != "update" or old is None or new is None or new.inputs.get("sourceDestCheck") is not False:
        return None
    if old.inputs.get("instanceType") == new.inputs.get("instanceType"):
        return None
    return (
        "EC2 stops the instance and starts it again: the private subnets behind it reach no internet for a minute or two; its address stays"
    )


def _is_beside_gateways_of_awsx(parent: str | None, surroundings: Surroundings) -> bool:
    """Return whether the network of a route gets NAT gateways of `awsx.ec2.Vpc`."""
    return any(
        vpc.type == _VPC_TYPE and vpc.parent == parent and get_nested(vpc.inputs, "natGateways", "strategy") not in (None, "None")
        for vpc in surroundings.new.values()
    )
