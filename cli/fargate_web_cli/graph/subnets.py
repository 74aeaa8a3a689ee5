"""The model of the network: tiers of subnets, from public to isolated."""

from dataclasses import dataclass
from typing import Literal

Tier = Literal["public", "private", "isolated"]

TIERS: tuple[Tier, ...] = ("public", "private", "isolated")
"""The tiers, from public to isolated."""


@dataclass(frozen=True, slots=True)
class Subnet:
    """A subnet.

    Attributes:
        title: Its address block, or its name.
        zone: Its zone; empty if it is unknown.
        contents: Its contents.
    """

    title: str
    zone: str
    contents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SubnetTier:
    """The subnets of one tier.

    Attributes:
        tier: The tier.
        subnets: The subnets, one in each zone.
        internet_access: A description of their access to the internet.
    """

    tier: Tier
    subnets: tuple[Subnet, ...]
    internet_access: str

    @property
    def title(self) -> str:
        """The title of the tier."""
        return f"{self.tier.capitalize()} subnets"


@dataclass(frozen=True, slots=True)
class Network:
    """The network.

    Attributes:
        title: Its title.
        existing: Whether it exists outside the stack.
        facts: Its address block and zones.
        tiers: Its subnets, from public to isolated.
    """

    title: str
    existing: bool
    facts: tuple[str, ...]
    tiers: tuple[SubnetTier, ...]
