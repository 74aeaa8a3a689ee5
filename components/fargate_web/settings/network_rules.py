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
    if service.active_route is not None:
        if len(balancer.listeners) >= MAX_TARGET_GROUPS:
            yield RuleViolation(
                ("network_load_balancer.listeners", "route"),
                f"{len(balancer.listeners)} listeners and the route make {len(balancer.listeners) + 1}, and ECS registers a service with {MAX_TARGET_GROUPS} target groups at most (InvalidParameterException)",
                "too-many-target-groups",
                (_drop_last_listener(balancer),),
            )
        if "grace_period" in balancer.model_fields_set:
            yield RuleViolation(
                ("network_load_balancer.grace_period", "health_check.grace_period"),
                "a service has one grace period, and with a route it is healthCheck.gracePeriod of the service",
                "setting-without-effect",
                (remove("networkLoadBalancer", "gracePeriod"),),
            )
    for index, listener in enumerate(balancer.listeners):
        path = f"network_load_balancer.listeners.{index}"
        if listener.container is not None and listener.container not in service.sidecars:
            yield RuleViolation(
                (f"{path}.container", "sidecars"),
                f"{listener.container!r} is none of the sidecars ({', '.join(service.sidecars) or 'there are none'}), and AWS refuses the service (InvalidParameterException)",
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


def _drop_last_listener(balancer: "NetworkLoadBalancer") -> Fix:
    last = len(balancer.listeners) - 1
    edits = (Edit(("networkLoadBalancer", "listeners", last), "remove"),)
    return Fix(f"remove a listener, such as that of port {balancer.listeners[last].port}", edits)


def _name_container(index: int, sidecars: list[str]) -> tuple[Fix, ...]:
    path = ("networkLoadBalancer", "listeners", index, "container")
    return (
        *(write(*path, value=name) for name in sidecars[:1]),
        Fix("remove container for the application's own", (Edit(path, "remove"),)),
    )
