"""Checks that services can find each other and admit their callers."""

import difflib
from collections.abc import Iterator

from ..analysis.deployment_order import find_call_cycles
from ..settings.callers import is_cidr_block, is_security_group
from ..settings.service import Service
from ..settings.stack import Stack
from .finding import Finding, SettingPath


def check_discovery(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find services without a namespace, names that two services share, unknown callers, and services that admit no caller."""
    for name, service in stack.services.items():
        path: SettingPath = ("services", name)
        yield from _check_namespace(path, service, stack)
        yield from _check_callers(path, name, service, stack)
        yield from _check_ingress(path, service)
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
    namespace, fix = stack.cluster.namespace, "write cluster: {namespace: <a name>}"
    if service.service_connect and service.service_connect.namespace is None and namespace is None and stack.cluster.existing is None:
        yield Finding(
            "no-namespace",
            (*path, "serviceConnect"),
            f"Service Connect needs a namespace, and the cluster has none (InvalidParameterException); {fix}, or serviceConnect: {{namespace: …}} with one that exists",
            related_paths=(("cluster", "namespace"),),
        )
    discovery = service.service_discovery
    if discovery is None or discovery.registry_arn is not None or discovery.namespace_id is not None:
        return
    if namespace is None:
        fix = (
            "write namespaceId or registryArn"
            if stack.cluster.existing
            else "write cluster: {namespace: {name: internal.example.com, type: privateDns}}"
        )
        yield Finding(
            "no-namespace",
            (*path, "serviceDiscovery"),
            f"the tasks are registered in a namespace, and the cluster has none; {fix}",
            related_paths=(("cluster", "namespace"), ("cluster", "existing")),
        )
    elif namespace.type == "http":
        for field, key in (("dns_record_type", "dnsRecordType"), ("ttl", "ttl")):
            if field in discovery.model_fields_set:
                yield Finding(
                    "no-dns-in-namespace",
                    (*path, "serviceDiscovery", key),
                    "an HTTP namespace answers to Cloud Map's API alone and not to DNS, so this would have no effect; remove it, or write cluster: {namespace: {…, type: privateDns}}",
                    related_paths=(("cluster", "namespace"),),
                )


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
                "this is the service itself, and its tasks would be allowed to call each other; write the services that call it, or remove it",
            )
        elif caller not in stack.services:
            suggestions = difflib.get_close_matches(caller, [other for other in stack.services if other != name], 1)
            yield Finding(
                "unknown-caller",
                caller_path,
                f"there is no service {caller!r}{f'; did you mean {suggestions[0]!r}?' if suggestions else ''}; write the name of a service of this stack, a security group's id or a CIDR block",
                related_paths=(("services",),),
            )
        elif service.service_connect_server and not service.service_discovery and stack.services[caller].service_connect is None:
            yield Finding(
                "caller-without-service-connect",
                caller_path,
                f"{caller} is admitted, but doesn't use Service Connect, and so doesn't know the name of this service; write services: {{{caller}: {{serviceConnect: true}}}}",
                "warning",
                (("services", caller),),
            )


def _check_ingress(path: SettingPath, service: Service) -> Iterator[Finding]:
    discovery_key = "serviceConnect" if service.service_connect_server else "serviceDiscovery" if service.service_discovery else None
    if discovery_key and service.allow_from is None:
        yield Finding(
            "nobody-let-in",
            (*path, discovery_key),
            "other services can find this one, but its security group admits only the load balancer; write allowFrom: [<service>], with a security group's id for callers of other "
            "stacks, or allowFrom: [] if that is intended",
            "warning",
            ((*path, "allowFrom"),),
        )


def _check_traffic_conflicts(path: SettingPath, service: Service) -> Iterator[Finding]:
    if service.service_discovery and service.deployment.shifts_traffic:
        yield Finding(
            "both-versions-in-dns",
            (*path, "serviceDiscovery"),
            f"ECS moves the traffic of load balancers and Service Connect, not that of Cloud Map: with {service.deployment.strategy} its names lead to both versions as long as both "
            "run; write strategy: rolling, or call the service by Service Connect",
            "warning",
            ((*path, "deployment", "strategy"),),
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
