"""Checks that services can find each other and admit their callers."""

import difflib
from collections.abc import Iterator
from typing import Any

from ..analysis.deployment_order import find_call_cycles
from ..settings.callers import is_cidr_block, is_security_group
from ..settings.fix import Edit, Fix, format_inline, remove, write
from ..settings.service import Service
from ..settings.stack import Stack
from .finding import Finding, SettingPath


def check_discovery(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find services without a namespace, names that two services share, unknown callers, and services that admit no caller."""
    for name, service in stack.services.items():
        path: SettingPath = ("services", name)
        yield from _check_namespace(path, service, stack)
        yield from _check_callers(path, name, service, stack)
        yield from _check_ingress(path, service, stack)
        yield from _check_traffic_conflicts(path, service)
    yield from _check_shared_names(stack)
    for caller, callee in find_call_cycles(stack):
        yield Finding(
            "calls-in-a-circle",
            ("services", caller, "serviceConnect"),
            f"{caller} and {callee} call each other, and a task knows only the names that existed when it was deployed, so that {caller} doesn't find {callee} after the first "
            f"update; then deploy {caller} once more: aws ecs update-service --force-new-deployment",
            "warning",
            (("services", callee, "allowFrom"),),
        )


def _check_namespace(path: SettingPath, service: Service, stack: Stack) -> Iterator[Finding]:
    namespace = stack.cluster.namespace
    if service.service_connect and service.service_connect.namespace is None and namespace is None and stack.cluster.existing is None:
        yield Finding(
            "no-namespace",
            (*path, "serviceConnect"),
            "Service Connect needs a namespace, and the cluster has none (InvalidParameterException); serviceConnect: {namespace: …} names one that exists",
            related_paths=(("cluster", "namespace"),),
            fixes=(Fix("write cluster: {namespace: services}", (Edit(("cluster", "namespace"), "set", "services"),)),),
        )
    discovery = service.service_discovery
    if discovery is None or discovery.registry_arn is not None or discovery.namespace_id is not None:
        return
    if namespace is None:
        created = {"name": "internal.example.com", "type": "privateDns"}
        fix = Fix(f"write cluster: {{namespace: {format_inline(created)}}}", (Edit(("cluster", "namespace"), "set", created),))
        yield Finding(
            "no-namespace",
            (*path, "serviceDiscovery"),
            f"the tasks are registered in a namespace, and the cluster has none{'; write namespaceId or registryArn' if stack.cluster.existing else ''}",
            related_paths=(("cluster", "namespace"), ("cluster", "existing")),
            fixes=() if stack.cluster.existing else (fix,),
        )
    elif namespace.type == "http":
        for field, key in (("dns_record_type", "dnsRecordType"), ("ttl", "ttl")):
            if field in discovery.model_fields_set:
                yield Finding(
                    "no-dns-in-namespace",
                    (*path, "serviceDiscovery", key),
                    "an HTTP namespace answers to Cloud Map's API alone and not to DNS, so this would have no effect",
                    related_paths=(("cluster", "namespace"),),
                    fixes=(
                        remove(*path, "serviceDiscovery", key),
                        *([_build_private_dns_fix(namespace.name)] if namespace.name and "." in namespace.name else []),
                    ),
                )


def _build_private_dns_fix(name: str) -> Fix:
    namespace = {"name": name, "type": "privateDns"}
    return Fix(f"write cluster: {{namespace: {format_inline(namespace)}}}", (Edit(("cluster", "namespace"), "set", namespace),))


def _check_callers(path: SettingPath, name: str, service: Service, stack: Stack) -> Iterator[Finding]:
    for index, caller in enumerate(service.allow_from or []):
        caller_path = (*path, "allowFrom", index)
        if not isinstance(caller, str) or is_cidr_block(caller):
            continue
        if is_security_group(caller):
            if caller in stack.services:
                yield Finding(
                    "caller-like-a-group",
                    caller_path,
                    f"{caller!r} reads as the id of a security group, and is also the name of a service; write another name for the service",
                )
        elif caller == name:
            yield Finding(
                "caller-of-itself",
                caller_path,
                "this is the service itself, and its tasks would be allowed to call each other; write the services that call it",
                fixes=(Fix("remove it", (Edit(caller_path, "remove"),)),),
            )
        elif caller not in stack.services:
            suggestions = difflib.get_close_matches(caller, [other for other in stack.services if other != name], 1)
            yield Finding(
                "unknown-caller",
                caller_path,
                f"there is no service {caller!r}{'' if suggestions else '; write the name of a service of this stack, the id of a security group, or a CIDR block'}",
                related_paths=(("services",),),
                fixes=tuple(Fix(f"write {meant}", (Edit(caller_path, "set", meant),), is_certain=True) for meant in suggestions),
            )
        elif service.service_connect_server and not service.service_discovery and stack.services[caller].service_connect is None:
            yield Finding(
                "caller-without-service-connect",
                caller_path,
                f"{caller} is admitted, but doesn't use Service Connect, and so doesn't know the name of this service",
                "warning",
                (("services", caller),),
                (_build_client_fix(caller, stack.services[caller]),),
            )


def _build_client_fix(name: str, caller: Service) -> Fix:
    """Build the fix that lets a caller find others. A service with a port would become a server as well, which nobody is let in to call."""
    value: Any = True if caller.port is None else {"clientOnly": True}
    return Fix(
        f"write services: {{{name}: {{serviceConnect: {format_inline(value)}}}}}",
        (Edit(("services", name, "serviceConnect"), "set", value),),
    )


def _check_ingress(path: SettingPath, service: Service, stack: Stack) -> Iterator[Finding]:
    discovery_key = "serviceConnect" if service.service_connect_server else "serviceDiscovery" if service.service_discovery else None
    if discovery_key and service.allow_from is None:
        callers = [name for name, other in stack.services.items() if other is not service and other.service_connect]
        yield Finding(
            "nobody-let-in",
            (*path, discovery_key),
            "other services can find this one, but its security group admits only the load balancer; allowFrom lists the callers: services, the ids of security groups of other stacks, and "
            "CIDR blocks",
            "warning",
            ((*path, "allowFrom"),),
            (
                *([write(*path, "allowFrom", value=callers)] if callers else []),
                Fix("write allowFrom: [] if nobody shall call it", (Edit((*path, "allowFrom"), "set", []),)),
            ),
        )


def _check_traffic_conflicts(path: SettingPath, service: Service) -> Iterator[Finding]:
    if service.service_discovery and service.deployment.shifts_traffic:
        yield Finding(
            "both-versions-in-dns",
            (*path, "serviceDiscovery"),
            f"ECS moves the traffic of load balancers and Service Connect, not that of Cloud Map: with {service.deployment.strategy} its names lead to both versions as long as both "
            "run; callers by Service Connect are moved",
            "warning",
            ((*path, "deployment", "strategy"),),
            (write(*path, "deployment", value="rolling"),),
        )
    connect = service.service_connect_server
    if (
        connect
        and connect.tls
        and service.active_route
        and service.target_group.protocol == "HTTP"
        and connect.ingress_port_override is None
    ):
        yield Finding(
            "tls-behind-load-balancer",
            (*path, "serviceConnect", "tls"),
            "the proxy takes TLS on the service's port, and the load balancer speaks HTTP there, so that its health checks would fail; write ingressPortOverride: <another port> for the "
            "proxy, or targetGroup: {protocol: HTTPS}",
            "warning",
            ((*path, "targetGroup"),),
        )


def _check_shared_names(stack: Stack) -> Iterator[Finding]:
    claims: dict[tuple[object, ...], tuple[str, SettingPath]] = {}
    for name, service in stack.services.items():
        for key, path, description in _list_claimed_names(name, service):
            other, other_path = claims.setdefault(key, (name, path))
            if other_path != path:
                owner = "that of its Service Connect" if other == name else f"that of services.{other}"
                yield Finding(
                    "name-taken",
                    path,
                    f"{description} is {owner} too, and a name is unique in its namespace (InvalidParameterException); write another one",
                    related_paths=(other_path,),
                )


def _list_claimed_names(name: str, service: Service) -> Iterator[tuple[tuple[object, ...], SettingPath, str]]:
    """List the names that a service claims in a namespace: the claimed name, its setting, and its description in messages."""
    connect, discovery = service.service_connect_server, service.service_discovery
    if connect and isinstance(connect.namespace, str | None):
        path: SettingPath = ("services", name, "serviceConnect")
        alias, discovery_name = connect.resolve_client_alias(name, service.port or 0), connect.resolve_discovery_name(name)
        yield (connect.namespace, "alias", *alias), (*path, "clientAlias"), f"the alias {alias[0]}:{alias[1]}"
        yield (connect.namespace, "name", discovery_name), (*path, "discoveryName"), f"the discovery name {discovery_name!r}"
    if discovery and discovery.registry_arn is None and discovery.namespace_id is None:
        service_name = discovery.resolve_service_name(name)
        yield (
            (None, "name", service_name.lower()),
            ("services", name, "serviceDiscovery", "name"),
            f"the Cloud Map service {service_name!r}",
        )
