"""Checks that a service has enough tasks for what its target groups say about zones."""

from collections.abc import Iterator
from typing import Final

from ..settings.fix import combine, write, write_nested
from ..settings.service import Service
from ..settings.stack import Stack
from .finding import Finding, SettingPath

_COUNT: Final = "minimumHealthyTargetsCount"


def check_target_groups(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find thresholds that no task count reaches, and zones without a task where requests stay in their zone."""
    zones = stack.network.count_zones() if stack.network.existing is None else None
    for name, service in stack.routed_services.items():
        path: SettingPath = ("services", name, "targetGroup")
        # A service that is switched off answers nothing anyway.
        if service.minimum_task_count > 0:
            yield from _check_thresholds(path, service)
            if zones is not None and not service.target_group.load_balancing_cross_zone_enabled and service.minimum_task_count < zones:
                yield _build_zone_finding(path, service, zones)


def _check_thresholds(path: SettingPath, service: Service) -> Iterator[Finding]:
    health, tasks = service.target_group.target_group_health, service.minimum_task_count
    dns, routing = health.dns_failover.minimum_healthy_targets_count, health.unhealthy_state_routing.minimum_healthy_targets_count
    allowed_routing = routing if routing <= tasks else 1
    # AWS refuses a threshold of DNS failover below that of routing.
    thresholds = {"dnsFailover": (dns, allowed_routing), "unhealthyStateRouting": (routing, 1)}
    too_high = {key: (count, allowed) for key, (count, allowed) in thresholds.items() if count is not None and count > tasks}
    if not too_high:
        return
    place: SettingPath = (*path, "targetGroupHealth")
    first, *others = ((*place, key, _COUNT) for key in too_high)
    highest = max(count for count, _ in too_high.values())
    consequence = "requests would go to unhealthy tasks as well" if routing > tasks else "DNS would treat all zones as unhealthy"
    yield Finding(
        "health-threshold-above-tasks",
        first,
        f"no zone can have {highest} healthy tasks of a service with {tasks}, so that {consequence}, at all times",
        "warning",
        (*others, *_list_count_paths(path, service)),
        (combine(*(write_nested(key, _COUNT, value=allowed).below(place) for key, (_, allowed) in too_high.items())),),
    )


def _build_zone_finding(path: SettingPath, service: Service, zones: int) -> Finding:
    raised = ("scaling", "minCapacity") if service.scaling else ("desiredCount",)
    is_enough = service.scaling is None or (service.scaling.max_capacity >= zones and not service.scaling.scheduled_actions)
    return Finding(
        "zone-without-tasks",
        (*path, "loadBalancingCrossZoneEnabled"),
        f"{service.minimum_task_count} {'task' if service.minimum_task_count == 1 else 'tasks'} can't be in {zones} zones, and the load balancer's node of a zone without a task "
        "answers 503 until DNS leaves it out",
        "warning",
        (*_list_count_paths(path, service), ("network", "availabilityZones")),
        fixes=(
            *((write(*path[:-1], *raised, value=zones),) if is_enough else ()),
            write(*path, "loadBalancingCrossZoneEnabled", value=True),
        ),
    )


def _list_count_paths(path: SettingPath, service: Service) -> tuple[SettingPath, ...]:
    return ((*path[:-1], "scaling", "minCapacity"),) if service.scaling else ((*path[:-1], "desiredCount"),)
