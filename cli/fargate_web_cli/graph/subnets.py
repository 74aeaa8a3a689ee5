"""The network of an architecture: tiers of subnets, from the internet inwards."""

from dataclasses import dataclass
from typing import Literal

Tier = Literal["public", "private", "isolated"]

TIERS: tuple[Tier, ...] = ("public", "private", "isolated")
"""From the internet inwards."""


@dataclass(frozen=True, slots=True)
class Subnet:
    """A subnet.

    Attributes:
        title: Its address block, or what it is called.
        zone: Its zone; empty where that is not known.
        contents: What stands in it.
    """

    title: str
    zone: str
    contents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SubnetTier:
    """The subnets of one kind.

    Attributes:
        tier: The kind.
        subnets: One a zone.
        internet_access: How they reach the internet.
    """

    tier: Tier
    subnets: tuple[Subnet, ...]
    internet_access: str

    @property
    def title(self) -> str:
        """What the tier is called."""
        return f"{self.tier.capitalize()} subnets"


@dataclass(frozen=True, slots=True)
class Network:
    """The network.

    Attributes:
        title: What it is called.
        existing: Whether someone else manages it.
        facts: Its address block and zones.
        tiers: Its subnets, from the internet inwards.
    """

    title: str
    existing: bool
    facts: tuple[str, ...]
    tiers: tuple[SubnetTier, ...]
