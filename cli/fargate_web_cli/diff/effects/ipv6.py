"""What users notice when a network or a load balancer gets IPv6, or loses it."""

from typing import Final

from fargate_web_cli.diff.effects.surroundings import Surroundings
from fargate_web_cli.diff.model import ResourceChange
from fargate_web_cli.diff.recorded_resources import RecordedResource

_HAS_IPV4: Final = ("ipv4", "dualstack")
_HAS_IPV6: Final = ("dualstack", "dualstack-without-public-ipv4")


def explain_vpc(change: ResourceChange, surroundings: Surroundings) -> str | None:
    """Explain that a VPC gets an IPv6 block, and that AWS doesn't take one back that subnets have parts of."""
    had, has = _compare(change, surroundings, "assignGeneratedIpv6CidrBlock")
    if bool(had) == bool(has):
        return None
    if has:
        return "it gets an IPv6 block; what runs in it keeps its addresses"
    return (
        "AWS refuses to take the IPv6 block from a VPC while its subnets have parts of it, and the update stops here: leave network: {ipv6: true} as it is, and write "
        "loadBalancer: {ipAddressType: ipv4} for clients over IPv4 alone"
    )


def explain_subnet(change: ResourceChange, surroundings: Surroundings) -> str | None:
    """Explain that a subnet gets an IPv6 block, and that AWS doesn't take one back that is in use, or give one twice.

    Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisassociateSubnetCidrBlock.html
    """
    old, new = _compare(change, surroundings, "ipv6CidrBlock")
    if old == new:
        return None
    if old is None:
        return "what starts in it from now on gets an IPv6 address too; what runs keeps its addresses"
    return (
        "AWS refuses to take an IPv6 block from a subnet while anything has an address of it, or to give it one that another subnet has, and the update stops here: the number of zones "
        "decides on the blocks of private and isolated subnets, so leave it as it is, or move to a second stack with its own network"
    )


def explain_ip_address_type(change: ResourceChange, surroundings: Surroundings) -> str | None:
    """Explain who can connect to a load balancer with other addresses."""
    old, new = (value or "ipv4" for value in _compare(change, surroundings, "ipAddressType"))
    sentences = (
        "clients may connect over IPv6 too" if new in _HAS_IPV6 and old not in _HAS_IPV6 else "",
        "clients can no longer connect over IPv6" if old in _HAS_IPV6 and new not in _HAS_IPV6 else "",
        "it gets public IPv4 addresses, and clients without IPv6 may connect" if new in _HAS_IPV4 and old not in _HAS_IPV4 else "",
        "its public IPv4 addresses are given back to AWS for good, and clients without IPv6 can no longer connect"
        if old in _HAS_IPV4 and new not in _HAS_IPV4
        else "",
    )
    return "; ".join(filter(None, sentences)) or None


def _compare(change: ResourceChange, surroundings: Surroundings, key: str) -> tuple[object, object]:
    """Return the old and the new value of an input, if the resource is updated."""
    old, new = surroundings.find_old(change), surroundings.new.get(change.urn)
    if change.op != "update" or old is None or new is None:
        return None, None
    return _read(old, key), _read(new, key)


def _read(resource: RecordedResource, key: str) -> object:
    return resource.inputs.get(key)
