"""The CIDR blocks of the subnets of a new network."""

import ipaddress
from collections.abc import Iterator
from typing import Annotated

from .section import RuleViolation, Section, describe_field
from .value_types import SubnetCidrBlock


class SubnetCidrBlocks(Section):
    """The CIDR blocks of the subnets, one for each zone and tier, if the standard layout does not fit."""

    public: Annotated[
        list[SubnetCidrBlock], describe_field("One block for each zone, /27 or larger: a load balancer needs eight free addresses in each.")
    ]
    private: Annotated[list[SubnetCidrBlock], describe_field("One block for each zone: every task uses an address.")]
    isolated: Annotated[list[SubnetCidrBlock], describe_field("One block for each zone, if `isolatedSubnets` is on.")] = []

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that blocks do not overlap and have a size that AWS accepts."""
        earlier_blocks: list[tuple[str, ipaddress.IPv4Network]] = []
        for tier, smallest in (("public", 27), ("private", 28), ("isolated", 28)):
            for block in getattr(self, tier):
                network = ipaddress.IPv4Network(block)
                if not 16 <= network.prefixlen <= smallest:
                    reason = (
                        "a load balancer needs eight free addresses in each public subnet"
                        if tier == "public"
                        else "AWS allows subnets of /16 to /28"
                    )
                    yield RuleViolation(
                        (tier,), f"{block} has the prefix length {network.prefixlen}; {reason}; write /16 to /{smallest}", "cidr-block-size"
                    )
                for other_tier, other in earlier_blocks:
                    if network.overlaps(other):
                        yield RuleViolation(
                            (tier, other_tier),
                            f"{block} overlaps {other} of the {other_tier} tier, which AWS refuses (InvalidSubnet.Conflict); write disjoint blocks",
                            "overlapping-blocks",
                        )
                earlier_blocks.append((tier, network))
