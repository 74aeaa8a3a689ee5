"""Rules for the blocks of subnets that the stack file lists."""

import ipaddress
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .fix import remove, write
from .section import RuleViolation
from .subnet_cidr_blocks import SubnetCidrBlocks

if TYPE_CHECKING:
    from .network import Network


def find_block_violations(network: "Network", blocks: SubnetCidrBlocks, vpc: ipaddress.IPv4Network) -> Iterator[RuleViolation]:
    """Check that each tier that is there has one block for each zone, within the VPC."""
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
