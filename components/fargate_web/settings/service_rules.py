"""Rules between the fields of a service. AWS reports violations late or never."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from .container_ports import find_target_container_violations
from .fix import Edit, Fix, combine, remove, write, write_nested
from .login_rules import find_login_violations
from .network_rules import find_network_violations
from .section import RuleViolation
from .task_sizes import explain_size_mismatch, suggest_sizes

if TYPE_CHECKING:
    from .deployment import Deployment
    from .predictive_scaling import PredictiveScaling
    from .scaling import Scaling
    from .service import Service
    from .traffic_shift import TestTraffic

_KEYS: Final = {
    "route": "route",
    "target_group": "targetGroup",
    "alternate_target_group": "alternateTargetGroup",
    "health_check": "healthCheck",
}


def find_service_violations(service: "Service") -> Iterator[RuleViolation]:
    """Yield every violated rule between the fields of a service."""
    yield from find_target_container_violations(service)
    yield from find_network_violations(service)
    yield from _find_count_violations(service)
    yield from _find_worker_violations(service)
    yield from _find_traffic_shift_violations(service)
    yield from find_login_violations(service)
    yield from _find_migration_violations(service)
    if service.availability_zone_rebalancing == "ENABLED" and service.deployment.maximum_percent <= 100:
        yield RuleViolation(
            ("availability_zone_rebalancing", "deployment.maximum_percent"),
            f"rebalancing starts a task before it stops one, and maximumPercent {service.deployment.maximum_percent} forbids that (InvalidParameterException)",
            "rebalancing-without-room",
            (
                write("availabilityZoneRebalancing", value="DISABLED"),
                write_nested("deployment", "maximumPercent", value=200),
            ),
        )
    yield from find_matcher_violations(service)


def find_matcher_violations(service: "Service") -> Iterator[RuleViolation]:
    """Yield a list of status codes that is that of another protocol."""
    is_grpc = service.target_group.protocol_version == "GRPC"
    if is_grpc != _is_grpc_matcher(service.health_check.matcher) and ("matcher" in service.health_check.model_fields_set):
        example = "0-99" if is_grpc else "200-299"
        yield RuleViolation(
            ("health_check.matcher", "target_group.protocol_version"),
            f"{service.health_check.matcher!r} isn't a list of {'gRPC' if is_grpc else 'HTTP'} codes",
            "matcher-of-other-protocol",
            (write("healthCheck", "matcher", value=example),),
        )


def _find_count_violations(service: "Service") -> Iterator[RuleViolation]:
    # When a deployment starts, scaling may have set any number of tasks between its limits.
    maximum = service.scaling.max_capacity if service.scaling else service.initial_task_count
    counts = [service.initial_task_count, *range(service.minimum_task_count, maximum + 1)]
    stuck = [count for count in dict.fromkeys(counts) if service.deployment.is_stuck(count)]
    if stuck and (reason := service.deployment.explain_stuck_deployment(stuck[0])):
        yield RuleViolation(
            ("deployment.maximum_percent", "deployment.minimum_healthy_percent", "desired_count", "scaling.min_capacity"),
            reason,
            "deployment-without-room",
            tuple(service.deployment.suggest_percentages(stuck, "deployment")),
        )
    if (
        service.scaling
        and service.desired_count is not None
        and service.scaling.min_capacity <= service.scaling.max_capacity
        and not service.scaling.min_capacity <= service.desired_count <= service.scaling.max_capacity
    ):
        yield RuleViolation(
            ("desired_count", "scaling.min_capacity", "scaling.max_capacity"),
            f"desiredCount {service.desired_count} isn't between minCapacity {service.scaling.min_capacity} and maxCapacity {service.scaling.max_capacity}, so scaling would change it at once",
            "desired-count-outside-limits",
            (write("desiredCount", value=max(service.scaling.min_capacity, min(service.desired_count, service.scaling.max_capacity))),),
        )


def _find_worker_violations(service: "Service") -> Iterator[RuleViolation]:
    if service.active_route:
        return
    missing = "there is no port" if service.port is None else "route is false"
    way_out = "give the service the port that it listens on" if service.port is None else "remove route: false"
    for field in ("route", "target_group", "health_check"):
        if field in service.model_fields_set and getattr(service, field) is not None:
            yield RuleViolation(
                (field, "port"),
                f"{missing}, so no load balancer reaches the service and this would have no effect; {way_out}, if it shall be reached"
                if service.network_load_balancer is None
                else f"{missing}, and this is for a route, so it would have no effect; listeners of the Network Load Balancer have settings of their own",
                "setting-without-effect",
                (remove(_KEYS[field]),),
            )
    if service.scaling and service.scaling.requests_per_target:
        yield RuleViolation(
            ("scaling.requests_per_target", "port", "route"),
            f"{missing}, so there are no requests to count; {way_out}, or scale on cpu, memory or queue",
            "requests-without-route",
            (_scale_without_requests(service.scaling),),
        )
    if service.scaling and service.scaling.predictive and service.scaling.predictive.requests_per_target:
        yield RuleViolation(
            ("scaling.predictive.requests_per_target", "port", "route"),
            f"{missing}, so there are no requests to forecast; {way_out}, or forecast cpu or memory",
            "requests-without-route",
            (_forecast_without_requests(service.scaling.predictive),),
        )
    for field in ("target_group", "alternate_target_group"):
        if getattr(service.names, field):
            yield RuleViolation(
                (f"names.{field}", "port", "route"),
                f"{missing}, so there is no target group to name",
                "setting-without-effect",
                (remove("names", _KEYS[field]),),
            )


def _scale_without_requests(scaling: "Scaling") -> Fix:
    edits = [Edit(("scaling", "requestsPerTarget"), "remove")]
    if scaling.cpu or scaling.memory or scaling.queue:
        return Fix("remove requestsPerTarget", tuple(edits))
    return Fix("write cpu: 70 instead", (*edits, Edit(("scaling", "cpu"), "set", 70)))


def _forecast_without_requests(forecast: "PredictiveScaling") -> Fix:
    edits = [Edit(("scaling", "predictive", "requestsPerTarget"), "remove")]
    if forecast.cpu or forecast.memory:
        return Fix("remove requestsPerTarget", tuple(edits))
    return Fix("write cpu: 60 instead", (*edits, Edit(("scaling", "predictive", "cpu"), "set", 60)))


def _find_migration_violations(service: "Service") -> Iterator[RuleViolation]:
    task, migration = service.migration_task, service.migration
    if task is None or migration is None:
        return
    size = explain_size_mismatch(task.cpu, task.memory)
    if size and (migration.cpu or migration.memory):
        yield RuleViolation(
            ("migration.memory", "migration.cpu", "memory", "cpu"),
            size,
            "no-such-task-size",
            suggest_sizes(task.cpu, task.memory, "migration"),
        )


def _find_traffic_shift_violations(service: "Service") -> Iterator[RuleViolation]:
    deployment = service.deployment
    test_traffic = deployment.test_traffic
    if service.active_route is None:
        # Service Connect shifts traffic without a load balancer: its proxies do it.
        if deployment.strategy in ("canary", "linear") and service.service_connect_server is None and not service.has_traffic:
            yield RuleViolation(
                ("deployment.strategy", "port", "route", "service_connect"),
                f"{deployment.strategy} moves shares of the traffic, but no load balancer sends this service any"
                + ("; with serviceConnect, its proxies would move it" if service.port is not None else ""),
                "shift-without-traffic",
                (_shift_otherwise(deployment),),
            )
        if test_traffic is not None and service.service_connect_server is None:
            yield RuleViolation(
                ("deployment.test_traffic", "port", "route", "service_connect"),
                "no load balancer sends this service any traffic to test with"
                if service.network_load_balancer is None
                else "testTraffic is for a route; a listener of the Network Load Balancer has its own testPort",
                "setting-without-effect",
                (remove("deployment", "testTraffic"),),
            )
        alarms = deployment.effective_alarms
        if alarms and "alarms" in deployment.model_fields_set and not alarms.names and not service.has_traffic:
            yield RuleViolation(
                ("deployment.alarms", "port", "route"),
                "the service's own alarms watch its target groups, and it has none; existing alarms can be named in alarms.names",
                "alarms-without-target-groups",
                (remove("deployment", "alarms"),),
            )
        return
    if test_traffic and test_traffic.header:
        values = service.active_route.count_condition_values() + len(test_traffic.header.values)
        if values > 5:
            yield RuleViolation(
                ("deployment.test_traffic", "route"),
                f"the rule for test traffic would have {values} condition values, those of the route and the header's; AWS allows 5 a rule; use wildcards, or the load balancer's testListener",
                "too-many-conditions",
            )
        route_priority = service.active_route.priority
        if route_priority is not None and test_traffic.priority is not None and test_traffic.priority >= route_priority:
            yield RuleViolation(
                ("deployment.test_traffic.priority", "route.priority"),
                f"the route has priority ({route_priority}), and the rule for test traffic must come before it",
                "test-traffic-after-route",
                (_place_test_rule_first(route_priority, test_traffic.priority),),
            )
    if test_traffic and test_traffic.header is None and test_traffic.priority is not None:
        yield RuleViolation(
            ("deployment.test_traffic.priority",),
            "the priority on the test listener is that of the route; only a rule with a header has its own",
            "setting-without-effect",
            (_drop_test_priority(test_traffic),),
        )


def _shift_otherwise(deployment: "Deployment") -> Fix:
    """Return the strategy for a service without a route. What only the old strategy uses goes with it."""
    unused = [field for field in ("canary", "linear") if field in deployment.model_fields_set]
    edits = [Edit(("deployment", field), "remove") for field in unused]
    whole = deployment.model_fields_set <= {"strategy"}
    change = Edit(("deployment",), "set", "blueGreen") if whole else Edit(("deployment", "strategy"), "set", "blueGreen")
    return Fix("write strategy: blueGreen" + (f" and remove {' and '.join(unused)}" if unused else ""), (change, *edits))


def _place_test_rule_first(route_priority: int, test_priority: int) -> Fix:
    if route_priority > 1:
        return write("deployment", "testTraffic", "priority", value=route_priority - 1)
    return combine(
        write_nested("route", "priority", value=test_priority + 1),
        write_nested("deployment", "testTraffic", "priority", value=test_priority),
    )


def _drop_test_priority(test_traffic: "TestTraffic") -> Fix:
    if test_traffic.model_fields_set <= {"priority"}:
        return Fix("write testTraffic: true", (Edit(("deployment", "testTraffic"), "set", True),))
    return remove("deployment", "testTraffic", "priority")


def _is_grpc_matcher(matcher: str) -> bool:
    return all(len(code) <= 2 for part in matcher.split(",") for code in part.split("-"))
