"""Rules between a service and the settings by which other services find and call it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pulumi

from .fix import remove, write
from .section import RuleViolation, convert_to_key, find_duplicates

if TYPE_CHECKING:
    from .service import Service

_SERVER_ONLY_FIELDS = (
    "discovery_name",
    "client_alias",
    "app_protocol",
    "idle_timeout",
    "per_request_timeout",
    "ingress_port_override",
    "tls",
)


def find_discovery_violations(service: "Service") -> Iterator[RuleViolation]:
    """Yield every violated rule on Service Connect, service discovery and callers."""
    yield from _find_service_connect_violations(service)
    yield from _find_test_header_violations(service)
    if service.service_discovery and service.port is None:
        yield RuleViolation(
            ("service_discovery", "port"),
            "there is no port, so nothing could call the registered tasks; write port: <the container's port>, or remove serviceDiscovery",
            "no-port",
        )
    if service.allow_from and service.port is None:
        yield RuleViolation(
            ("allow_from", "port"),
            "there is no port to let anybody in on; write port: <the container's port>, or remove allowFrom",
            "no-port",
        )
    callers = [caller for caller in service.allow_from or [] if not isinstance(caller, pulumi.Output)]
    for duplicate in find_duplicates(callers):
        yield RuleViolation(
            ("allow_from",),
            f"{duplicate} is listed twice; AWS accepts a rule once (InvalidPermission.Duplicate)",
            "listed-twice",
            (write("allowFrom", value=list(dict.fromkeys(callers)), certain=True),)
            if len(callers) == len(service.allow_from or [])
            else (),
        )


def _find_service_connect_violations(service: "Service") -> Iterator[RuleViolation]:
    connect = service.service_connect
    if connect is None:
        return
    if connect.client_only is False and service.port is None:
        yield RuleViolation(
            ("service_connect.client_only", "port"),
            "there is no port, so that the service can only call others; write port: <the container's port>, or remove clientOnly",
            "no-port",
        )
    elif service.service_connect_server is None:
        reason = "there is no port" if service.port is None else "clientOnly is true"
        for field in _SERVER_ONLY_FIELDS:
            if field in connect.model_fields_set:
                yield RuleViolation(
                    (f"service_connect.{field}", "port", "service_connect.client_only"),
                    f"{reason}, so the service only calls others and this would have no effect",
                    "setting-without-effect",
                    (remove("serviceConnect", convert_to_key(connect, field)),),
                )
    if service.service_connect_server and connect.ingress_port_override == service.port:
        yield RuleViolation(
            ("service_connect.ingress_port_override", "port"),
            "that is the port of the service, on which the proxy listens anyway",
            "setting-without-effect",
            (remove("serviceConnect", "ingressPortOverride", certain=True),),
        )


def _find_test_header_violations(service: "Service") -> Iterator[RuleViolation]:
    """Yield violated rules on test traffic by header through Service Connect.

    Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-blue-green.html
    """
    test_traffic = service.deployment.test_traffic
    if test_traffic is None or service.service_connect_server is None:
        return
    if service.app_protocol == "tcp":
        if service.active_route is None:
            yield RuleViolation(
                ("deployment.test_traffic", "service_connect.app_protocol"),
                "with tcp the proxy sees no headers, which mark test traffic; it is for another appProtocol",
                "test-traffic-header",
                (remove("deployment", "testTraffic"),),
            )
    elif test_traffic.header and (len(test_traffic.header.values) > 1 or any(letter in test_traffic.header.values[0] for letter in "*?")):
        yield RuleViolation(
            ("deployment.test_traffic", "service_connect"),
            "Service Connect compares the header with one exact value, without wildcards",
            "test-traffic-header",
            (write("deployment", "testTraffic", "header", "values", value=["1"]),),
        )
    if test_traffic.priority is not None and service.active_route is None:
        yield RuleViolation(
            ("deployment.test_traffic.priority", "route"),
            "no load balancer sends this service any traffic, so there is no rule to order",
            "setting-without-effect",
            (remove("deployment", "testTraffic", "priority", certain=True),),
        )
