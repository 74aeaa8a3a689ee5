"""Checks of IPv6: that the network has what the load balancer and the rules of security groups say, and that clients are admitted by it."""

from collections.abc import Iterator, Sequence
from typing import Final

from ..analysis.public_addresses import has_public_addresses
from ..settings.callers import is_cidr_block
from ..settings.cidr_blocks import is_ipv6_block
from ..settings.egress import Egress
from ..settings.fix import Edit, Fix, remove, write, write_nested
from ..settings.ip_address_types import IpAddressType
from ..settings.stack import Stack
from .egress_rules import rewrite_egress
from .finding import Finding, SettingPath

_EVERYWHERE: Final = "0.0.0.0/0"
_EVERYWHERE_IN_IPV6: Final = "::/0"
_TYPE: SettingPath = ("loadBalancer", "ipAddressType")


def check_ipv6(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find what needs IPv6 where there is none, and clients that the load balancer refuses or can't serve."""
    if stack.routed_services and stack.load_balancer.existing is None:
        yield from _check_network(stack)
        yield from _check_clients(stack)
        yield from _check_logins(stack)
    if stack.network.has_ipv6:
        yield from _check_egress(stack)
    elif stack.network.existing is None:
        yield from _check_rules_of_tasks(stack)


def _check_network(stack: Stack) -> Iterator[Finding]:
    """Find a dual-stack load balancer in a network without IPv6."""
    network, chosen = stack.network, stack.load_balancer.ip_address_type
    if chosen in (None, "ipv4") or network.has_ipv6:
        return
    if network.existing is None:
        yield Finding(
            "no-ipv6-in-network",
            _TYPE,
            f"{chosen} needs subnets with IPv6 blocks, and the network has none, so that AWS refuses the load balancer (ValidationError)",
            related_paths=(("network", "ipv6"),),
            fixes=(write_nested("network", "ipv6", value=True), remove(*_TYPE)),
        )
    else:
        yield Finding(
            "no-ipv6-in-network",
            _TYPE,
            f"{chosen} needs subnets with IPv6 blocks, and nothing here says that those of the network have some; without, AWS refuses the load balancer (ValidationError)",
            # Without its IPv6 block, the rule that admits the VPC can't be written.
            "error" if stack.load_balancer.list_allowed_cidr_blocks() is None else "warning",
            related_paths=(("network", "existing"),),
            fixes=(write_nested("network", "existing", "ipv6", value=True), remove(*_TYPE)),
        )


def _check_clients(stack: Stack) -> Iterator[Finding]:
    """Find clients that are admitted and can't connect, and clients that can and aren't admitted."""
    balancer = stack.load_balancer
    path: SettingPath = ("loadBalancer", "allowedCidrBlocks")
    listed: dict[SettingPath, list[str] | None] = {path: balancer.allowed_cidr_blocks}
    if balancer.test_listener:
        listed[("loadBalancer", "testListener", "allowedCidrBlocks")] = balancer.test_listener.allowed_cidr_blocks
    if stack.ip_address_type == "ipv4":
        for place, blocks in listed.items():
            ipv6 = [block for block in blocks or [] if is_ipv6_block(block)]
            if blocks and ipv6:
                reason = f"the load balancer has no IPv6 address, so that nobody connects from {_join(ipv6)}"
                yield _build_unused_finding(place, blocks, reason, give_ipv6_addresses(stack))
        return
    blocks = balancer.allowed_cidr_blocks
    # The addresses of a prefix list aren't known, and who tests knows how to connect.
    if not blocks or any(map(is_ipv6_block, blocks)) or not balancer.is_internet_facing or balancer.allowed_prefix_lists:
        return
    if stack.ip_address_type == "dualstack":
        yield Finding(
            "ipv6-clients-refused",
            path,
            "the load balancer has IPv6 addresses too, and none of these is an IPv6 block: clients with both kinds of addresses try IPv6 first, and wait before they try IPv4, or give up; add the IPv6 "
            "blocks of the same networks",
            "warning",
            related_paths=(_TYPE, ("network", "ipv6")),
            fixes=(_turn_into("ipv4"),),
        )
    elif has_public_addresses(blocks):
        yield Finding(
            "ipv6-clients-refused",
            path,
            "clients can connect over IPv6 only, and none of these is an IPv6 block, so that nobody on the internet is admitted; write IPv6 blocks",
            related_paths=(_TYPE,),
            fixes=(_turn_into("dualstack"),),
        )


def _check_logins(stack: Stack) -> Iterator[Finding]:
    """Find logins at a load balancer without public IPv4 addresses, by which alone it reaches identity providers."""
    if stack.ip_address_type != "dualstack-without-public-ipv4":
        return
    for name, login in stack.logins.items():
        yield Finding(
            "login-without-ipv4",
            _TYPE,
            f"the load balancer connects to identity providers over IPv4 only, and has no public IPv4 address, so that {'requests with tokens' if login.jwt else 'users who log in'} "
            f"to {name} get status 500",
            "warning" if login.jwt else "error",
            related_paths=(("services", name, "route", "authentication"), ("loadBalancer", "authentication")),
            fixes=(write(*_TYPE, value="dualstack"),),
        )


def _check_egress(stack: Stack) -> Iterator[Finding]:
    """Find tasks that may connect to every host over IPv4 and to none over IPv6."""
    for path, task in stack.tasks.items():
        # What other security groups permit comes on top, and isn't known.
        if task.egress is None or task.security_groups or task.subnets == "isolated":
            continue
        added = list(_build_counterparts(task.egress))
        if added:
            yield Finding(
                "ipv6-egress-refused",
                (*path, "egress"),
                "the tasks have IPv6 addresses too, and no rule lets them connect over IPv6: programs try it first if a host has both kinds of addresses, and wait for a timeout before they "
                "try IPv4, or give up",
                "warning",
                related_paths=(("network", "ipv6"), ("network", "existing")),
                fixes=(rewrite_egress(path, [*task.egress, *added], {}, f'add "{_EVERYWHERE_IN_IPV6}" to egress, with the same ports'),),
            )


def _build_counterparts(entries: Sequence[Egress]) -> Iterator[Egress]:
    """Yield the entries that permit over IPv6 what others permit over IPv4, without what is permitted already: EC2 refuses a rule twice."""
    ipv6 = [entry for entry in entries if entry.to in (_EVERYWHERE_IN_IPV6, "2000::/3")]
    for entry in entries:
        ranges = entry.list_port_ranges()
        is_missing = [
            not any(other.covers(first, entry.protocol) and other.covers(last, entry.protocol) for other in ipv6) for first, last in ranges
        ]
        if entry.to != _EVERYWHERE or not any(is_missing):
            continue
        ports = None if all(is_missing) else [port for port, missing in zip(entry.ports or (), is_missing, strict=True) if missing]
        yield entry.model_copy(update={"to": _EVERYWHERE_IN_IPV6, **({} if ports is None else {"ports": ports})})


def _check_rules_of_tasks(stack: Stack) -> Iterator[Finding]:
    """Find rules for IPv6 of tasks that have no IPv6 address."""
    turn_on = write_nested("network", "ipv6", value=True)
    for path, task in stack.tasks.items():
        for index, entry in enumerate(task.egress or []):
            if entry.kind == "IPv6":
                yield Finding(
                    "ipv6-block-without-ipv6",
                    (*path, "egress", index),
                    f"the network has no IPv6, so that the tasks have no address from which they could connect to {entry.to}",
                    "warning",
                    related_paths=(("network", "ipv6"),),
                    fixes=(turn_on, Fix("remove the entry", (Edit((*path, "egress", index), "remove"),))),
                )
    for name, service in stack.services.items():
        callers = service.allow_from or []
        ipv6 = [caller for caller in callers if is_cidr_block(caller) and is_ipv6_block(caller)]
        if ipv6:
            reason = f"the network has no IPv6, so that the tasks have no address to which {_join(ipv6)} could connect"
            yield _build_unused_finding(("services", name, "allowFrom"), callers, reason, turn_on)


def _build_unused_finding(path: SettingPath, blocks: Sequence[str], reason: str, turn_on: Fix) -> Finding:
    """Build the finding of IPv6 blocks without effect."""
    rest = [block for block in blocks if not (is_cidr_block(block) and is_ipv6_block(block))]
    without = write(*path, value=rest) if rest else remove(*path)
    return Finding("ipv6-block-without-ipv6", path, reason, "warning", related_paths=(("network", "ipv6"), _TYPE), fixes=(turn_on, without))


def give_ipv6_addresses(stack: Stack) -> Fix:
    """Fix by giving the load balancer IPv6 addresses."""
    network, balancer = stack.network, stack.load_balancer
    if balancer.ip_address_type is None and balancer.is_internet_facing:
        return write_nested("network", *(("existing",) if network.existing else ()), "ipv6", value=True)
    edits = [Edit(_TYPE, "set", "dualstack")]
    if network.has_ipv6:
        return Fix("write ipAddressType: dualstack", tuple(edits))
    other = write_nested("network", *(("existing",) if network.existing else ()), "ipv6", value=True)
    return Fix(f"write ipAddressType: dualstack, and {other.text.removeprefix('write ')}", (*edits, *other.edits))


def _turn_into(type_: IpAddressType) -> Fix:
    """Fix by other addresses, if no other blocks are known to be meant."""
    return Fix(f"or write ipAddressType: {type_}", (Edit(_TYPE, "set", type_),))


def _join(blocks: Sequence[str]) -> str:
    return " and ".join(blocks)
