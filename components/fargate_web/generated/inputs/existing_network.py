"""`ExistingVpc`, `ExistingSubnet`, `ExistingNetwork`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import Literal, NotRequired, TypedDict

import pulumi


class ExistingVpc(TypedDict):
    """An existing VPC, by id or by its Name tag."""

    id: NotRequired[pulumi.Input[str]]
    """The id of the VPC."""
    name: NotRequired[str]
    """The Name tag of the VPC; exactly one VPC of the Region must carry it."""
    default: NotRequired[Literal[True]]
    """`true` for the default VPC of the account in this Region. Its subnets are public, and are found unless publicSubnets lists some. See https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html"""
    cidr_block: NotRequired[pulumi.Input[str]]
    """Its CIDR block. Needed if the VPC is given by id and something (an internal load balancer) must admit its traffic."""


class ExistingSubnet(TypedDict):
    """An existing subnet, by id or by its Name tag."""

    id: NotRequired[pulumi.Input[str]]
    """The id of the subnet."""
    name: NotRequired[str]
    """The Name tag of the subnet; exactly one subnet of the VPC must carry it."""


class ExistingNetwork(TypedDict):
    """A network that someone else manages."""

    vpc: ExistingVpc
    """The VPC."""
    private_subnets: NotRequired[list[ExistingSubnet]]
    """The subnets in which tasks run, with a route to a NAT gateway, in two zones or more for availability. Leave it out if there are none, and write subnets: public on the services."""
    public_subnets: NotRequired[list[ExistingSubnet]]
    """The subnets of an internet-facing load balancer, and of tasks with subnets: public, in two zones at least. Leave it out if there are none."""
    isolated_subnets: NotRequired[list[ExistingSubnet]]
    """Subnets without a route to the internet."""
    ipv6: NotRequired[bool]
    """Whether its subnets have IPv6 blocks and routes; then an internet-facing load balancer is dualstack, and tasks may connect over IPv6. Nothing is changed in the network. Default: false. See https://docs.aws.amazon.com/vpc/latest/userguide/vpc-migrate-ipv6.html"""
