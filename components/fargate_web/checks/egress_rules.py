"""Checks of `egress`: that the rules lead to what a task needs to start, and that both sides of a call know each other."""

import difflib
import ipaddress
from collections.abc import Iterator, Sequence
from typing import Any, Final

import pulumi

from ..settings.build import BuiltImage
from ..settings.egress import INTERFACE_ENDPOINTS, Egress
from ..settings.fix import Edit, Fix, format_inline
from ..settings.service import Service
from ..settings.stack import Stack
from ..settings.task import Task
from .egress import is_in_own_registry, list_images, list_needed_endpoints
from .finding import Finding, SettingPath

_HTTPS: Final = 443
_NFS: Final = 2049
_EVERYWHERE: Final = "0.0.0.0/0"


def check_egress_rules(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find egress rules that keep tasks from starting, and calls that only one side permits."""
    for path, task in stack.tasks.items():
        if task.egress is not None:
            yield from _check_targets(path, task.egress, stack)
            # What other security groups allow comes on top, and isn't known.
            if not task.security_groups:
                yield from _check_needs(path, task, task.egress, stack, region)
    for name, service in stack.services.items():
        yield from _check_calls(name, service, stack)


def _check_targets(path: SettingPath, entries: Sequence[Egress], stack: Stack) -> Iterator[Finding]:
    for index, entry in enumerate(entries):
        entry_path = (*path, "egress", index)
        if entry.kind == "service" and entry.to not in stack.services:
            meant = difflib.get_close_matches(entry.to, [other for other in stack.services if other != path[1]], 1)
            advice = (
                ""
                if meant
                else "; write the name of a service of this stack, a security group, a CIDR block, a prefix list, or interfaceEndpoints"
            )
            yield Finding(
                "unknown-egress-target",
                entry_path,
                f"there is no service {entry.to!r}{advice}",
                related_paths=(("services",),),
                fixes=tuple(
                    rewrite_egress(path, entries, {index: entry.model_copy(update={"to": name})}, f"write {name}") for name in meant
                ),
            )
        elif entry.kind == "service" and entry.to == path[1]:
            yield Finding(
                "unknown-egress-target",
                entry_path,
                "this is the service itself; write the services that it calls, or remove it",
            )
        elif entry.kind == "interface endpoints" and not stack.network.interface_endpoints:
            instead = (
                "write the id of their security group (sg-…)"
                if stack.network.existing
                else "list them in network.interfaceEndpoints, or write another target"
            )
            yield Finding(
                "unknown-egress-target",
                entry_path,
                f"the network creates no interface endpoints; {instead}",
                related_paths=(("network", "interfaceEndpoints"), ("network", "existing")),
            )
        elif isinstance(entry.to, str) and entry.kind != "service" and entry.to in stack.services:
            yield Finding(
                "unknown-egress-target",
                entry_path,
                f"{entry.to!r} reads as a target outside the stack, and is also the name of a service; write another name for the service",
            )


def _check_needs(path: SettingPath, task: Task, entries: Sequence[Egress], stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find what the task needs to start and its rules surely don't lead to."""
    vpc = None if stack.network.existing else ipaddress.IPv4Network(stack.network.cidr_block)
    endpoints = set(stack.network.interface_endpoints)
    missing: dict[str, list[str]] = {}

    def need(what: str, targets: Sequence[str], *, is_met: bool) -> None:
        for target in () if is_met else targets:
            missing.setdefault(target, []).append(what)

    images = [image for image in list_images(task).values() if isinstance(image, str)]
    own_images = [image for image in images if is_in_own_registry(image, region)]
    own_images += [str(image) for image in list_images(task).values() if isinstance(image, BuiltImage)]
    # Without a way out of the subnets, what has no endpoint is out of reach anyway: `check_egress` reports it.
    # What an existing network has isn't known.
    has_ipv6 = vpc is None or stack.network.ipv6
    has_way_out = vpc is None or task.subnets == "public" or (task.subnets == "private" and stack.network.nat_gateways != "none")
    for image in dict.fromkeys(images):
        if image not in own_images:
            need(f"the registry of {image}", [_EVERYWHERE], is_met=not has_way_out or leads_outside(entries, has_ipv6=has_ipv6))
    if own_images or any(container.environment_files for container in [task, *task.all_sidecars.values()]):
        need("S3, where image layers are" if own_images else "S3", ["s3"], is_met=_leads_to_s3(entries, vpc, has_ipv6=has_ipv6))
    for endpoint in list_needed_endpoints(task, stack):
        if endpoint.startswith("ecr.") and not own_images:
            continue
        if endpoint in endpoints:
            need(endpoint, [INTERFACE_ENDPOINTS], is_met=_leads_to_endpoints(entries, vpc))
        elif has_way_out:
            need(
                endpoint,
                [_EVERYWHERE],
                is_met=leads_outside(entries, has_ipv6=has_ipv6) or (vpc is None and _leads_to_endpoints(entries, vpc)),
            )
    for name, volume in task.volumes.items():
        if volume.is_file_system and volume.mount_target_security_group_id is None:
            block = stack.network.cidr_block if vpc else "<CIDR block of the VPC>"
            need(
                f"the file system of {name}",
                [f"{block} on 2049"],
                is_met=_may_lead(entries, _NFS, ("security group", "IPv4", "IPv6", "prefix list")),
            )
    if not missing:
        return
    # One rule for every address covers what is reached over HTTPS.
    targets = [target for target in missing if target != "s3"] if _EVERYWHERE in missing else list(missing)
    added = [
        Egress(to=target.removesuffix(" on 2049"), ports=[_NFS]) if target.endswith(" on 2049") else Egress(to=target)
        for target in targets
        if "<" not in target
    ]
    needs = ", ".join(dict.fromkeys(what for whats in missing.values() for what in whats))
    shown = ", ".join(format_inline(write_entry(entry)) for entry in added)
    yield Finding(
        "egress-too-narrow",
        (*path, "egress"),
        f"these rules don't lead to {needs}, so that no task would start (ResourceInitializationError or CannotPullContainerError)"
        + ("" if added else "; add the block of the VPC with ports: [2049], or write mountTargetSecurityGroupId at the volume"),
        related_paths=(("network", "interfaceEndpoints"),),
        fixes=(rewrite_egress(path, [*entries, *added], {}, f"add {shown} to egress"),) if added else (),
    )


def _check_calls(name: str, service: Service, stack: Stack) -> Iterator[Finding]:
    """Find calls to other services of the stack that only one side permits."""
    for index, entry in enumerate(service.egress or []):
        callee = stack.services.get(entry.to) if entry.kind == "service" else None
        if callee is None or entry.to == name:
            continue
        callers = callee.allow_from or []
        if name not in [caller for caller in callers if isinstance(caller, str)] and not _admits_others(callers):
            plain = [caller for caller in callers if isinstance(caller, str)]
            yield Finding(
                "call-without-caller",
                ("services", name, "egress", index),
                f"the security group of {entry.to} doesn't admit {name}, so that its calls time out",
                "warning",
                related_paths=(("services", str(entry.to), "allowFrom"),),
                fixes=(
                    Fix(
                        f"write services: {{{entry.to}: {{allowFrom: {format_inline([*plain, name])}}}}}",
                        (Edit(("services", str(entry.to), "allowFrom"), "set", [*plain, name]),),
                    ),
                ),
            )
    for index, caller in enumerate(service.allow_from or []):
        calling = stack.services.get(caller) if isinstance(caller, str) else None
        if calling is None or calling.egress is None or calling.security_groups:
            continue
        if not any(_leads_to_service(entry, name, service) for entry in calling.egress):
            entries = calling.egress
            yield Finding(
                "caller-without-egress",
                ("services", name, "allowFrom", index),
                f"the egress of {caller} doesn't lead to {name}, so that its calls time out",
                "warning",
                related_paths=(("services", str(caller), "egress"),),
                fixes=(
                    rewrite_egress(("services", str(caller)), [*entries, Egress(to=name)], {}, f"add {name} to the egress of {caller}"),
                ),
            )


def _admits_others(callers: Sequence[Any]) -> bool:
    """Return whether callers contain a group or a block, of which the tasks of a service may be a part."""
    return any(isinstance(caller, pulumi.Output) or "/" in caller or caller.startswith("sg-") for caller in callers)


def _leads_to_service(entry: Egress, name: str, service: Service) -> bool:
    if entry.kind == "service":
        return bool(entry.to == name)
    ports = service.ingress_ports
    return entry.kind in ("security group", "IPv4") and (not ports or any(entry.covers(port) for port in ports))


def leads_outside(entries: Sequence[Egress], port: int = _HTTPS, *, has_ipv6: bool) -> bool:
    """Return whether an entry may lead to public addresses on a port; by default over HTTPS."""
    return any(
        entry.covers(port)
        and (
            (entry.kind == "IPv4" and not ipaddress.IPv4Network(entry.to).is_private)
            or entry.kind == "prefix list"
            or (entry.kind == "IPv6" and has_ipv6)
            or (entry.kind == "prefix list name" and "s3" not in str(entry.to) and entry.to != "dynamodb")
        )
        for entry in entries
    )


def _leads_to_s3(entries: Sequence[Egress], vpc: ipaddress.IPv4Network | None, *, has_ipv6: bool) -> bool:
    """Return whether an entry may lead to S3. An existing network may have an interface endpoint for it."""
    has_prefix_list = any(entry.covers(_HTTPS) and entry.kind == "prefix list name" and "s3" in str(entry.to) for entry in entries)
    return has_prefix_list or leads_outside(entries, has_ipv6=has_ipv6) or (vpc is None and _leads_to_endpoints(entries, vpc))


def _leads_to_endpoints(entries: Sequence[Egress], vpc: ipaddress.IPv4Network | None) -> bool:
    """Return whether an entry may lead to network interfaces in the VPC over HTTPS."""
    return any(
        entry.covers(_HTTPS)
        and (
            entry.kind in ("interface endpoints", "security group", "prefix list")
            or (entry.kind == "IPv4" and (vpc is None or vpc.overlaps(ipaddress.IPv4Network(entry.to))))
        )
        for entry in entries
    )


def _may_lead(entries: Sequence[Egress], port: int, kinds: Sequence[str]) -> bool:
    return any(entry.covers(port) and entry.kind in kinds for entry in entries)


def write_entry(entry: Egress) -> Any:
    """Return an entry as it is written in a stack file."""
    values = entry.model_dump(by_alias=True, exclude_unset=True)
    return values["to"] if set(values) == {"to"} else values


def rewrite_egress(path: SettingPath, entries: Sequence[Egress], replaced: dict[int, Egress], text: str) -> Fix:
    """Build the fix that writes the entries anew. Without an edit if one of them is an Output, which can't be written."""
    written = [replaced.get(index, entry) for index, entry in enumerate(entries)]
    if any(isinstance(entry.to, pulumi.Output) for entry in written):
        return Fix(text)
    return Fix(text, (Edit((*path, "egress"), "set", [write_entry(entry) for entry in written]),))
