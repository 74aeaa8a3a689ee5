"""The cost of the way from private subnets to the internet: NAT gateways, and instances that do their work."""

from collections.abc import Iterator
from typing import Final

from fargate_web_cli.cost.line_item import LineItem, Usage
from fargate_web_cli.cost.prices import HOURS_PER_MONTH, PRICE_DESCRIPTIONS, Prices
from fargate_web_cli.cost.ranges import Range
from fargate_web_cli.cost.stack_resources import (
    SHARED_OWNER,
    VPC_TYPE,
    RegisteredResource,
    StackResources,
    count_zones,
    read_map,
    read_text,
)
from fargate_web_cli.terminal.formatting import format_count

_DISK_GIB: Final = 8
"""The root volume of Amazon Linux 2023."""


def list_nat_items(stack: StackResources, prices: Prices, usage: Usage) -> Iterator[LineItem]:
    """List the line items of NAT gateways and instances."""
    gateways = count_nat_gateways(stack)
    if gateways:
        is_regional = any(_is_regional(gateway) for gateway in stack.find_all("aws:ec2/natGateway:NatGateway"))
        description = f"a regional gateway in {format_count(gateways, 'zone')}" if is_regional else format_count(gateways, "gateway")
        yield _build_hours("NAT gateway", description, gateways, "nat_gateway_hour", prices)
        yield _build_hours(
            "public IPv4", f"an address for each {'zone' if is_regional else 'NAT gateway'}", gateways, "public_ipv4_hour", prices
        )
        if usage.nat_gb:
            yield LineItem(
                "NAT gateway",
                SHARED_OWNER,
                "what passes them",
                Range.constant(usage.nat_gb),
                "GB",
                prices["nat_gateway_gb"],
                "nat_gateway_gb",
            )
    instances = _list_nat_instances(stack)
    for instance in instances:
        if key := _find_price_key(instance):
            yield _build_hours("NAT instance", f"{instance.name}, {read_text(instance.inputs, 'instanceType')}", 1, key, prices)
    if instances:
        yield LineItem(
            "NAT instance",
            SHARED_OWNER,
            "disks",
            Range.constant(len(instances) * _DISK_GIB),
            "GB-month",
            prices["ebs_gp3_gb_month"],
            "ebs_gp3_gb_month",
        )
    if associations := len(stack.find_all("aws:ec2/eipAssociation:EipAssociation")):
        yield _build_hours("public IPv4", "addresses of NAT instances", associations, "public_ipv4_hour", prices)


def count_nat_gateways(stack: StackResources) -> int:
    """Count the NAT gateways, those inside `awsx.ec2.Vpc` components included. A regional one counts in each zone, as AWS bills it."""
    gateway_count = 0
    for vpc in stack.find_all(VPC_TYPE):
        # The default of awsx is one gateway in each zone.
        strategy = read_text(read_map(vpc.inputs, "natGateways"), "strategy") or "OnePerAz"
        gateway_count += {"None": 0, "Single": 1}.get(strategy, count_zones(vpc))
    return gateway_count + sum(
        stack.count_subnet_zones(None)[0] if _is_regional(gateway) else 1 for gateway in stack.find_all("aws:ec2/natGateway:NatGateway")
    )


def list_unpriced_nat_instances(stack: StackResources) -> list[str]:
    """List the NAT instances whose type the price table lacks."""
    return [
        f"{instance.name} ({read_text(instance.inputs, 'instanceType') or 'type not known here'})"
        for instance in _list_nat_instances(stack)
        if _find_price_key(instance) is None
    ]


def _build_hours(kind: str, description: str, count: int, price_key: str, prices: Prices) -> LineItem:
    return LineItem(kind, SHARED_OWNER, description, Range.constant(count * HOURS_PER_MONTH), "hour", prices[price_key], price_key)


def _is_regional(gateway: RegisteredResource) -> bool:
    return read_text(gateway.inputs, "availabilityMode") == "regional"


def _list_nat_instances(stack: StackResources) -> list[RegisteredResource]:
    return [each for each in stack.find_all("aws:ec2/instance:Instance") if each.inputs.get("sourceDestCheck") is False]


def _find_price_key(instance: RegisteredResource) -> str | None:
    key = f"instance_{read_text(instance.inputs, 'instanceType').replace('.', '_')}_hour"
    return key if key in PRICE_DESCRIPTIONS else None
