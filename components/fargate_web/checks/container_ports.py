"""Checks that no two containers of a task want the same port: they share one network interface."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from ..analysis.known_servers import parse_image_name
from ..settings.application_signals import AGENT_NAME, AGENT_PORTS
from ..settings.container_ports import TransportProtocol
from ..settings.fire_lens import LOG_ROUTER_NAME
from ..settings.listening_containers import find_listening_container
from ..settings.network_listener import TRANSPORT_PROTOCOLS
from ..settings.service import Service
from ..settings.stack import Stack
from ..settings.task import Task
from ..settings.trace_endpoint import COLLECTOR_PORTS
from ..settings.tracing import COLLECTOR_NAME
from .finding import Finding, SettingPath

_PORTS_BY_IMAGE: Final = (
    (re.compile(r"(?:^|/)(?:aws-otel-collector|opentelemetry-collector(?:-contrib)?)$"), COLLECTOR_PORTS),
    (re.compile(r"(?:^|/)(?:aws-xray-daemon|xray-daemon)$"), (2000,)),
    (re.compile(r"(?:^|/)(?:aws-for-fluent-bit|fluent-bit|fluentd)$"), (24224,)),
    (re.compile(r"(?:^|/)(?:datadog/agent|datadog-agent)$"), (8126,)),
)
"""The ports on which the images of agents listen unless they are told otherwise."""
_LOG_ROUTER_PORT: Final = 24224
_MONITORING_PORT: Final = 2020


class _Listener(NamedTuple):
    """A port on which a container listens, with the setting that says so."""

    port: int
    container: str
    path: SettingPath
    is_certain: bool
    protocol: TransportProtocol = "tcp"


def check_container_ports(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find ports that two containers of a task want."""
    for path, task in stack.tasks.items():
        owners: dict[tuple[int, TransportProtocol], _Listener] = {}
        clashes: dict[tuple[SettingPath, SettingPath], list[tuple[_Listener, _Listener]]] = {}
        for listener in _list_listeners(path, task):
            owner = owners.setdefault((listener.port, listener.protocol), listener)
            if owner.container != listener.container:
                clashes.setdefault((owner.path, listener.path), []).append((owner, listener))
        for (first_path, second_path), pairs in clashes.items():
            first, second = pairs[0]
            ports = " and ".join(str(listener.port) for listener, _ in pairs)
            yield Finding(
                "port-taken-in-task",
                first_path,
                f"{first.container} and {second.container} would both listen on port {ports}, and the containers of a task share one network interface, so that the second to start "
                "fails (address already in use); give one of them another port",
                "error" if first.is_certain and second.is_certain else "warning",
                (second_path,),
            )


def _list_listeners(path: SettingPath, task: Task) -> Iterator[_Listener]:
    """List the ports of a task's containers as far as the settings tell: the application's first."""
    if isinstance(task, Service):
        if task.port is not None:
            owner = "the application" if task.target_container is None else f"the sidecar {task.target_container}"
            yield _Listener(task.port, owner, (*path, "port"), True)
        own = task.environment.get("PORT") if task.target_container is not None else None
        if isinstance(own, str) and re.fullmatch("[0-9]{1,5}", own):
            yield _Listener(int(own), "the application", (*path, "environment", "PORT"), False)
        for name, route in task.additional_routes.items():
            if route.port not in (None, task.port):
                owner = f"the sidecar {route.target_container}" if route.target_container else "the application"
                yield _Listener(route.port or 0, owner, (*path, "additionalRoutes", name, "port"), True)
        yield from _list_network_listeners(path, task)
        connect = task.service_connect_server
        if connect and connect.ingress_port_override:
            yield _Listener(
                connect.ingress_port_override, "the Service Connect proxy", (*path, "serviceConnect", "ingressPortOverride"), True
            )
    if task.tracing is not None:
        is_standard = task.tracing.configuration is None
        yield from (_Listener(port, COLLECTOR_NAME, (*path, "tracing"), is_standard) for port in COLLECTOR_PORTS)
    if task.application_signals is not None:
        yield from (_Listener(port, AGENT_NAME, (*path, "applicationSignals"), True) for port in AGENT_PORTS)
    router = task.log_router
    if router is not None:
        yield _Listener(_LOG_ROUTER_PORT, LOG_ROUTER_NAME, (*path, "logs", "fireLens"), True)
        if router.health_check is not None and router.has_default_health_check:
            yield _Listener(_MONITORING_PORT, LOG_ROUTER_NAME, (*path, "logs", "fireLens"), False)
    for name, sidecar in task.sidecars.items():
        place = (*path, "sidecars", name)
        port = sidecar.environment.get("PORT")
        if isinstance(port, str) and re.fullmatch("[0-9]{1,5}", port):
            yield _Listener(int(port), f"the sidecar {name}", (*place, "environment", "PORT"), False)
        image = parse_image_name(sidecar.image)
        ports = next((ports for pattern, ports in _PORTS_BY_IMAGE if pattern.search(image)), ())
        # A command or a configuration of its own may name other ports.
        if not sidecar.command:
            yield from (_Listener(number, f"the sidecar {name}", (*place, "image"), False) for number in ports)


def _list_network_listeners(path: SettingPath, service: Service) -> Iterator[_Listener]:
    """List the ports that a Network Load Balancer sends traffic to."""
    for index, listener in enumerate(service.network_load_balancer.listeners if service.network_load_balancer else ()):
        sidecar = find_listening_container(service, listener)
        owner = "the application" if sidecar is None else f"the sidecar {sidecar}"
        place = (*path, "networkLoadBalancer", "listeners", index, "port" if listener.target_port is None else "targetPort")
        for protocol in TRANSPORT_PROTOCOLS[listener.protocol]:
            yield _Listener(listener.effective_target_port, owner, place, True, protocol)
