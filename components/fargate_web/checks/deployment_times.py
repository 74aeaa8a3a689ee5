"""Checks of the times of a deployment: start against grace period, alarms against bake times, a canary's share against the traffic."""

import math
from collections.abc import Iterator
from dataclasses import replace

from ..analysis.deployment_timeline import estimate_dependency_seconds, find_maximum_tasks
from ..settings.fix import Fix, remove, write
from ..settings.route_split import find_grace_period
from ..settings.service import Service
from ..settings.stack import Stack
from ..settings.traffic_shift import DeploymentAlarms
from .finding import Finding, SettingPath

_REQUESTS_OF_ORDINARY_TASK = 1000
"""Requests a minute of a task whose traffic is not known: a generous number for one small task."""


def check_deployment_times(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find tasks that are stopped while they start, alarms that come too late for a deployment, and shares that show no error."""
    for name, service in stack.services.items():
        path: SettingPath = ("services", name)
        yield from _check_grace_period(path, service)
        yield from _check_migration(path, service)
        alarms = service.deployment.effective_alarms
        if service.deployment.shifts_traffic and service.active_route and alarms:
            yield from _check_bake_times(path, service, alarms)
            yield from _check_canary_share(path, service, alarms)


def _check_grace_period(path: SettingPath, service: Service) -> Iterator[Finding]:
    if service.active_route is None:
        return
    check, container, grace_period = service.health_check, service.container_health_check, find_grace_period(service)
    start_period = container.start_period if container else 0
    waiting = estimate_dependency_seconds(service)
    needed = waiting + start_period
    # The load balancer takes this long to find a target unhealthy, and ECS stops it only then.
    tolerated = grace_period + check.interval * check.unhealthy_threshold
    if needed <= grace_period or (waiting and not start_period and needed < tolerated):
        return
    reasons = [f"startPeriod allows the application {start_period} s to start"] if start_period else []
    reasons += [f"it waits up to {waiting} s for other containers to become healthy"] if waiting else []
    value = needed + check.interval
    fix = (
        write(*path, "healthCheck", value={"path": check.path, "gracePeriod": value})
        if check.model_fields_set == {"path"}
        else replace(write(*path, "healthCheck", "gracePeriod", value=value), text=f"write healthCheck: {{gracePeriod: {value}}}")
    )
    places = [("healthCheck", "gracePeriod")] * ("grace_period" in check.model_fields_set)
    places += [("containerHealthCheck", "startPeriod")] * bool(start_period)
    paths: list[SettingPath] = [*((*path, *keys) for keys in places), *[(*path, "dependsOn")] * bool(waiting)]
    yield Finding(
        "grace-period-too-short",
        paths[0],
        f"{' and '.join(reasons)}, but after a gracePeriod of {grace_period} s ECS stops a task whose health check still fails, so that a slow start would never end",
        "warning",
        tuple(paths[1:]),
        (fix,),
    )


def _check_migration(path: SettingPath, service: Service) -> Iterator[Finding]:
    migration, limit = service.migration, service.deployment.ci_limit_in_minutes
    if migration is not None and limit is not None and migration.timeout_in_minutes >= limit:
        yield Finding(
            "migration-outlasts-limit",
            (*path, "migration", "timeoutInMinutes"),
            f"the migration may take {migration.timeout_in_minutes} minutes, and the job is stopped after {limit}, so that nobody would wait for the migration's end and for the deployment",
            "warning",
            ((*path, "deployment", "ciLimitInMinutes"),),
            (
                write(*path, "deployment", "ciLimitInMinutes", value=min(migration.timeout_in_minutes + limit, 43_200)),
                *((write(*path, "migration", "timeoutInMinutes", value=max(limit // 2, 1)),) if limit > 1 else ()),
            ),
        )


def _check_bake_times(path: SettingPath, service: Service, alarms: DeploymentAlarms) -> Iterator[Finding]:
    deployment = service.deployment
    # A datapoint is there after its minute is over.
    needed = alarms.datapoints_to_alarm + 1
    times: list[tuple[tuple[str, ...], int, str]] = [(("bakeTimeInMinutes",), deployment.bake_time_in_minutes, "all traffic has moved")]
    if deployment.strategy == "canary":
        times.append(
            (
                ("canary", "bakeTimeInMinutes"),
                deployment.canary.bake_time_in_minutes,
                f"the first {deployment.canary.percent:g} % have moved",
            )
        )
    is_alarmed = "alarms" in deployment.model_fields_set
    for keys, minutes, moment in times:
        # Without a bake time, the alarms that a strategy has by itself were not asked for.
        if minutes >= needed or (minutes == 0 and not is_alarmed):
            continue
        yield Finding(
            "bake-time-shorter-than-alarm",
            (*path, "deployment", *keys),
            f"{minutes} min after {moment} the deployment goes on, and an alarm that needs {alarms.datapoints_to_alarm} breaching minutes is not there before {needed} min, so that it can't stop "
            "the deployment",
            "warning",
            ((*path, "deployment", "alarms"),),
            tuple(_lengthen_bake_time((*path, "deployment"), keys, needed, alarms, minutes)),
        )


def _lengthen_bake_time(path: SettingPath, keys: tuple[str, ...], needed: int, alarms: DeploymentAlarms, minutes: int) -> Iterator[Fix]:
    yield write(*path, *keys, value=needed)
    if minutes >= 2 and "datapoints_to_alarm" in alarms.model_fields_set:
        yield write(*path, "alarms", "datapointsToAlarm", value=minutes - 1)


def _check_canary_share(path: SettingPath, service: Service, alarms: DeploymentAlarms) -> Iterator[Finding]:
    deployment = service.deployment
    if deployment.strategy != "canary" or alarms.names:
        return
    if alarms.error_percent is not None:
        if deployment.canary.percent <= alarms.error_percent:
            yield _build_error_share_finding((*path, "deployment"), service, alarms.error_percent)
        return
    if alarms.target_5xx is None:
        return
    needed = alarms.target_5xx * 100 / deployment.canary.percent
    tasks = find_maximum_tasks(service)
    tracking = service.scaling.requests_per_target if service.scaling else None
    requests = (tracking.target if tracking else _REQUESTS_OF_ORDINARY_TASK) * tasks
    if needed <= requests:
        return
    share = math.ceil(alarms.target_5xx * 1000 / requests) / 10
    source = f"requestsPerTarget means {requests:g} at {tasks} tasks" if tracking else f"{tasks} tasks hardly get so many"
    threshold = max(math.floor(requests * deployment.canary.percent / 100), 1)
    yield Finding(
        "canary-too-small-for-alarm",
        (*path, "deployment", "canary"),
        f"{deployment.canary.percent:g} % show {alarms.target_5xx:g} errors a minute, the threshold of target5xx, only if the service gets {needed:,.0f} requests a minute and all of them fail there; "
        f"{source}, so that the alarm would never see a broken canary",
        "warning",
        ((*path, "deployment", "alarms", "target5xx"), (*path, "scaling", "requestsPerTarget")),
        (
            *((_write_share((*path, "deployment", "canary"), service, share),) if share <= 100 else ()),
            *((write(*path, "deployment", "alarms", "target5xx", value=threshold),) if threshold < alarms.target_5xx else ()),
        )
        or (remove(*path, "deployment", "canary"),),
    )


def _build_error_share_finding(path: SettingPath, service: Service, error_percent: float) -> Finding:
    """Return the finding of an alarm on the errors of both versions, whose share the canary can't exceed."""
    share = service.deployment.canary.percent
    half = math.floor(share * 5) / 10
    larger = min(math.ceil(error_percent * 20) / 10, 100)
    return Finding(
        "canary-too-small-for-alarm",
        (*path, "canary"),
        f"errorPercent {error_percent:g} is a share of all requests, of which the canary gets {share:g} %: even if it fails every one, the share isn't above {error_percent:g} %, so that "
        "the alarm would never see a broken canary",
        "warning",
        ((*path, "alarms", "errorPercent"),),
        (
            *((write(*path, "alarms", "errorPercent", value=half),) if half > 0 else ()),
            *((_write_share((*path, "canary"), service, larger),) if larger > error_percent else ()),
        ),
    )


def _write_share(path: SettingPath, service: Service, share: float) -> Fix:
    """Write the share where it was written: alone, or as a key of the section."""
    value = int(share) if share == int(share) else share
    if service.deployment.canary.model_fields_set <= {"percent"}:
        return write(*path, value=value)
    return write(*path, "percent", value=value)
