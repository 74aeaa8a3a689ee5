"""Checks of the addresses that routes and rules admit: the load balancer must see them."""

import ipaddress
from collections.abc import Iterator

from ..analysis.public_addresses import has_public_addresses
from ..analysis.value_comparison import blocks_overlap
from ..settings.cidr_blocks import is_ipv6_block
from ..settings.fix import Edit, Fix, remove, write
from ..settings.prefix_lists import CLOUDFRONT_PREFIX_LIST
from ..settings.stack import Stack
from .finding import Finding, SettingPath
from .ipv6 import give_ipv6_addresses

_TYPE: SettingPath = ("loadBalancer", "ipAddressType")


def check_client_addresses(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find addresses of clients that can't connect to the load balancer, or that a proxy hides."""
    balancer = stack.load_balancer
    if balancer.existing is not None or not stack.routed_services:
        return
    allowed = balancer.list_allowed_cidr_blocks()
    for place, conditions in stack.conditions_by_path.items():
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
        else:
            yield from _check_families(stack, path, conditions.allowed_cidr_blocks)
            if allowed and not balancer.allowed_prefix_lists:
                yield from _check_blocks(path, conditions.allowed_cidr_blocks, allowed)


def _check_families(stack: Stack, path: SettingPath, blocks: list[str]) -> Iterator[Finding]:
    """Find routes and rules for a family of addresses over which nobody connects, and clients with two addresses of which one is refused."""
    balancer, type_ = stack.load_balancer, stack.ip_address_type
    has_ipv6, has_ipv4 = any(map(is_ipv6_block, blocks)), not all(map(is_ipv6_block, blocks))
    if type_ == "ipv4" and not has_ipv4:
        yield _build_unused_finding(path, "IPv6", blocks, give_ipv6_addresses(stack))
    # Those that come through a private network have IPv4 addresses still.
    elif type_ == "dualstack-without-public-ipv4" and not has_ipv6 and has_public_addresses(blocks):
        yield _build_unused_finding(path, "public IPv4", blocks, write(*_TYPE, value="ipv4"))
    elif (
        type_ == "dualstack"
        and balancer.is_internet_facing
        and not has_ipv6
        and has_public_addresses(blocks)
        # Otherwise the load balancer itself refuses them, which is reported there.
        and any(map(is_ipv6_block, balancer.allowed_cidr_blocks or ["::/0"]))
    ):
        yield Finding(
            "ipv6-clients-refused",
            path,
            "the load balancer has IPv6 addresses too, and no block here is one of IPv6: requests of clients that have both kinds of addresses come over IPv6 and match no block, so that "
            "the next rule answers them; add the IPv6 blocks of the same networks",
            "warning",
            related_paths=(_TYPE, ("network", "ipv6")),
            fixes=(Fix("or write ipAddressType: ipv4", (Edit(_TYPE, "set", "ipv4"),)),),
        )


def _build_unused_finding(path: SettingPath, family: str, blocks: list[str], fix: Fix) -> Finding:
    return Finding(
        "address-of-other-family",
        path,
        f"the load balancer has no {family} address, so that nobody connects from {' and '.join(blocks)}, and no request matches",
        "warning",
        related_paths=(_TYPE, ("network", "ipv6")),
        fixes=(fix,),
    )


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
