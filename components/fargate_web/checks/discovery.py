"""Whether services find each other, and let in those who call them."""

import difflib
from collections.abc import Iterator

from ..analysis.deployment_order import find_call_cycles
from ..settings.callers import is_cidr_block, is_security_group
from ..settings.service import Service
from ..settings.stack import Stack
from .finding import Finding, SettingPath


def check_discovery(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find services without a namespace, names that two services share, callers that aren't there, and doors that stay shut."""
    for name, service in stack.services.items():
        at: SettingPath = ("services", name)
        yield from _check_namespace(at, service, stack)
        yield from _check_callers(at, name, service, stack)
        yield from _check_ingress(at, service)
        yield from _check_traffic_conflicts(at, service)
    yield from _check_shared_names(stack)
    for caller, called in find_call_cycles(stack):
        yield Finding(
            "calls-in-a-circle",
            ("services", caller, "serviceConnect"),
            f"{caller} and {called} call each other, and a task knows only the names that there were when it was deployed, so that {caller} doesn't find {called} after the first "
            f"update; deploy {caller} once more then: aws ecs update-service --force-new-deployment",
            "warning",
            (("services", called, "allowFrom"),),
        )


def _check_namespace(at: SettingPath, service: Service, stack: Stack) -> Iterator[Finding]:
    given, instead = stack.cluster.namespace, "write cluster: {namespace: <a name>}"
    if service.service_connect and service.service_connect.namespace is None and given is None and stack.cluster.existing is None:
        yield Finding(
            "no-namespace",
            (*at, "serviceConnect"),
            f"Service Connect needs a namespace, and the cluster has none (InvalidParameterException); {instead}, or serviceConnect: {{namespace: …}} with one that exists",
            related_paths=(("cluster", "namespace"),),
        )
    found = service.service_discovery
    if found is None or found.registry_arn is not None or found.namespace_id is not None:
        return
    if given is None:
        instead = (
            "write namespaceId or registryArn"
            if stack.cluster.existing
            else "write cluster: {namespace: {name: internal.example.com, type: privateDns}}"
        )
        yield Finding(
            "no-namespace",
            (*at, "serviceDiscovery"),
            f"the tasks are registered in a namespace, and the cluster has none; {instead}",
            related_paths=(("cluster", "namespace"), ("cluster", "existing")),
        )
    elif given.type == "http":
        for field, key in (("dns_record_type", "dnsRecordType"), ("ttl", "ttl")):
            if field in found.model_fields_set:
                yield Finding(
                    "no-dns-in-namespace",
                    (*at, "serviceDiscovery", key),
                    "an HTTP namespace answers to Cloud Map's API alone and not to DNS, so this would have no effect; remove it, or write cluster: {namespace: {…, type: privateDns}}",
                    related_paths=(("cluster", "namespace"),),
                )


def _check_callers(at: SettingPath, name: str, service: Service, stack: Stack) -> Iterator[Finding]:
    for index, caller in enumerate(service.allow_from or []):
        path = (*at, "allowFrom", index)
        if not isinstance(caller, str) or is_cidr_block(caller):
            continue
        if is_security_group(caller):
            if caller in stack.services:
                yield Finding(
                    "caller-like-a-group",
                    path,
                    f"{caller!r} reads as the id of a security group, and a service is called so too; write another name for the service",
                )
        elif caller == name:
            yield Finding(
                "caller-of-itself",
                path,
                "that is the service itself, whose tasks would be let in by each other; write the services that call it, or remove it",
            )
        elif caller not in stack.services:
            near = difflib.get_close_matches(caller, [other for other in stack.services if other != name], 1)
            yield Finding(
                "unknown-caller",
                path,
                f"there is no service {caller!r}{f'; did you mean {near[0]!r}?' if near else ''}; write the name of a service of this stack, a security group's id or a CIDR block",
                related_paths=(("services",),),
            )
        elif service.service_connect_server and not service.service_discovery and stack.services[caller].service_connect is None:
            yield Finding(
                "caller-without-service-connect",
                path,
                f"{caller} is let in, and doesn't know the name that Service Connect gives this service, since it uses none itself; write services: {{{caller}: {{serviceConnect: true}}}}",
                "warning",
                (("services", caller),),
            )


def _check_ingress(at: SettingPath, service: Service) -> Iterator[Finding]:
    way = "serviceConnect" if service.service_connect_server else "serviceDiscovery" if service.service_discovery else None
    if way and service.allow_from is None:
        yield Finding(
            "nobody-let-in",
            (*at, way),
            "the service can be found, and its security group lets nobody in but the load balancer; write allowFrom: [<service>], with a security group's id for callers of other "
            "stacks, or allowFrom: [] if that is meant",
            "warning",
            ((*at, "allowFrom"),),
        )


def _check_traffic_conflicts(at: SettingPath, service: Service) -> Iterator[Finding]:
    if service.service_discovery and service.deployment.shifts_traffic:
        yield Finding(
            "both-versions-in-dns",
            (*at, "serviceDiscovery"),
            f"ECS moves the traffic of load balancers and Service Connect, not that of Cloud Map: with {service.deployment.strategy} its names lead to both versions as long as both "
            "run; write strategy: rolling, or call the service by Service Connect",
            "warning",
            ((*at, "deployment", "strategy"),),
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
            (*at, "serviceConnect", "tls"),
            "the proxy takes TLS on the service's port, and the load balancer speaks HTTP there, so that its health checks would fail; write ingressPortOverride: <another port> for the "
            "proxy, or targetGroup: {protocol: HTTPS}",
            "warning",
            ((*at, "targetGroup"),),
        )


def _check_shared_names(stack: Stack) -> Iterator[Finding]:
    taken: dict[tuple[object, ...], tuple[str, SettingPath]] = {}
    for name, service in stack.services.items():
        for key, path, what in _list_claimed_names(name, service):
            other, there = taken.setdefault(key, (name, path))
            if there != path:
                whose = "that of its Service Connect" if other == name else f"that of services.{other}"
                yield Finding(
                    "name-taken",
                    path,
                    f"{what} is {whose} too, and a namespace has each name once (InvalidParameterException); write another one",
                    related_paths=(there,),
                )


def _list_claimed_names(name: str, service: Service) -> Iterator[tuple[tuple[object, ...], SettingPath, str]]:
    """List the names that a service takes in a namespace: what is taken, where it is said, and what it is called in a message."""
    connect, found = service.service_connect_server, service.service_discovery
    if connect and isinstance(connect.namespace, str | None):
        at: SettingPath = ("services", name, "serviceConnect")
        alias, made = connect.resolve_client_alias(name, service.port or 0), connect.resolve_discovery_name(name)
        yield (connect.namespace, "alias", *alias), (*at, "clientAlias"), f"the alias {alias[0]}:{alias[1]}"
        yield (connect.namespace, "name", made), (*at, "discoveryName"), f"the discovery name {made!r}"
    if found and found.registry_arn is None and found.namespace_id is None:
        made = found.resolve_service_name(name)
        yield (None, "name", made.lower()), ("services", name, "serviceDiscovery", "name"), f"the Cloud Map service {made!r}"
