"""Checks of the addresses that routes and rules admit: the load balancer must see them."""

import ipaddress
from collections.abc import Iterator

from ..analysis.value_comparison import blocks_overlap
from ..settings.fix import Edit, Fix, remove
from ..settings.prefix_lists import CLOUDFRONT_PREFIX_LIST
from ..settings.rule_conditions import RuleConditions
from ..settings.stack import Stack
from .finding import Finding, SettingPath


def check_client_addresses(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find addresses of clients that can't connect to the load balancer, or that a proxy hides."""
    balancer = stack.load_balancer
    if balancer.existing is not None or not stack.routed_services:
        return
    places: dict[SettingPath, RuleConditions] = {("loadBalancer", "rules", name): rule for name, rule in balancer.rules.items()}
    places |= {("services", name, "route"): service.active_route for name, service in stack.routed_services.items() if service.active_route}
    allowed = balancer.list_allowed_cidr_blocks()
    for place, conditions in places.items():
        path = (*place, "allowedCidrBlocks")
        if not conditions.allowed_cidr_blocks:
            continue
        if balancer.allowed_prefix_lists == [CLOUDFRONT_PREFIX_LIST] and not allowed:
            yield Finding(
                "address-of-a-proxy",
                path,
                "all connections come from CloudFront, and the load balancer compares the addresses of CloudFront with these blocks, so that no request matches; restrict clients by AWS WAF at the "
                "distribution",
                "warning",
                related_paths=(("loadBalancer", "allowedPrefixLists"),),
                fixes=(Fix("and remove allowedCidrBlocks", remove(*path).edits),),
            )
        elif allowed and not balancer.allowed_prefix_lists:
            yield from _check_blocks(path, conditions.allowed_cidr_blocks, allowed)


def _check_blocks(path: SettingPath, blocks: list[str], allowed: list[str]) -> Iterator[Finding]:
    versions = {ipaddress.ip_network(block).version for block in allowed}
    outside = [block for block in blocks if ipaddress.ip_network(block).version in versions and not blocks_overlap([block], allowed)]
    for block in outside:
        place: SettingPath = (*path, blocks.index(block))
        fixes = (Fix(f"remove {block}", (Edit(place, "remove"),)),) if len(blocks) > 1 else ()
        yield Finding(
            "address-outside-load-balancer",
            place,
            f"clients in {block} can't connect, since the load balancer admits {', '.join(allowed)} only"
            + ("" if fixes else "; add the block to loadBalancer.allowedCidrBlocks"),
            "warning",
            related_paths=(("loadBalancer", "allowedCidrBlocks"),),
            fixes=fixes,
        )
