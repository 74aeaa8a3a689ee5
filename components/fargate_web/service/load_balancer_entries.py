"""The load balancers of an ECS service: an entry for the route, and one for each listener of the Network Load Balancer."""

from typing import TYPE_CHECKING, Any

import pulumi

from ..component.account import Account
from ..settings.network_load_balancer import NetworkLoadBalancer as NetworkLoadBalancerSettings
from ..task.roles import IamRole
from .traffic_routing import TrafficRouting

if TYPE_CHECKING:
    from .network_load_balancer import NetworkLoadBalancer


def build_load_balancer_entries(
    container_name: str,
    port: int | None,
    infrastructure_role: IamRole | None,
    traffic: TrafficRouting | None,
    network_load_balancer: "NetworkLoadBalancer | None",
) -> list[dict[str, Any]] | None:
    """Return the entries of a service, None without a load balancer. ECS wants what shifts traffic in all of them, or in none."""
    if infrastructure_role is None:
        return None
    role_arn = infrastructure_role.arn
    entries = network_load_balancer.build_entries(container_name, role_arn) if network_load_balancer else []
    if traffic is None:
        return entries
    blue, green = traffic.target_groups
    test_rule = traffic.test_listener_rule
    route = {
        "target_group_arn": blue.arn,
        "container_name": container_name,
        "container_port": port,
        "advanced_configuration": {
            "alternate_target_group_arn": green.arn,
            "production_listener_rule": traffic.listener_rule.arn,
            "role_arn": role_arn,
            "test_listener_rule": test_rule.arn if test_rule else None,
        },
    }
    return [route, *entries]


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
