"""Checks that the collector of tracing reaches the backend of the traces, and that no credentials travel in the open."""

import ipaddress
import re
from collections.abc import Iterator
from typing import Final

from ..settings.egress import Egress
from ..settings.fix import Edit, Fix, format_inline
from ..settings.stack import Stack
from ..settings.task import Task
from ..settings.trace_endpoint import Endpoint, parse_endpoint
from .destinations import VENDOR_HOST_PATTERN
from .egress import build_ways_out, describe_dead_end, is_dead_end
from .egress_rules import leads_outside, rewrite_egress, write_entry
from .finding import Finding, SettingPath

_LOCAL_HOST_PATTERN: Final = re.compile(r"localhost|127\.[0-9.]+")
_PRIVATE_HOST_PATTERN: Final = re.compile(r"[^.]+|.*\.(?:local|internal|localdomain|lan|corp|home|private)")
"""Names that no public DNS server knows."""


def check_trace_destinations(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find collectors that can't reach the backend of the traces, and secret headers that are sent without encryption."""
    for path, task in stack.tasks.items():
        if task.tracing is None or task.tracing.endpoint is None:
            continue
        endpoint = parse_endpoint(task.tracing.endpoint)
        if _LOCAL_HOST_PATTERN.fullmatch(endpoint.host):
            continue
        if endpoint.scheme == "http" and task.tracing.secret_headers and not _is_private(endpoint.host):
            secure = f"https://{task.tracing.endpoint.removeprefix('http://')}"
            yield Finding(
                "secret-over-http",
                (*path, "tracing", "endpoint"),
                f"the secret headers ({', '.join(task.tracing.secret_headers)}) would be sent to {endpoint.host} without encryption, for everyone on the way to read",
                "warning",
                ((*path, "tracing", "secretHeaders"),),
                (Fix(f"write endpoint: {secure}", (Edit((*path, "tracing", "endpoint"), "set", secure),)),),
            )
        if is_dead_end(task, stack) and _is_public(endpoint.host):
            yield Finding(
                "traces-out-of-reach",
                (*path, "tracing", "endpoint"),
                f"{describe_dead_end(task, stack)}, and {endpoint.host} is there, so that the traces are lost",
                "warning",
                ((*path, "subnets"), ("network", "natGateways")),
                build_ways_out(path, task, stack),
            )
        elif task.egress is not None and not task.security_groups and not _is_admitted(task.egress, endpoint, stack):
            yield _build_egress_finding(path, task, task.egress, endpoint)


def _build_egress_finding(path: SettingPath, task: Task, entries: list[Egress], endpoint: Endpoint) -> Finding:
    address = _parse_address(endpoint.host)
    target = f"{address}/32" if address is not None and address.version == 4 else "0.0.0.0/0"
    added = Egress(to=target) if endpoint.port == 443 else Egress(to=target, ports=[endpoint.port])
    return Finding(
        "traces-out-of-reach",
        (*path, "egress"),
        f"no rule admits connections to {endpoint.host} on port {endpoint.port}, so that the traces are lost",
        "warning",
        ((*path, "tracing", "endpoint"),),
        (rewrite_egress(path, [*entries, added], {}, f"add {format_inline(write_entry(added))} to egress"),),
    )


def _is_admitted(entries: list[Egress], endpoint: Endpoint, stack: Stack) -> bool:
    """Return whether an entry may lead to the endpoint. A name may stand for any address, unless its host is surely in the internet."""
    address = _parse_address(endpoint.host)
    if address is None and _is_public(endpoint.host):
        return leads_outside(entries, endpoint.port, has_ipv6=stack.network.existing is not None or stack.network.ipv6)
    return any(_may_lead(entry, endpoint.port, address, stack) for entry in entries)


def _may_lead(entry: Egress, port: int, address: ipaddress.IPv4Address | ipaddress.IPv6Address | None, stack: Stack) -> bool:
    if entry.kind == "service":
        service = stack.services.get(entry.to)
        ports = service.ingress_ports if service is not None and entry.ports is None else ()
        return address is None and entry.protocol in ("tcp", "all") and (port in ports or entry.covers(port))
    if not entry.covers(port) or entry.kind == "prefix list name":
        return False
    if address is not None and entry.kind in ("IPv4", "IPv6"):
        return address in ipaddress.ip_network(entry.to)
    return True


def _parse_address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _is_public(host: str) -> bool:
    """Return whether a host is surely in the internet: that of a known backend, or a public address."""
    address = _parse_address(host)
    return address.is_global if address is not None else VENDOR_HOST_PATTERN.fullmatch(host) is not None


def _is_private(host: str) -> bool:
    """Return whether a host is surely in a network of one's own."""
    address = _parse_address(host)
    return not address.is_global if address is not None else _PRIVATE_HOST_PATTERN.fullmatch(host) is not None
