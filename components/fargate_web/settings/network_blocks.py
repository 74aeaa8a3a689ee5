"""Rules between the CIDR block of a new network and those of its subnets."""

import ipaddress
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .fix import remove, write
from .section import RuleViolation
from .subnet_cidr_blocks import SubnetCidrBlocks

if TYPE_CHECKING:
    from .network import Network

_PRIVATE_RANGES = tuple(
    ipaddress.IPv4Network(block) for block in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "198.18.0.0/15")
)


def find_block_violations(network: "Network") -> Iterator[RuleViolation]:
    """Check that the CIDR block of a network is private, has a size that AWS accepts, and contains its subnets."""
    vpc = ipaddress.IPv4Network(network.cidr_block)
    if not any(vpc.subnet_of(private) for private in _PRIVATE_RANGES):
        yield RuleViolation(
            ("cidr_block",),
            f"{network.cidr_block} isn't within a private range, so internet hosts with these addresses could not be reached; "
            "write a block of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16",
            "public-cidr-block",
        )
    if not 16 <= vpc.prefixlen <= 28:
        yield RuleViolation(
            ("cidr_block",),
            f"{network.cidr_block} has the prefix length {vpc.prefixlen}; AWS allows a VPC of /16 to /28 (InvalidVpc.Range)",
            "cidr-block-size",
            (write("cidrBlock", value=str(vpc.supernet(new_prefix=16)) if vpc.prefixlen > 28 else f"{vpc.network_address}/16"),),
        )
    elif network.subnet_cidr_blocks is None and vpc.prefixlen > 20:
        yield RuleViolation(
            ("cidr_block", "subnet_cidr_blocks"),
            f"{network.cidr_block} is too small for the standard layout, whose public subnets would be smaller than the /27 that a load balancer needs; "
            "write /16 to /20, or list the blocks in subnetCidrBlocks",
            "cidr-block-size",
        )
    if network.subnet_cidr_blocks:
        yield from _find_subnet_violations(network, network.subnet_cidr_blocks, vpc)


def _find_subnet_violations(network: "Network", blocks: SubnetCidrBlocks, vpc: ipaddress.IPv4Network) -> Iterator[RuleViolation]:
    tiers = ["public", "private"] + (["isolated"] if network.isolated_subnets else [])
    if blocks.isolated and not network.isolated_subnets:
        yield RuleViolation(
            ("subnet_cidr_blocks.isolated", "isolated_subnets"),
            "there is no isolated tier",
            "no-subnets",
            (write("isolatedSubnets", value=True), remove("subnetCidrBlocks", "isolated")),
        )
    for tier in tiers:
        tier_blocks = getattr(blocks, tier)
        if len(tier_blocks) != network.count_zones():
            yield RuleViolation(
                (f"subnet_cidr_blocks.{tier}", "availability_zones"),
                f"{len(tier_blocks)} {'block' if len(tier_blocks) == 1 else 'blocks'} for {network.count_zones()} zones; every zone has one subnet of each tier; write {network.count_zones()} blocks",
                "blocks-for-zones",
            )
        for block in tier_blocks:
            if not ipaddress.IPv4Network(block).subnet_of(vpc):
                yield RuleViolation(
                    (f"subnet_cidr_blocks.{tier}", "cidr_block"),
                    f"{block} isn't within the VPC's {network.cidr_block} (InvalidSubnet.Range); write a block of that range",
                    "block-outside-network",
                )
