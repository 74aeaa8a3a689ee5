"""The cost of networking: endpoints, load balancers, addresses and web ACLs."""

from collections.abc import Iterator
from typing import Final

from fargate_web_cli.cost.line_item import LineItem, Usage
from fargate_web_cli.cost.nat import list_nat_items
from fargate_web_cli.cost.prices import HOURS_PER_MONTH, Prices
from fargate_web_cli.cost.ranges import Range
from fargate_web_cli.cost.stack_resources import (
    SHARED_OWNER,
    RegisteredResource,
    StackResources,
    read_map,
    read_maps,
    read_text,
)
from fargate_web_cli.terminal.formatting import format_count

_LOAD_BALANCER_TYPE: Final = "aws:lb/loadBalancer:LoadBalancer"
_ANTI_DDOS_RULE_GROUP: Final = "AWSManagedRulesAntiDDoSRuleSet"
_SECONDS_PER_MONTH: Final = HOURS_PER_MONTH * 3600
_CONNECTIONS_PER_LCU: Final = 25
"""The new connections a second in one LCU."""


def list_network_items(stack: StackResources, prices: Prices, usage: Usage) -> Iterator[LineItem]:
    """List the line items of the network."""
    yield from list_nat_items(stack, prices, usage)
    for endpoint in list_interface_endpoints(stack):
        zone_count, _ = stack.count_subnet_zones(endpoint.inputs.get("subnetIds"))
        description = f"{endpoint.name} in {format_count(zone_count, 'zone')}"
        yield LineItem(
            "interface endpoint",
            SHARED_OWNER,
            description,
            Range.constant(zone_count * HOURS_PER_MONTH),
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
    elastic_ips = len(stack.find_all("aws:ec2/eip:Eip"))
    if elastic_ips:
        yield LineItem(
            "public IPv4",
            SHARED_OWNER,
            "elastic addresses",
            Range.constant(elastic_ips * HOURS_PER_MONTH),
            "hour",
            prices["public_ipv4_hour"],
            "public_ipv4_hour",
        )


def list_load_balancer_items(stack: StackResources, prices: Prices, usage: Usage) -> Iterator[LineItem]:
    """List the line items of the load balancers and their web ACLs."""
    found = stack.find_all(_LOAD_BALANCER_TYPE)
    balancers = [balancer for balancer in found if not _is_network_load_balancer(balancer)]
    yield from _list_network_load_balancer_items([each for each in found if each not in balancers], stack, prices, usage)
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
        if _has_public_ipv4(balancer):
            zone_count, _ = stack.count_subnet_zones(balancer.inputs.get("subnets"))
            description = f"addresses of {balancer.name} in {format_count(zone_count, 'zone')}"
            yield LineItem(
                "public IPv4",
                SHARED_OWNER,
                description,
                Range.constant(zone_count * HOURS_PER_MONTH),
                "hour",
                prices["public_ipv4_hour"],
                "public_ipv4_hour",
            )
    if balancers and (usage.requests_per_second or usage.transfer_gb):
        # AWS charges the largest of four dimensions. The number of connections is unknown, so each request counts as a new one.
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
        anti_ddos = any(
            read_text(read_map(read_map(rule, "statement"), "managedRuleGroupStatement"), "name") == _ANTI_DDOS_RULE_GROUP
            for rule in read_maps(acl.inputs, "rules")
        )
        if anti_ddos:
            key = "waf_anti_ddos_month"
            yield LineItem("WAF", SHARED_OWNER, f"denial of service rules of {acl.name}", Range.constant(1), "web ACL", prices[key], key)
        if usage.requests_per_second:
            millions = usage.requests_per_second * _SECONDS_PER_MONTH / 1e6
            if anti_ddos:
                key = "waf_anti_ddos_million_requests"
                description = f"requests that the denial of service rules of {acl.name} inspect"
                yield LineItem("WAF", SHARED_OWNER, description, Range.constant(millions), "million requests", prices[key], key)
            description = f"requests that {acl.name} inspects"
            yield LineItem(
                "WAF",
                SHARED_OWNER,
                description,
                Range.constant(millions),
                "million requests",
                prices["waf_million_requests"],
                "waf_million_requests",
            )


def _is_network_load_balancer(balancer: RegisteredResource) -> bool:
    return read_text(balancer.inputs, "loadBalancerType") == "network"


def _list_network_load_balancer_items(
    balancers: list[RegisteredResource], stack: StackResources, prices: Prices, usage: Usage
) -> Iterator[LineItem]:
    """List the line items of Network Load Balancers, each of which belongs to one service."""
    for balancer in balancers:
        owner, key = stack.find_owner(balancer), "network_load_balancer_hour"
        yield LineItem("load balancer", owner, balancer.name, Range.constant(HOURS_PER_MONTH), "hour", prices[key], key)
        addresses = _count_own_addresses(balancer, stack)
        if addresses:
            key, description = "public_ipv4_hour", f"addresses of {balancer.name}"
            yield LineItem("public IPv4", owner, description, Range.constant(addresses * HOURS_PER_MONTH), "hour", prices[key], key)
    if balancers and usage.transfer_gb:
        # A unit contains 1 GB an hour. How many connections there are is not known.
        units = usage.transfer_gb / HOURS_PER_MONTH
        key, description = "nlcu_hour", "capacity units of the Network Load Balancers, if all answers pass them"
        yield LineItem("load balancer", SHARED_OWNER, description, Range.constant(units * HOURS_PER_MONTH), "NLCU-hour", prices[key], key)


def _count_own_addresses(balancer: RegisteredResource, stack: StackResources) -> int:
    """Count the public addresses of a load balancer, without the Elastic IP addresses that the stack creates."""
    if balancer.inputs.get("internal") is True:
        return 0
    mappings = read_maps(balancer.inputs, "subnetMappings")
    if not mappings:
        return stack.count_subnet_zones(balancer.inputs.get("subnets"))[0]
    return 0 if any(address.parent == balancer.parent for address in stack.find_all("aws:ec2/eip:Eip")) else len(mappings)


def list_interface_endpoints(stack: StackResources) -> list[RegisteredResource]:
    """Return the interface endpoints; gateway endpoints are free."""
    return [
        endpoint
        for endpoint in stack.find_all("aws:ec2/vpcEndpoint:VpcEndpoint")
        if read_text(endpoint.inputs, "vpcEndpointType") == "Interface"
    ]


def _has_public_ipv4(balancer: RegisteredResource) -> bool:
    """Return whether a load balancer has public IPv4 addresses. IPv6 addresses are free."""
    return balancer.inputs.get("internal") is not True and balancer.inputs.get("ipAddressType") != "dualstack-without-public-ipv4"


def list_network_assumptions(stack: StackResources) -> Iterator[str]:
    """List the assumptions about unknown zones."""
    for balancer in stack.find_all(_LOAD_BALANCER_TYPE):
        zone_count, known = stack.count_subnet_zones(balancer.inputs.get("subnets"))
        if not known and _has_public_ipv4(balancer) and not read_maps(balancer.inputs, "subnetMappings"):
            yield f"The zones of {balancer.name} are not known here: {zone_count} addresses are counted, the minimum."
    for endpoint in list_interface_endpoints(stack):
        if not stack.count_subnet_zones(endpoint.inputs.get("subnetIds"))[1]:
            yield f"The zones of {endpoint.name} are not known here: two are counted."
