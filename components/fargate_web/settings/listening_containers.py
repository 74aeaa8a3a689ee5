"""The ports of a service's task that load balancers and other services connect to, and the containers that listen on them."""

from typing import TYPE_CHECKING

from .container_ports import ContainerPort
from .network_listener import TRANSPORT_PROTOCOLS, NetworkListener
from .route_split import select_route

if TYPE_CHECKING:
    from .service import Service


def list_container_ports(service: "Service") -> list[ContainerPort]:
    """List the ports: the service's own, then those of its additional routes, then those of its Network Load Balancer, each once."""
    ports = _list_route_ports(service)
    taken = {(port.port, port.sidecar, port.protocol) for port in ports}
    listeners = service.network_load_balancer.listeners if service.network_load_balancer else []
    further = [
        (listener.effective_target_port, find_listening_container(service, listener), protocol)
        for listener in listeners
        for protocol in TRANSPORT_PROTOCOLS[listener.protocol]
    ]
    return [
        *ports,
        *(
            ContainerPort(port, sidecar, protocol=protocol)
            for port, sidecar, protocol in dict.fromkeys(further)
            if (port, sidecar, protocol) not in taken
        ),
    ]


def find_listening_container(service: "Service", listener: NetworkListener) -> str | None:
    """Return the sidecar that receives the traffic of a listener, None for the application's own container.

    The container that takes the requests of a route listens on its port for TCP, whoever connects.
    """
    if listener.target_container is not None or "tcp" not in TRANSPORT_PROTOCOLS[listener.protocol]:
        return listener.target_container
    return next((port.sidecar for port in _list_route_ports(service) if port.port == listener.effective_target_port), None)


def _list_route_ports(service: "Service") -> list[ContainerPort]:
    if service.port is None:
        return []
    own = ContainerPort(service.port, service.target_container, is_named=True, app_protocol=service.app_protocol)
    selected = [select_route(service, route) for route in service.additional_routes.values()]
    further = [ContainerPort(each.port, each.target_container) for each in selected if each.port not in (None, service.port)]
    return [own, *dict.fromkeys(further)]
