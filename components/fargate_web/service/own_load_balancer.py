"""The Network Load Balancer of a service that has one of its own, and what it takes of the network."""

from typing import TYPE_CHECKING, Any

import pulumi

from ..component.account import Account
from ..settings.network_load_balancer import NetworkLoadBalancer as NetworkLoadBalancerSettings

if TYPE_CHECKING:
    from .network_load_balancer import NetworkLoadBalancer


def create_network_load_balancer(
    name: str,
    settings: NetworkLoadBalancerSettings | None,
    network: Any,
    task_security_group_id: pulumi.Input[str],
    account: Account,
    tags: dict[str, Any],
    parent: pulumi.Resource,
) -> "NetworkLoadBalancer | None":
    """Create the Network Load Balancer of a service that has one."""
    if settings is None:
        return None
    from .network_load_balancer import NetworkLoadBalancer  # few services need it, and it brings its part of the AWS SDK along

    return NetworkLoadBalancer(
        name, settings, network=network, task_security_group_id=task_security_group_id, account=account, tags=tags, parent=parent
    )


def list_network_keys(balancer: NetworkLoadBalancerSettings) -> tuple[str, ...]:
    """List what the network must have for a Network Load Balancer."""
    subnets = "public_subnet_ids" if balancer.is_internet_facing else "private_subnet_ids"
    return (subnets, *(("vpc_cidr_block",) if balancer.list_allowed_cidr_blocks() is None else ()))
