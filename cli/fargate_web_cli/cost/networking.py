"""What stands by the hour between the tasks and the world: NAT gateways, endpoints, load balancers, addresses, web ACLs."""

from collections.abc import Iterator
from typing import Final

from fargate_web_cli.cost.line_item import Item, Usage
from fargate_web_cli.cost.prices import HOURS, Prices
from fargate_web_cli.cost.ranges import Range
from fargate_web_cli.cost.stack_resources import SHARED, VPC, Registered, Stack, each, part, text, zones
from fargate_web_cli.terminal.formatting import counted

_LOAD_BALANCER: Final = "aws:lb/loadBalancer:LoadBalancer"
_SECONDS: Final = HOURS * 3600
_CONNECTIONS: Final = 25
"""New connections a second that an LCU holds."""


def network_items(stack: Stack, prices: Prices, usage: Usage) -> Iterator[Item]:
    """List what the network costs."""
    gateways = nat_gateways(stack)
    if gateways:
        what = counted(gateways, "gateway")
        yield Item("NAT gateway", SHARED, what, Range.of(gateways * HOURS), "hour", prices["nat_gateway_hour"], "nat_gateway_hour")
        yield Item(
            "public IPv4",
            SHARED,
            "an address for each NAT gateway",
            Range.of(gateways * HOURS),
            "hour",
            prices["public_ipv4_hour"],
            "public_ipv4_hour",
        )
        if usage.nat_gb:
            yield Item("NAT gateway", SHARED, "what passes them", Range.of(usage.nat_gb), "GB", prices["nat_gateway_gb"], "nat_gateway_gb")
    for endpoint in interface_endpoints(stack):
        spanned, _ = stack.spanned(endpoint.inputs.get("subnetIds"))
        what = f"{endpoint.name} in {counted(spanned, 'zone')}"
        yield Item("interface endpoint", SHARED, what, Range.of(spanned * HOURS), "hour", prices["endpoint_hour"], "endpoint_hour")
    if interface_endpoints(stack) and usage.endpoint_gb:
        yield Item(
            "interface endpoint", SHARED, "what passes them", Range.of(usage.endpoint_gb), "GB", prices["endpoint_gb"], "endpoint_gb"
        )
    elastic = len(stack.of("aws:ec2/eip:Eip"))
    if elastic:
        yield Item(
            "public IPv4", SHARED, "elastic addresses", Range.of(elastic * HOURS), "hour", prices["public_ipv4_hour"], "public_ipv4_hour"
        )


def load_balancer_items(stack: Stack, prices: Prices, usage: Usage) -> Iterator[Item]:
    """List what the load balancers and the web ACLs in front of them cost."""
    balancers = stack.of(_LOAD_BALANCER)
    for balancer in balancers:
        yield Item("load balancer", SHARED, balancer.name, Range.of(HOURS), "hour", prices["load_balancer_hour"], "load_balancer_hour")
        if balancer.inputs.get("internal") is not True:
            spanned, _ = stack.spanned(balancer.inputs.get("subnets"))
            what = f"addresses of {balancer.name} in {counted(spanned, 'zone')}"
            yield Item("public IPv4", SHARED, what, Range.of(spanned * HOURS), "hour", prices["public_ipv4_hour"], "public_ipv4_hour")
    if balancers and (usage.requests_per_second or usage.transfer_gb):
        # AWS charges the largest of four measures; nobody knows the connections, so each request counts as a new one.
        units = max(usage.requests_per_second / _CONNECTIONS, usage.transfer_gb / HOURS)
        yield Item("load balancer", SHARED, "capacity units", Range.of(units * HOURS), "LCU-hour", prices["lcu_hour"], "lcu_hour")
    if usage.transfer_gb:
        yield Item(
            "data transfer",
            SHARED,
            "answers to the internet",
            Range.of(usage.transfer_gb),
            "GB",
            prices["transfer_out_gb"],
            "transfer_out_gb",
        )
    for acl in stack.of("aws:wafv2/webAcl:WebAcl"):
        rules = len(each(acl.inputs, "rules"))
        yield Item("WAF", SHARED, acl.name, Range.of(1), "web ACL", prices["waf_acl_month"], "waf_acl_month")
        if rules:
            yield Item("WAF", SHARED, f"rules of {acl.name}", Range.of(rules), "rule", prices["waf_rule_month"], "waf_rule_month")
        if usage.requests_per_second:
            millions = usage.requests_per_second * _SECONDS / 1e6
            what = f"requests that {acl.name} looks at"
            yield Item("WAF", SHARED, what, Range.of(millions), "million requests", prices["waf_million_requests"], "waf_million_requests")


def nat_gateways(stack: Stack) -> int:
    """Count the NAT gateways: those that a VPC of awsx makes of its own, and those that are registered."""
    made = 0
    for vpc in stack.of(VPC):
        # One in each zone is what awsx does unless it is told otherwise.
        strategy = text(part(vpc.inputs, "natGateways"), "strategy") or "OnePerAz"
        made += {"None": 0, "Single": 1}.get(strategy, zones(vpc))
    return made + len(stack.of("aws:ec2/natGateway:NatGateway"))


def interface_endpoints(stack: Stack) -> list[Registered]:
    """Return the endpoints that cost money; gateway endpoints are free."""
    return [it for it in stack.of("aws:ec2/vpcEndpoint:VpcEndpoint") if text(it.inputs, "vpcEndpointType") == "Interface"]


def network_notes(stack: Stack) -> Iterator[str]:
    """Say where zones could not be counted."""
    for balancer in stack.of(_LOAD_BALANCER):
        spanned, known = stack.spanned(balancer.inputs.get("subnets"))
        if not known and balancer.inputs.get("internal") is not True:
            yield f"The zones of {balancer.name} are not known here: {spanned} addresses are counted, the fewest there can be."
    for endpoint in interface_endpoints(stack):
        if not stack.spanned(endpoint.inputs.get("subnetIds"))[1]:
            yield f"The zones of {endpoint.name} are not known here: two are counted."
