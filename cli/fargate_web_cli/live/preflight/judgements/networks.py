"""Judges the network: the existing VPC and its subnets, or the zones of a new one."""

from collections.abc import Iterator, Sequence
from typing import Final

from fargate_web.checks.finding import Finding
from fargate_web.settings.existing_network import ExistingNetwork

from fargate_web_cli.live.preflight.facts.facts import Facts
from fargate_web_cli.live.preflight.facts.networks import NetworkFacts, Subnet
from fargate_web_cli.live.preflight.planned_stack import PlannedStack

MINIMUM_PREFIX_LENGTH: Final = 27
MINIMUM_FREE_ADDRESSES: Final = 8
"""The free addresses that a load balancer needs in each of its subnets."""


def judge_network(planned: PlannedStack, facts: Facts) -> Iterator[Finding]:
    """Judge the VPC and the subnets."""
    existing = planned.settings.network.existing
    if existing is None:
        yield from _judge_zones(planned, facts)
    elif facts.network is not None and len(facts.network.vpc_ids) != 1:
        yield _explain_vpc(existing, facts.network.vpc_ids)
    elif facts.network is not None:
        yield from _judge_subnets(existing, facts.network)
        if planned.creates_load_balancer:
            yield from _judge_load_balancer_subnets(planned, facts, facts.network)


def _judge_zones(planned: PlannedStack, facts: Facts) -> Iterator[Finding]:
    wanted = planned.settings.network.availability_zones
    if facts.zones is None:
        return
    path = ("network", "availabilityZones")
    if isinstance(wanted, int):
        if wanted > len(facts.zones):
            yield Finding(
                "zone-missing",
                path,
                f"the account can use {len(facts.zones)} zones in {planned.region}, and the network has {wanted}; write availabilityZones: {len(facts.zones)}",
            )
        return
    for index, zone in enumerate(wanted):
        if zone not in facts.zones:
            yield Finding(
                "zone-missing",
                (*path, index),
                f"the account can't use the zone {zone} (InvalidParameterValue); write some of {', '.join(sorted(facts.zones))}",
            )


def _explain_vpc(existing: ExistingNetwork, found: Sequence[str]) -> Finding:
    vpc = existing.vpc
    path = ("network", "existing", "vpc")
    if vpc.default:
        return Finding(
            "vpc-missing", (*path, "default"), "the account has no default VPC in this Region; write the id or the name of another VPC"
        )
    if vpc.name is None:
        return Finding(
            "vpc-missing",
            (*path, "id"),
            f"there is no VPC {vpc.id} in this account and Region (InvalidVpcID.NotFound); write the id of one that is there",
        )
    if not found:
        return Finding(
            "vpc-missing", (*path, "name"), f"no VPC has the Name tag {vpc.name}; write the name of one that is there, or its id"
        )
    return Finding(
        "vpc-missing", (*path, "name"), f"{len(found)} VPCs have the Name tag {vpc.name}; write the id of one: {', '.join(found)}"
    )


def _judge_subnets(existing: ExistingNetwork, network: NetworkFacts) -> Iterator[Finding]:
    vpc_id = network.vpc_ids[0]
    for path, found in network.subnets.items():
        if len(found) == 1:
            continue
        entries = {
            "privateSubnets": existing.private_subnets,
            "publicSubnets": existing.public_subnets,
            "isolatedSubnets": existing.isolated_subnets,
        }
        entry = entries[str(path[2])][int(path[3])]
        what = f"subnet {entry.id}" if entry.name is None else f"subnet with the Name tag {entry.name}"
        if found:
            message = f"{len(found)} subnets of {vpc_id} have the Name tag {entry.name}; write the id of one: {', '.join(subnet.id for subnet in found)}"
        else:
            message = f"the VPC {vpc_id} has no {what} (InvalidSubnetID.NotFound, or a subnet of another VPC); write one of this VPC"
        yield Finding("subnet-missing", path, message)
    if existing.uses_default_subnets and not network.tiers.get("public"):
        yield Finding(
            "subnet-missing",
            ("network", "existing", "vpc", "default"),
            "the default VPC has no default subnets; write publicSubnets: [{id: subnet-…}, {id: subnet-…}] beside vpc",
        )


def _judge_load_balancer_subnets(planned: PlannedStack, facts: Facts, network: NetworkFacts) -> Iterator[Finding]:
    tier = "public" if planned.settings.load_balancer.is_internet_facing else "private"
    subnets = network.tiers.get(tier, ())
    path = ("network", "existing", f"{tier}Subnets")
    by_zone: dict[str, list[Subnet]] = {}
    for subnet in subnets:
        by_zone.setdefault(subnet.zone, []).append(subnet)
    if len(by_zone) == 1:
        zone = next(iter(by_zone))
        yield Finding(
            "subnets-of-one-zone",
            path,
            f"all {tier} subnets are in {zone}, and a load balancer needs subnets in two zones (At least two subnets in two different Availability Zones must be specified); add one of "
            "another zone",
        )
    for zone, together in by_zone.items():
        if len(together) > 1:
            yield Finding(
                "subnets-of-one-zone",
                path,
                f"{' and '.join(subnet.id for subnet in together)} are both in {zone}, and a load balancer takes one subnet of a zone (InvalidConfigurationRequest); write one of them",
            )
    if facts.ownership.list_arns("elasticloadbalancing:loadbalancer/app/"):
        return
    for subnet in subnets:
        if subnet.free < MINIMUM_FREE_ADDRESSES or subnet.prefix_length > MINIMUM_PREFIX_LENGTH:
            yield Finding(
                "subnet-too-small",
                path,
                f"{subnet.id} is a /{subnet.prefix_length} with {subnet.free} free addresses, and a load balancer needs a /{MINIMUM_PREFIX_LENGTH} or larger with "
                f"{MINIMUM_FREE_ADDRESSES} free ones in each subnet (InvalidSubnet: Not enough IP space available); free some, or write another subnet",
            )
