"""Checks that one failure doesn't take down a protected stack: a single NAT gateway, NAT instances, and services on Spot capacity alone."""

from collections.abc import Iterator
from typing import Any

from ..settings.capacity_provider import CapacityProvider
from ..settings.fix import combine, remove, write
from ..settings.nat_gateways import NAT_INSTANCE_CHOICES, SINGLE_CHOICES
from ..settings.network import Network
from ..settings.stack import Stack
from .finding import Finding, SettingPath


def check_availability(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find what a protected stack depends on alone. Other stacks may save the money."""
    if not stack.protected:
        return
    network = stack.network
    users = [name for (_, name), task in stack.tasks.items() if task.subnets == "private"]
    if network.existing is None and users:
        yield from _check_way_out(network, users)
    default = stack.cluster.default_capacity_provider_strategy
    for name, service in stack.services.items():
        strategy = service.capacity_provider_strategy or default
        # A worker's messages wait until there are tasks again.
        if service.port is not None and _is_spot_alone(strategy):
            path = (
                ("services", name, "capacityProviderStrategy")
                if service.capacity_provider_strategy
                else ("cluster", "defaultCapacityProviderStrategy")
            )
            yield Finding(
                "spot-alone",
                path,
                f"all tasks of {name} run on FARGATE_SPOT, which AWS takes back with two minutes' notice and may not give again, so that nothing would answer",
                "warning",
                fixes=(write(*path, value=_add_base(strategy)),),
            )


def _check_way_out(network: Network, users: list[str]) -> Iterator[Finding]:
    names = ", ".join(users)
    place: SettingPath = ("network", "natGateways")
    # What belongs to the other choice goes with it.
    given = [("natInstances", "nat_instances")] if network.nat_gateways in NAT_INSTANCE_CHOICES else []
    given += [("elasticIpAllocationIds", "elastic_ip_allocation_ids")] if network.nat_gateways in SINGLE_CHOICES else []
    removals = [remove("network", key) for key, field in given if field in network.model_fields_set]
    fix = combine(write(*place, value="onePerAz"), *removals)
    if network.nat_gateways in SINGLE_CHOICES:
        kind = "NAT instance" if network.nat_gateways in NAT_INSTANCE_CHOICES else "NAT gateway"
        yield Finding(
            "single-nat-gateway",
            place,
            f"all private subnets reach the internet through one {kind}: if its zone fails, {names} would have no way to the internet in any zone",
            "warning",
            fixes=(fix,),
        )
    elif network.nat_gateways in NAT_INSTANCE_CHOICES:
        yield Finding(
            "nat-instances",
            place,
            f"in each zone, the tasks of {names} reach the internet through one instance: no other instance takes over when it fails, and its system gets no updates unless a newer image replaces "
            "it (followImage)",
            "warning",
            fixes=(fix,),
        )


def _is_spot_alone(strategy: list[CapacityProvider]) -> bool:
    return bool(strategy) and all(item.capacity_provider == "FARGATE_SPOT" or (not item.weight and not item.base) for item in strategy)


def _add_base(strategy: list[CapacityProvider]) -> list[dict[str, Any]]:
    weight = max(item.weight for item in strategy)
    return [{"capacityProvider": "FARGATE", "base": 1, "weight": 1}, {"capacityProvider": "FARGATE_SPOT", "weight": max(weight, 1)}]
