"""Builds the network of a program without a stack file of fargate-web from its registered resources."""

from collections.abc import Callable, Sequence
from typing import Final

from fargate_web_cli.descriptions.inputs_view import InputsView
from fargate_web_cli.graph.model import LoadBalancer, ScheduledTask, Service
from fargate_web_cli.graph.subnets import TIERS, Network, Subnet, SubnetTier, Tier
from fargate_web_cli.terminal.formatting import format_count

_DEFAULT_ZONES: Final = 3
"""The default number of zones of an `awsx.ec2.Vpc`."""


def read_network(
    list_views: Callable[..., list[InputsView]],
    services: Sequence[Service],
    tasks: Sequence[ScheduledTask],
    load_balancer: LoadBalancer | None,
) -> Network:
    """Build the VPC and its subnets.

    Args:
        list_views: Lists the resources of some types.
        services: The services in its subnets.
        tasks: The scheduled tasks in its subnets.
        load_balancer: The load balancer.
    """

    def list_contents(tier: Tier) -> tuple[str, ...]:
        balancer_content = ("load balancer",) if load_balancer and not load_balancer.existing and load_balancer.tier == tier else ()
        names = [workload.name for workload in services if workload.tier == tier] + [
            workload.name for workload in tasks if workload.tier == tier
        ]
        return (*balancer_content, *(f"tasks of {name}" for name in names))

    used_tiers = [tier for tier in TIERS if list_contents(tier)]
    awsx_vpcs = list_views("awsx:ec2:Vpc")
    if awsx_vpcs:
        vpc = awsx_vpcs[0]
        zones = vpc.texts("availabilityZoneNames") or [
            f"zone {number}" for number in range(1, int(vpc.number("numberOfAvailabilityZones") or _DEFAULT_ZONES) + 1)
        ]
        kinds = [spec.text("type").lower() for spec in vpc.items("subnetSpecs")] or ["public", "private"]
        tiers = tuple(
            SubnetTier(tier, tuple(Subnet(f"{tier} subnet", zone, list_contents(tier)) for zone in zones), "")
            for tier in TIERS
            if tier in kinds or tier in used_tiers
        )
        ipv6 = "IPv6" if vpc.is_true("assignGeneratedIpv6CidrBlock") else ""
        facts = tuple(filter(None, (vpc.text("cidrBlock"), ipv6, format_count(len(zones), "zone"))))
        return Network(f"VPC {vpc.resource.name}", False, facts, tiers)
    subnets = list_views("aws:ec2/subnet:Subnet")
    vpcs = list_views("aws:ec2/vpc:Vpc")
    title = f"VPC {vpcs[0].resource.name}" if vpcs else "VPC that exists"
    by_tier: dict[Tier, list[Subnet]] = {tier: [] for tier in TIERS}
    for subnet in subnets:
        tier: Tier = "public" if subnet.is_true("mapPublicIpOnLaunch") else "private"
        by_tier[tier].append(Subnet(subnet.text("cidrBlock") or subnet.resource.name, subnet.text("availabilityZone"), list_contents(tier)))
    for tier in used_tiers:
        if not by_tier[tier]:
            by_tier[tier] = [Subnet(f"{tier} subnets", "", list_contents(tier))]
    facts = (vpcs[0].text("cidrBlock"),) if vpcs else ("exists, and is not changed",)
    tiers = tuple(SubnetTier(tier, tuple(tier_subnets), "") for tier, tier_subnets in by_tier.items() if tier_subnets)
    return Network(title, not vpcs, tuple(filter(None, facts)), tiers)
