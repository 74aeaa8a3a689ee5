"""Advice on what the internet reaches: plain HTTP, the test listener, tasks with public addresses, and callers who are nearly everybody."""

import ipaddress
from collections.abc import Iterable, Iterator
from typing import Final

from ..settings.callers import is_cidr_block
from ..settings.fix import Edit, Fix, combine, write, write_nested
from ..settings.load_balancer import LoadBalancer
from ..settings.stack import Stack
from .finding import Finding, SettingPath, Severity, choose_severity, silence_check

_EVERYBODY: Final = "0.0.0.0/0"
_NOT_PUBLIC: Final = tuple(
    ipaddress.IPv4Network(block)
    for block in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "224.0.0.0/3",
    )
)
"""Addresses that no host on the internet has. Source: https://www.iana.org/assignments/iana-ipv4-special-registry/"""
_PUBLIC_ADDRESSES: Final = 2**32 - sum(block.num_addresses for block in _NOT_PUBLIC)
_MOST_ADDRESSES: Final = 4 * 2**24
"""The largest networks of one owner are a few /8. Blocks with more public addresses are no networks of one's own."""


def check_exposure(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find what everybody on the internet may read or call although the stack file doesn't say why."""
    severity = choose_severity(stack)
    balancer = stack.load_balancer
    if stack.routed_services and balancer.existing is None:
        yield from _check_plain_http(balancer, severity)
        yield from _check_test_listener(balancer, severity)
    for path, task in stack.tasks.items():
        if task.subnets == "public":
            yield _build_public_subnets_finding(path, stack, severity)
    for name, service in stack.services.items():
        yield from _check_callers(("services", name, "allowFrom"), service.allow_from or [], severity)


def _check_plain_http(balancer: LoadBalancer, severity: Severity) -> Iterator[Finding]:
    blocks = balancer.allowed_cidr_blocks or [_EVERYBODY]
    if not balancer.is_internet_facing or balancer.http_action != "forward" or not _count_public_addresses(blocks):
        return
    silenced = silence_check("plain-http", "why nobody minds")
    yield Finding(
        "plain-http",
        ("loadBalancer",),
        "requests and responses cross the internet unencrypted, with their passwords and cookies, and anyone on the way reads and changes them (Security Hub ELB.1); "
        "write https: {domainName: …, hostedZone: …}, or {certificateArn: …}",
        severity,
        (("loadBalancer", "https"),),
        (Fix(f"or {silenced.text}", silenced.edits),),
    )


def _check_test_listener(balancer: LoadBalancer, severity: Severity) -> Iterator[Finding]:
    listener = balancer.test_listener
    if listener is None or not balancer.is_internet_facing:
        return
    blocks = listener.allowed_cidr_blocks or balancer.allowed_cidr_blocks or [_EVERYBODY]
    if _count_public_addresses(blocks) <= _MOST_ADDRESSES:
        return
    value = {"port": listener.port, "allowedCidrBlocks": ["203.0.113.0/24"]}
    yield Finding(
        "test-listener-open",
        ("loadBalancer", "testListener"),
        "everybody on the internet may call the next version of the services, before anyone has tested it",
        severity,
        (("loadBalancer", "allowedCidrBlocks"),),
        (
            Fix(
                f"write testListener: {{port: {listener.port}, allowedCidrBlocks: [203.0.113.0/24]}} with the addresses of your own network",
                (Edit(("loadBalancer", "testListener"), "set", value),),
            ),
            silence_check("test-listener-open", "why everybody may see it"),
        ),
    )


def _build_public_subnets_finding(path: SettingPath, stack: Stack, severity: Severity) -> Finding:
    network = stack.network
    fixes = []
    if network.existing is None:
        private = write(*path, "subnets", value="private")
        gateways = "onePerAz" if stack.protected else "single"
        fixes = [combine(private, write_nested("network", "natGateways", value=gateways)) if network.nat_gateways == "none" else private]
    elif network.existing.private_subnets:
        fixes = [write(*path, "subnets", value="private")]
    return Finding(
        "tasks-in-public-subnets",
        (*path, "subnets"),
        "every task has a public address, so that the rules of its security group alone keep the internet out (Security Hub ECS.2)",
        severity,
        (("network", "natGateways"),),
        (*fixes, silence_check("tasks-in-public-subnets", "why tasks have public addresses")),
    )


def _check_callers(path: SettingPath, callers: list[str], severity: Severity) -> Iterator[Finding]:
    blocks = [caller for caller in callers if is_cidr_block(caller)]
    public = _count_public_addresses(blocks)
    advice = "name services (allowFrom: [web]), security groups, or the block of a network"
    removal = Fix("or remove allowFrom", (Edit(path, "remove"),))
    if public == _PUBLIC_ADDRESSES:
        yield Finding(
            "open-to-everybody",
            path,
            f"{' and '.join(blocks)} together are every address of the internet, which bypasses the load balancer and its web ACL; {advice}",
            fixes=(removal,),
        )
    elif public > _MOST_ADDRESSES:
        yield Finding(
            "open-to-the-internet",
            path,
            f"these blocks have {public:,} public addresses, more than networks of one's own have, so that strangers bypass the load balancer and its web ACL; {advice}",
            severity,
            fixes=(removal, silence_check("open-to-the-internet", "why strangers may call it")),
        )


def _count_public_addresses(blocks: Iterable[str]) -> int:
    """Count the addresses of the internet that are in the union of some blocks."""
    union = list(ipaddress.collapse_addresses(ipaddress.IPv4Network(block) for block in blocks))
    reserved = sum(min(block, other, key=_count).num_addresses for block in union for other in _NOT_PUBLIC if block.overlaps(other))
    return sum(block.num_addresses for block in union) - reserved


def _count(block: ipaddress.IPv4Network) -> int:
    return block.num_addresses
