"""A service with several routes, as one service for each: what holds for the route of a service holds for its additional routes alike."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .additional_route import AdditionalRoute
from .container_ports import explain_missing_target, suggest_targets
from .fix import Edit, Fix, remove, write
from .health_check import HealthCheck
from .login_rules import find_login_violations
from .section import RuleViolation
from .service_rules import find_matcher_violations
from .target_group import TargetGroup

if TYPE_CHECKING:
    from .service import Service

_FIELDS_OF_ROUTE = {"health_check": "healthCheck", "target_group": "targetGroup"}


def select_route(service: "Service", route: AdditionalRoute) -> "Service":
    """Return the service as if an additional route were its only one: with the port, the health check and the target group of that route."""
    is_same_port = route.port in (None, service.port)
    shares_group = is_same_port and route.target_group is None
    test_traffic = service.deployment.test_traffic
    changes: dict[str, Any] = {
        "route": route,
        "port": route.port or service.port,
        "target_container": route.target_container or (service.target_container if is_same_port else None),
        "target_group": route.target_group or (service.target_group if is_same_port else TargetGroup()),
        "health_check": route.health_check or (service.health_check if shares_group else HealthCheck()),
        "additional_routes": {},
        "names": service.names.model_copy(update={"target_group": None, "alternate_target_group": None}),
    }
    if test_traffic is not None:
        changes["deployment"] = service.deployment.model_copy(
            update={"test_traffic": test_traffic.model_copy(update={"priority": route.test_priority if test_traffic.header else None})}
        )
    return service.model_copy(update=changes)


def split_by_route(service: "Service", name: str) -> dict[str, "Service"]:
    """Return a service once for each of its routes, as if it had no other. The keys are the names of the routes' rules."""
    if service.active_route is None:
        return {}
    further = {f"{name}:{route_name}": select_route(service, route) for route_name, route in service.additional_routes.items()}
    return {name: service.model_copy(update={"additional_routes": {}}) if further else service, **further}


def find_grace_period(service: "Service") -> int:
    """Return the seconds after the start of a task in which ECS doesn't stop it for failed checks: the longest of all routes and the Network Load Balancer."""
    periods = [each.health_check.grace_period for each in split_by_route(service, "").values()]
    periods += [service.network_load_balancer.grace_period] if service.network_load_balancer else []
    return max(periods, default=0)


def find_deregistration_delay(service: "Service") -> int:
    """Return the seconds that a stopping task has to finish what it got from load balancers: the longest of all routes and listeners."""
    delays = [each.target_group.deregistration_delay for each in split_by_route(service, "").values()]
    delays += [service.network_load_balancer.deregistration_delay] if service.network_load_balancer else []
    return max(delays, default=0)


def find_additional_route_violations(service: "Service") -> Iterator[RuleViolation]:
    """Yield what is wrong with the additional routes of a service."""
    for name, route in service.additional_routes.items():
        base = f"additional_routes.{name}"
        if service.active_route is None:
            missing = "there is no port" if service.port is None else "route is false"
            yield RuleViolation(
                (base, "port", "route"),
                f"{missing}, so that the load balancer reaches nothing of the service; write the port and the route of the service first",
                "additional-route-without-route",
                (remove("additionalRoutes", name),),
            )
            continue
        yield from _find_target_violations(service, name, route)
        yield from _find_test_rule_violations(service, name, route)
        selected = select_route(service, route)
        for violation in (*find_login_violations(selected), *find_matcher_violations(selected)):
            if not (violation.code == "matcher-of-other-protocol" and route.health_check is None):
                yield _relocate(violation, name)


def _find_target_violations(service: "Service", name: str, route: AdditionalRoute) -> Iterator[RuleViolation]:
    base = f"additional_routes.{name}"
    target = route.target_container
    if target is None:
        return
    if target not in service.sidecars:
        yield RuleViolation(
            (f"{base}.target_container", "sidecars"),
            explain_missing_target(service, target),
            "unknown-target-container",
            tuple(suggest_targets(service, target, "additionalRoutes", name, "targetContainer")),
        )
    elif route.port in (None, service.port) and target != service.target_container:
        owner = f"the sidecar {service.target_container}" if service.target_container else "the application"
        yield RuleViolation(
            (f"{base}.target_container", f"{base}.port", "port"),
            f"{owner} listens on port {service.port} of the task already; write the port that {target} listens on",
            "port-of-other-container",
            (remove("additionalRoutes", name, "targetContainer"),),
        )


def _find_test_rule_violations(service: "Service", name: str, route: AdditionalRoute) -> Iterator[RuleViolation]:
    base, test_traffic = f"additional_routes.{name}", service.deployment.test_traffic
    if test_traffic is None or test_traffic.header is None:
        if route.test_priority is not None:
            yield RuleViolation(
                (f"{base}.test_priority", "deployment.test_traffic"),
                "only a rule with a header has its own priority, so that this would have no effect",
                "setting-without-effect",
                (remove("additionalRoutes", name, "testPriority"),),
            )
        return
    values = route.count_condition_values() + len(test_traffic.header.values)
    if values > 5:
        yield RuleViolation(
            ("deployment.test_traffic", base),
            f"the rule for test traffic of {name} would have {values} condition values, those of the route and the header's; AWS allows 5 a rule; use wildcards, or the load balancer's testListener",
            "too-many-conditions",
        )
    if route.priority is not None and route.test_priority is not None and route.test_priority >= route.priority:
        path = ("additionalRoutes", name)
        fix = (
            write(*path, "testPriority", value=route.priority - 1)
            if route.priority > 1
            else write(*path, "priority", value=route.test_priority + 1)
        )
        yield RuleViolation(
            (f"{base}.test_priority", f"{base}.priority"),
            f"the route has priority {route.priority}, and the rule for test traffic must come before it",
            "test-traffic-after-route",
            (fix,),
        )


def _relocate(violation: RuleViolation, name: str) -> RuleViolation:
    """Return a violation of the service with a single route as one of the additional route."""
    fields = tuple(_relocate_field(field, name) for field in violation.fields)
    return replace(violation, fields=fields, fixes=tuple(_relocate_fix(fix, name) for fix in violation.fixes))


def _relocate_field(field: str, name: str) -> str:
    first, _, rest = field.partition(".")
    if first == "route":
        return ".".join(filter(None, ("additional_routes", name, rest)))
    return f"additional_routes.{name}.{field}" if first in _FIELDS_OF_ROUTE else field


def _relocate_fix(fix: Fix, name: str) -> Fix:
    return replace(fix, edits=tuple(_relocate_edit(edit, name) for edit in fix.edits))


def _relocate_edit(edit: Edit, name: str) -> Edit:
    first, *rest = edit.path
    if first == "route":
        return replace(edit, path=("additionalRoutes", name, *rest))
    return replace(edit, path=("additionalRoutes", name, *edit.path)) if first in _FIELDS_OF_ROUTE.values() else edit
