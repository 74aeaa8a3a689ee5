import pytest
from fargate_web.checks.deployment_times import check_deployment_times

CHECK = {"command": ["CMD", "/bin/check"]}


def codes(stacks, **service):
    findings = stacks.found(check_deployment_times, {"web": {"port": 80, **service}})
    assert all(finding.severity == "warning" for finding in findings)
    return [finding.code for finding in findings]


# --- start --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("start_period", "grace_period", "warned"), [(60, 60, False), (61, 60, True), (0, 0, False), (300, 300, False)])
def test_a_grace_period_covers_the_start_period(stacks, start_period, grace_period, warned):
    service = {"containerHealthCheck": {**CHECK, "startPeriod": start_period}, "healthCheck": {"gracePeriod": grace_period}}
    assert codes(stacks, **service) == ["grace-period-too-short"] * warned


def test_without_a_load_balancer_nothing_is_killed_by_its_check(stacks):
    assert codes(stacks, route=False, containerHealthCheck={**CHECK, "startPeriod": 300}) == []


@pytest.mark.parametrize(("condition", "start_period", "warned"), [("HEALTHY", 200, True), ("HEALTHY", 80, False), ("START", 200, False)])
def test_a_grace_period_covers_the_wait_for_other_containers(stacks, condition, start_period, warned):
    sidecar = {**stacks.fine, "healthCheck": {**CHECK, "startPeriod": start_period}}
    assert codes(stacks, sidecars={"proxy": sidecar}, dependsOn={"proxy": condition}) == ["grace-period-too-short"] * warned


def test_containers_that_wait_for_each_other_wait_one_after_the_other(stacks):
    check = {"healthCheck": {**CHECK, "startPeriod": 80}}
    sidecars = {"one": {**stacks.fine, **check}, "two": {**stacks.fine, **check, "dependsOn": {"one": "HEALTHY"}}}
    assert codes(stacks, sidecars=sidecars, dependsOn={"two": "HEALTHY"}) == ["grace-period-too-short"]
    assert codes(stacks, sidecars=sidecars, dependsOn={"two": "HEALTHY", "one": "HEALTHY"}, healthCheck={"gracePeriod": 160}) == []


@pytest.mark.parametrize(("minutes", "limit", "warned"), [(29, 30, False), (30, 30, True), (30, None, False)])
def test_a_migration_ends_within_the_limit_of_the_job(stacks, minutes, limit, warned):
    deployment = {"ciLimitInMinutes": limit} if limit else {}
    migration = {"command": ["bin/migrate"], "timeoutInMinutes": minutes}
    assert codes(stacks, migration=migration, deployment=deployment) == ["migration-outlasts-limit"] * warned


# --- alarms -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("deployment", "count"),
    [
        ({"strategy": "blueGreen"}, 0),
        ({"strategy": "blueGreen", "bakeTimeInMinutes": 3}, 0),
        ({"strategy": "blueGreen", "bakeTimeInMinutes": 2}, 1),
        ({"strategy": "blueGreen", "bakeTimeInMinutes": 0}, 0),
        ({"strategy": "blueGreen", "bakeTimeInMinutes": 0, "alarms": True}, 1),
        ({"strategy": "blueGreen", "bakeTimeInMinutes": 2, "alarms": False}, 0),
        ({"strategy": "blueGreen", "bakeTimeInMinutes": 2, "alarms": {"datapointsToAlarm": 1}}, 0),
        ({"strategy": "canary", "canary": {"percent": 50, "bakeTimeInMinutes": 1}, "bakeTimeInMinutes": 1}, 2),
        ({"strategy": "linear", "bakeTimeInMinutes": 1}, 1),
        ({"strategy": "rolling", "alarms": True}, 0),
    ],
)
def test_an_alarm_can_fire_within_the_bake_time(stacks, deployment, count):
    assert codes(stacks, deployment=deployment) == ["bake-time-shorter-than-alarm"] * count


@pytest.mark.parametrize(
    ("canary", "alarms", "requests", "warned"),
    [
        (5, {}, None, False),
        (0.5, {}, None, False),
        (0.4, {}, None, True),
        (0.4, {"target5xx": 5}, None, False),
        (0.4, {"target5xx": False}, None, False),
        (0.4, {"errorPercent": 5}, None, True),
        (5, {"errorPercent": 5}, None, True),
        (5.1, {"errorPercent": 5}, None, False),
        (100, {"errorPercent": 100}, None, True),
        (0.4, {"errorPercent": 5, "names": ["mine"]}, None, False),
        (0.4, {"names": ["mine"]}, None, False),
        (5, {}, 100, False),
        (5, {}, 99, True),
    ],
)
def test_a_canary_gets_enough_requests_to_show_its_errors(stacks, canary, alarms, requests, warned):
    service = {"deployment": {"strategy": "canary", "canary": canary, "alarms": alarms}}
    scaling = {"scaling": {"minCapacity": 1, "maxCapacity": 2, "requestsPerTarget": requests}} if requests else {}
    assert codes(stacks, **service, **scaling) == ["canary-too-small-for-alarm"] * warned
