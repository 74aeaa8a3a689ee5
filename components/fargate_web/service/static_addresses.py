"""The Elastic IP addresses of a Network Load Balancer, one in each zone."""

from collections.abc import Sequence
from typing import Any

import pulumi
import pulumi_aws as aws

from ..component.arguments import get_wire_value
from ..settings.network import Network as NetworkSettings


class StaticAddresses:
    """Elastic IP addresses, and the subnets that they are for.

    Attributes:
        created: The addresses that are created; empty with existing ones. They outlive the load balancer if it is replaced.
        subnet_mappings: The subnets of the load balancer, each with its address.
    """

    def __init__(
        self,
        name: str,
        addresses: bool | Sequence[pulumi.Input[str]],
        *,
        network: Any,
        tags: dict[str, Any],
        parent: pulumi.Resource,
    ) -> None:
        count = count_public_subnets(network)
        if count is None:
            raise pulumi.RunError(
                f"{name}: staticAddresses needs to know how many public subnets there are; pass public_subnet_ids as a list, not as an Output"
            )
        self.created: list[aws.ec2.Eip] = []
        if isinstance(addresses, bool):
            self.created = [
                aws.ec2.Eip(
                    f"{name}:address-{index}",
                    domain="vpc",
                    tags={**tags, "Name": f"{name}-nlb-{index}"},
                    opts=pulumi.ResourceOptions(parent=parent),
                )
                for index in range(1, count + 1)
            ]
            allocations: Sequence[pulumi.Input[str]] = [address.allocation_id for address in self.created]
        else:
            allocations = addresses
        if len(allocations) != count:
            raise pulumi.RunError(
                f"{name}: staticAddresses lists {len(allocations)} addresses for {count} public subnets; list one for each"
            )
        subnets: Any = get_wire_value(network, "public_subnet_ids")
        self.subnet_mappings = [
            {"subnet_id": _pick(subnets, index), "allocation_id": allocation} for index, allocation in enumerate(allocations)
        ]


def _pick(values: Any, index: int) -> Any:
    return values.apply(lambda known: known[index]) if isinstance(values, pulumi.Output) else values[index]


def count_public_subnets(network: Any) -> int | None:
    """Count the public subnets of a network: a component knows it before they exist. None if it isn't known."""
    ids = get_wire_value(network, "public_subnet_ids")
    if isinstance(ids, Sequence):
        return len(ids)
    settings = get_wire_value(network, "settings")
    return settings.count_public_subnets() if isinstance(settings, NetworkSettings) else None
