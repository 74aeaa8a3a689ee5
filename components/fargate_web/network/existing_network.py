"""A network that is managed elsewhere, found by id or by Name tag."""

from collections.abc import Sequence
from typing import Any

import pulumi
import pulumi_aws as aws

from ..settings.existing_network import ExistingNetwork as ExistingNetworkSettings
from ..settings.existing_network import ExistingSubnet


class ExistingNetwork:
    """The ids of an existing network.

    Ids are used as they are. Names are looked up; the lookup fails unless exactly one resource has the name.
    Nothing is created, changed or read into the state.

    Attributes:
        vpc_id: The id of the VPC.
        vpc_cidr_block: Its primary IPv4 block.
        vpc_ipv6_cidr_block: Its IPv6 block, None without IPv6.
        subnet_ids: Tier (`public`, `private`, `isolated`) to the ids of its subnets, in the order of the settings.
    """

    def __init__(self, settings: ExistingNetworkSettings, *, parent: pulumi.Resource) -> None:
        self._opts = pulumi.InvokeOptions(parent=parent)
        vpc = settings.vpc
        self.vpc_id: pulumi.Output[str]
        self.vpc_cidr_block: pulumi.Output[str]
        if vpc.id is None:
            which: dict[str, Any] = {"default": True} if vpc.default else {"tags": {"Name": str(vpc.name)}}
            vpc_lookup = aws.ec2.get_vpc_output(**which, opts=self._opts)
            self.vpc_id, self.vpc_cidr_block = vpc_lookup.id, vpc_lookup.cidr_block
        else:
            self.vpc_id = pulumi.Output.from_input(vpc.id)
            if vpc.cidr_block is None:
                self.vpc_cidr_block = aws.ec2.get_vpc_output(id=vpc.id, opts=self._opts).cidr_block
        if vpc.cidr_block is not None:
            self.vpc_cidr_block = pulumi.Output.from_input(vpc.cidr_block)
        self.vpc_ipv6_cidr_block: pulumi.Output[str] | None = None
        if settings.ipv6:
            self.vpc_ipv6_cidr_block = aws.ec2.get_vpc_output(id=self.vpc_id, opts=self._opts).ipv6_cidr_block_associations.apply(
                _find_ipv6_block
            )
        self.subnet_ids = {
            "public": self._find_default_subnet_ids() if settings.uses_default_subnets else self._find_subnet_ids(settings.public_subnets),
            "private": self._find_subnet_ids(settings.private_subnets),
            "isolated": self._find_subnet_ids(settings.isolated_subnets),
        }

    def _find_subnet_ids(self, subnets: list[ExistingSubnet]) -> pulumi.Output[list[str]]:
        return pulumi.Output.all(*(self._find_subnet_id(subnet) for subnet in subnets))

    def _find_default_subnet_ids(self) -> pulumi.Output[list[str]]:
        """Find the subnets that AWS creates with the default VPC, one in each zone. Subnets that were added later may be private."""
        filters = [aws.ec2.GetSubnetsFilterArgs(name="default-for-az", values=["true"])]  # no other VPC has such subnets
        return aws.ec2.get_subnets_output(filters=filters, opts=self._opts).ids.apply(sorted)

    def _find_subnet_id(self, subnet: ExistingSubnet) -> Any:
        if subnet.name is None:
            return subnet.id
        # Only in this VPC: another VPC may have a subnet with the same name.
        return aws.ec2.get_subnet_output(vpc_id=self.vpc_id, tags={"Name": subnet.name}, opts=self._opts).id


def _find_ipv6_block(associations: Sequence[Any]) -> str:
    """Return the first IPv6 block of a VPC.

    Raises:
        RunError: It has none.
    """
    if not associations:
        raise pulumi.RunError("network.existing.ipv6: the VPC has no IPv6 block; remove it, or add IPv6 to the VPC and its subnets first")
    return str(associations[0].ipv6_cidr_block)
