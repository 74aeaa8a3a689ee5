"""Rules between the Network Load Balancer of a service and its other settings."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from .fix import Edit, Fix, remove, write
from .section import RuleViolation

if TYPE_CHECKING:
    from .network_load_balancer import NetworkLoadBalancer
    from .service import Service

MAX_TARGET_GROUPS: Final = 5
"""Target groups with which ECS registers a service: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/register-multiple-targetgroups.html"""


def find_network_violations(service: "Service") -> Iterator[RuleViolation]:
    """Yield every violated rule between the Network Load Balancer, the containers, the route and the deployment."""
    balancer = service.network_load_balancer
    if balancer is None:
        return
    yield from _find_count_violations(service, balancer)
    for index, listener in enumerate(balancer.listeners):
        path = f"network_load_balancer.listeners.{index}"
        if listener.target_container is not None and listener.target_container not in service.sidecars:
            yield RuleViolation(
                (f"{path}.target_container", "sidecars"),
                f"{listener.target_container!r} is none of the sidecars ({', '.join(service.sidecars) or 'there are none'}), and AWS refuses the service (InvalidParameterException)",
                "unknown-container",
                _name_container(index, list(service.sidecars)),
            )
        if listener.test_port is not None and not service.deployment.shifts_traffic:
            yield RuleViolation(
                (f"{path}.test_port", "deployment.strategy"),
                f"{service.deployment.strategy} has no test traffic, so the port would lead nowhere; it is for blueGreen, canary and linear",
                "setting-without-effect",
                (remove("networkLoadBalancer", "listeners", index, "testPort"),),
            )


def _find_count_violations(service: "Service", balancer: "NetworkLoadBalancer") -> Iterator[RuleViolation]:
    routes = list(service.additional_routes)
    count = len(balancer.listeners) + 1 + len(routes)
    if service.active_route is None or count <= MAX_TARGET_GROUPS:
        return
    words = [f"{len(balancer.listeners)} listener{'s' if len(balancer.listeners) > 1 else ''}", "the route"]
    words += [f"{len(routes)} additional route{'s' if len(routes) > 1 else ''}"] if routes else []
    yield RuleViolation(
        ("network_load_balancer.listeners", "additional_routes" if routes else "route"),
        f"{', '.join(words[:-1])} and {words[-1]} make {count}, and ECS registers a service with {MAX_TARGET_GROUPS} target groups at most (InvalidParameterException)",
        "too-many-target-groups",
        tuple(_list_removals(balancer, routes, count - MAX_TARGET_GROUPS)),
    )


def _list_removals(balancer: "NetworkLoadBalancer", routes: list[str], excess: int) -> Iterator[Fix]:
    """List what ends the fault: fewer listeners, fewer additional routes, or fewer of both if neither is enough."""
    ports = [listener.port for listener in balancer.listeners]
    spare = len(ports) - 1  # a load balancer has a listener
    if excess <= spare:
        yield _remove_last(ports, routes, excess, 0)
    if excess <= len(routes):
        yield _remove_last(ports, routes, 0, excess)
    if excess > max(spare, len(routes)):
        yield _remove_last(ports, routes, spare, excess - spare)


def _remove_last(ports: list[int], routes: list[str], listener_count: int, route_count: int) -> Fix:
    kept_listeners, kept_routes = len(ports) - listener_count, len(routes) - route_count
    last_ports, last_routes = list(map(str, ports[kept_listeners:])), routes[kept_routes:]
    words = []
    if last_ports:
        words.append(
            f"a listener, such as that of port {last_ports[0]}"
            if listener_count == 1
            else f"{listener_count} listeners, such as those of ports {' and '.join(last_ports)}"
        )
    if last_routes:
        words.append(
            f"an additional route, such as {last_routes[0]}"
            if route_count == 1
            else f"{route_count} additional routes, such as {' and '.join(last_routes)}"
        )
    # From the end, so that the indices before stay as they are.
    edits = [Edit(("networkLoadBalancer", "listeners", index), "remove") for index in reversed(range(kept_listeners, len(ports)))]
    edits += [Edit(("additionalRoutes", name), "remove") for name in last_routes]
    return Fix(f"remove {' and '.join(words)}", tuple(edits))


def _name_container(index: int, sidecars: list[str]) -> tuple[Fix, ...]:
    path = ("networkLoadBalancer", "listeners", index, "targetContainer")
    return (
        *(write(*path, value=name) for name in sidecars[:1]),
        Fix("remove targetContainer for the application's own", (Edit(path, "remove"),)),
    )
