"""Rules between the fields of a service. AWS reports violations late or never."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .section import RuleViolation
from .task_sizes import explain_size_mismatch, suggest_sizes

if TYPE_CHECKING:
    from .service import Service


def find_service_violations(service: "Service") -> Iterator[RuleViolation]:
    """Yield every violated rule between the fields of a service."""
    yield from _find_count_violations(service)
    yield from _find_worker_violations(service)
    yield from _find_traffic_shift_violations(service)
    yield from _find_migration_violations(service)
    if service.availability_zone_rebalancing == "ENABLED" and service.deployment.maximum_percent <= 100:
        yield RuleViolation(
            ("availability_zone_rebalancing", "deployment.maximum_percent"),
            f"rebalancing starts a task before it stops one, and maximumPercent {service.deployment.maximum_percent} forbids that (InvalidParameterException); write DISABLED, or a maximumPercent above 100",
        )
    is_grpc = service.target_group.protocol_version == "GRPC"
    if is_grpc != _is_grpc_matcher(service.health_check.matcher) and ("matcher" in service.health_check.model_fields_set):
        example = "0 or 0-99" if is_grpc else "200-299"
        yield RuleViolation(
            ("health_check.matcher", "target_group.protocol_version"),
            f"{service.health_check.matcher!r} isn't a list of {'gRPC' if is_grpc else 'HTTP'} codes; write it like {example}",
        )


def _find_count_violations(service: "Service") -> Iterator[RuleViolation]:
    # When a deployment starts, scaling may have set any number of tasks between its limits.
    maximum = service.scaling.max_capacity if service.scaling else service.initial_task_count
    counts = [service.initial_task_count, *range(service.minimum_task_count, maximum + 1)]
    stuck_reason = next((reason for count in counts if (reason := service.deployment.explain_stuck_deployment(count))), None)
    if stuck_reason:
        yield RuleViolation(
            ("deployment.maximum_percent", "deployment.minimum_healthy_percent", "desired_count", "scaling.min_capacity"), stuck_reason
        )
    if (
        service.scaling
        and service.desired_count is not None
        and not service.scaling.min_capacity <= service.desired_count <= service.scaling.max_capacity
    ):
        yield RuleViolation(
            ("desired_count", "scaling.min_capacity", "scaling.max_capacity"),
            f"desiredCount {service.desired_count} isn't between minCapacity {service.scaling.min_capacity} and maxCapacity {service.scaling.max_capacity}, so scaling would change it at once; write a number between the two",
        )


def _find_worker_violations(service: "Service") -> Iterator[RuleViolation]:
    if service.active_route:
        return
    missing = "there is no port" if service.port is None else "route is false"
    fix = "write port: <the container's port>" if service.port is None else "remove route: false"
    for field in ("route", "target_group", "health_check"):
        if field in service.model_fields_set and getattr(service, field) is not None:
            yield RuleViolation(
                (field, "port"),
                f"{missing}, so no load balancer reaches the service and this would have no effect; {fix}, or remove it",
            )
    if service.scaling and service.scaling.requests_per_target:
        yield RuleViolation(
            ("scaling.requests_per_target", "port", "route"),
            f"{missing}, so there are no requests to count; {fix}, or scale on cpu, memory or queue",
        )
    for field in ("target_group", "alternate_target_group"):
        if getattr(service.names, field):
            yield RuleViolation((f"names.{field}", "port", "route"), f"{missing}, so there is no target group; {fix}, or remove the name")


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
        if deployment.strategy in ("canary", "linear") and service.service_connect_server is None:
            yield RuleViolation(
                ("deployment.strategy", "port", "route", "service_connect"),
                f"{deployment.strategy} moves shares of the traffic, but no load balancer sends this service any; write blueGreen or rolling"
                + (", or serviceConnect: true, whose proxies move it" if service.port is not None else ""),
            )
        if test_traffic is not None and service.service_connect_server is None:
            yield RuleViolation(
                ("deployment.test_traffic", "port", "route", "service_connect"),
                "no load balancer sends this service any traffic to test with; remove it"
                + (", or write serviceConnect: true" if service.port is not None else ""),
            )
        alarms = deployment.effective_alarms
        if alarms and "alarms" in deployment.model_fields_set and not alarms.names:
            yield RuleViolation(
                ("deployment.alarms", "port", "route"),
                "the service's own alarms watch its target groups, and it has none; write existing alarms in alarms.names, or remove it",
            )
        return
    if test_traffic and test_traffic.header:
        values = service.active_route.count_condition_values() + len(test_traffic.header.values)
        if values > 5:
            yield RuleViolation(
                ("deployment.test_traffic", "route"),
                f"the rule for test traffic would have {values} condition values, those of the route and the header's; AWS allows 5 a rule; use wildcards, or the load balancer's testListener",
            )
        route_priority = service.active_route.priority
        if route_priority is not None and test_traffic.priority is not None and test_traffic.priority >= route_priority:
            yield RuleViolation(
                ("deployment.test_traffic.priority", "route.priority"),
                f"the route has priority ({route_priority}), and the rule for test traffic must come before it; write a priority below {route_priority}",
            )
    if test_traffic and test_traffic.header is None and test_traffic.priority is not None:
        yield RuleViolation(
            ("deployment.test_traffic.priority",),
            "the priority on the test listener is that of the route; remove it, or write a header",
        )


def _is_grpc_matcher(matcher: str) -> bool:
    return all(len(code) <= 2 for part in matcher.split(",") for code in part.split("-"))
