"""`SubnetCidrBlocks`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import NotRequired, TypedDict


class SubnetCidrBlocks(TypedDict):
    """The CIDR blocks of the subnets, one for each zone and tier, if the standard layout does not fit."""

    public: list[str]
    """One block for each zone, /27 or larger: a load balancer needs eight free addresses in each."""
    private: list[str]
    """One block for each zone: every task uses an address."""
    isolated: NotRequired[list[str]]
    """One block for each zone, if `isolatedSubnets` is on."""
