"""What of a service and the ways in which others find and call it must fit together."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pulumi

from .section import Broken, doubled

if TYPE_CHECKING:
    from .service import Service

_OF_A_SERVER = ("discovery_name", "client_alias", "app_protocol", "idle_timeout", "per_request_timeout", "ingress_port_override", "tls")


def discovery_rules(service: "Service") -> Iterator[Broken]:
    """Yield every rule on Service Connect, service discovery and callers that does not hold."""
    yield from _service_connect(service)
    yield from _test_header(service)
    if service.service_discovery and service.port is None:
        yield Broken(
            ("service_discovery", "port"),
            "there is no port, so nothing could call the tasks that it names; write port: <the container's port>, or remove it",
        )
    if service.allow_from and service.port is None:
        yield Broken(("allow_from", "port"), "there is no port to let anybody in on; write port: <the container's port>, or remove it")
    known = [caller for caller in service.allow_from or [] if not isinstance(caller, pulumi.Output)]
    for twice in doubled(known):
        yield Broken(("allow_from",), f"{twice} is listed twice; AWS takes a rule once (InvalidPermission.Duplicate); remove one")


def _service_connect(service: "Service") -> Iterator[Broken]:
    connect = service.service_connect
    if connect is None:
        return
    if connect.client_only is False and service.port is None:
        yield Broken(
            ("service_connect.client_only", "port"),
            "there is no port, so that the service can only call others; write port: <the container's port>, or remove clientOnly",
        )
    elif service.service_connect_server is None:
        reason = "there is no port" if service.port is None else "clientOnly is true"
        for field in _OF_A_SERVER:
            if field in connect.model_fields_set:
                yield Broken(
                    (f"service_connect.{field}", "port", "service_connect.client_only"),
                    f"{reason}, so the service only calls others and this would have no effect; remove it, or let the service be called",
                )
    if service.service_connect_server and connect.ingress_port_override == service.port:
        yield Broken(
            ("service_connect.ingress_port_override", "port"),
            "that is the port of the service, on which the proxy listens anyway; remove it",
        )


def _test_header(service: "Service") -> Iterator[Broken]:
    """Test traffic by header through Service Connect.

    Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-blue-green.html
    """
    test = service.deployment.test_traffic
    if test is None or service.service_connect_server is None:
        return
    if service.app_protocol == "tcp":
        if service.routed is None:
            yield Broken(
                ("deployment.test_traffic", "service_connect.app_protocol"),
                "with tcp the proxy sees no headers, and test traffic is told by one; write another appProtocol, or remove it",
            )
    elif test.header and (len(test.header.values) > 1 or any(letter in test.header.values[0] for letter in "*?")):
        yield Broken(
            ("deployment.test_traffic", "service_connect"),
            "Service Connect compares the header with one exact value, without wild cards; write values: ['1']",
        )
    if test.priority is not None and service.routed is None:
        yield Broken(
            ("deployment.test_traffic.priority", "route"),
            "no load balancer brings this service any traffic, so there is no rule to order; remove it",
        )
