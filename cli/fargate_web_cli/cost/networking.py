"""What stands by the hour between the tasks and the world: NAT gateways, endpoints, load balancers, addresses, web ACLs."""

from collections.abc import Iterator
from typing import Final

from fargate_web_cli.cost.line_item import LineItem, Usage
from fargate_web_cli.cost.prices import HOURS_PER_MONTH, Prices
from fargate_web_cli.cost.ranges import Range
from fargate_web_cli.cost.stack_resources import (
    SHARED_OWNER,
    VPC_TYPE,
    RegisteredResource,
    StackResources,
    count_zones,
    read_map,
    read_maps,
    read_text,
)
from fargate_web_cli.terminal.formatting import format_count

_LOAD_BALANCER_TYPE: Final = "aws:lb/loadBalancer:LoadBalancer"
_SECONDS_PER_MONTH: Final = HOURS_PER_MONTH * 3600
_CONNECTIONS_PER_LCU: Final = 25
"""New connections a second that an LCU holds."""


def list_network_items(stack: StackResources, prices: Prices, usage: Usage) -> Iterator[LineItem]:
    """List what the network costs."""
    gateways = count_nat_gateways(stack)
    if gateways:
        what = format_count(gateways, "gateway")
        yield LineItem(
            "NAT gateway",
            SHARED_OWNER,
            what,
            Range.constant(gateways * HOURS_PER_MONTH),
            "hour",
            prices["nat_gateway_hour"],
            "nat_gateway_hour",
        )
        yield LineItem(
            "public IPv4",
            SHARED_OWNER,
            "an address for each NAT gateway",
            Range.constant(gateways * HOURS_PER_MONTH),
            "hour",
            prices["public_ipv4_hour"],
            "public_ipv4_hour",
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
    for endpoint in list_interface_endpoints(stack):
        spanned, _ = stack.count_subnet_zones(endpoint.inputs.get("subnetIds"))
        what = f"{endpoint.name} in {format_count(spanned, 'zone')}"
        yield LineItem(
            "interface endpoint",
            SHARED_OWNER,
            what,
            Range.constant(spanned * HOURS_PER_MONTH),
            "hour",
            prices["endpoint_hour"],
            "endpoint_hour",
        )
    if list_interface_endpoints(stack) and usage.endpoint_gb:
        yield LineItem(
            "interface endpoint",
            SHARED_OWNER,
            "what passes them",
            Range.constant(usage.endpoint_gb),
            "GB",
            prices["endpoint_gb"],
            "endpoint_gb",
        )
    elastic = len(stack.find_all("aws:ec2/eip:Eip"))
    if elastic:
        yield LineItem(
            "public IPv4",
            SHARED_OWNER,
            "elastic addresses",
            Range.constant(elastic * HOURS_PER_MONTH),
            "hour",
            prices["public_ipv4_hour"],
            "public_ipv4_hour",
        )


def list_load_balancer_items(stack: StackResources, prices: Prices, usage: Usage) -> Iterator[LineItem]:
    """List what the load balancers and the web ACLs in front of them cost."""
    balancers = stack.find_all(_LOAD_BALANCER_TYPE)
    for balancer in balancers:
        yield LineItem(
            "load balancer",
            SHARED_OWNER,
            balancer.name,
            Range.constant(HOURS_PER_MONTH),
            "hour",
            prices["load_balancer_hour"],
            "load_balancer_hour",
        )
        if balancer.inputs.get("internal") is not True:
            spanned, _ = stack.count_subnet_zones(balancer.inputs.get("subnets"))
            what = f"addresses of {balancer.name} in {format_count(spanned, 'zone')}"
            yield LineItem(
                "public IPv4",
                SHARED_OWNER,
                what,
                Range.constant(spanned * HOURS_PER_MONTH),
                "hour",
                prices["public_ipv4_hour"],
                "public_ipv4_hour",
            )
    if balancers and (usage.requests_per_second or usage.transfer_gb):
        # AWS charges the largest of four measures; nobody knows the connections, so each request counts as a new one.
        units = max(usage.requests_per_second / _CONNECTIONS_PER_LCU, usage.transfer_gb / HOURS_PER_MONTH)
        yield LineItem(
            "load balancer",
            SHARED_OWNER,
            "capacity units",
            Range.constant(units * HOURS_PER_MONTH),
            "LCU-hour",
            prices["lcu_hour"],
            "lcu_hour",
        )
    if usage.transfer_gb:
        yield LineItem(
            "data transfer",
            SHARED_OWNER,
            "answers to the internet",
            Range.constant(usage.transfer_gb),
            "GB",
            prices["transfer_out_gb"],
            "transfer_out_gb",
        )
    for acl in stack.find_all("aws:wafv2/webAcl:WebAcl"):
        rules = len(read_maps(acl.inputs, "rules"))
        yield LineItem("WAF", SHARED_OWNER, acl.name, Range.constant(1), "web ACL", prices["waf_acl_month"], "waf_acl_month")
        if rules:
            yield LineItem(
                "WAF", SHARED_OWNER, f"rules of {acl.name}", Range.constant(rules), "rule", prices["waf_rule_month"], "waf_rule_month"
            )
        if usage.requests_per_second:
            millions = usage.requests_per_second * _SECONDS_PER_MONTH / 1e6
            what = f"requests that {acl.name} looks at"
            yield LineItem(
                "WAF",
                SHARED_OWNER,
                what,
                Range.constant(millions),
                "million requests",
                prices["waf_million_requests"],
                "waf_million_requests",
            )


def count_nat_gateways(stack: StackResources) -> int:
    """Count the NAT gateways: those that a VPC of awsx makes of its own, and those that are registered."""
    made = 0
    for vpc in stack.find_all(VPC_TYPE):
        # One in each zone is what awsx does unless it is told otherwise.
        strategy = read_text(read_map(vpc.inputs, "natGateways"), "strategy") or "OnePerAz"
        made += {"None": 0, "Single": 1}.get(strategy, count_zones(vpc))
    return made + len(stack.find_all("aws:ec2/natGateway:NatGateway"))


def list_interface_endpoints(stack: StackResources) -> list[RegisteredResource]:
    """Return the endpoints that cost money; gateway endpoints are free."""
    return [it for it in stack.find_all("aws:ec2/vpcEndpoint:VpcEndpoint") if read_text(it.inputs, "vpcEndpointType") == "Interface"]


def list_network_assumptions(stack: StackResources) -> Iterator[str]:
    """Say where zones could not be counted."""
    for balancer in stack.find_all(_LOAD_BALANCER_TYPE):
        spanned, known = stack.count_subnet_zones(balancer.inputs.get("subnets"))
        if not known and balancer.inputs.get("internal") is not True:
            yield f"The zones of {balancer.name} are not known here: {spanned} addresses are counted, the fewest there can be."
    for endpoint in list_interface_endpoints(stack):
        if not stack.count_subnet_zones(endpoint.inputs.get("subnetIds"))[1]:
            yield f"The zones of {endpoint.name} are not known here: two are counted."
