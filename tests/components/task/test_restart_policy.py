"""Restart policies: which containers get one, with which values, and which must not be started again."""

import json

import pytest
from fargate_web.checks.restarts import check_restarts
from fargate_web.settings.scheduled_task import ScheduledTask
from fargate_web.settings.service import Service
from fargate_web.settings.stack import Stack
from fargate_web.task.task_definition import build_container_definitions
from pydantic import ValidationError

IMAGE = {"image": "example.com/web:1"}


def read_policies(task) -> dict[str, dict | None]:
    text = build_container_definitions("web", task, log_group_name="/logs", region="us-west-2")
    return {container["name"]: container.get("restartPolicy") for container in json.loads(text)}


def build_service(**settings) -> Service:
    return Service.model_validate({**IMAGE, **settings})


def find(**settings) -> list:
    return list(check_restarts(Stack.model_validate(settings), "us-west-2"))


@pytest.mark.parametrize("setting", [{}, {"restartPolicy": False}, {"restartPolicy": {"enabled": False, "ignoredExitCodes": [0]}}])
def test_without_a_policy_that_is_on_the_definition_has_none(setting):
    assert read_policies(build_service(**setting)) == {"web": None}


def test_the_default_period_is_written_so_that_the_form_that_ecs_returns_shows_no_change():
    assert read_policies(build_service(restartPolicy=True)) == {"web": {"enabled": True, "restartAttemptPeriod": 300}}


def test_each_container_has_its_own_policy():
    service = build_service(
        restartPolicy={"ignoredExitCodes": [137, 0], "restartAttemptPeriod": 60},
        sidecars={"proxy": {**IMAGE, "restartPolicy": {"restartAttemptPeriod": 1800}}, "agent": IMAGE},
    )
    assert read_policies(service) == {
        "web": {"enabled": True, "ignoredExitCodes": [0, 137], "restartAttemptPeriod": 60},
        "proxy": {"enabled": True, "restartAttemptPeriod": 1800},
        "agent": None,
    }


@pytest.mark.parametrize(
    "policy",
    [
        {"restartAttemptPeriod": 59},
        {"restartAttemptPeriod": 1801},
        {"ignoredExitCodes": [256]},
        {"ignoredExitCodes": [-1]},
        {"ignoredExitCodes": [1, 1]},
        {"ignoredExitCodes": list(range(51))},
        {"ignoredExitCodes": ["0"]},
    ],
)
def test_values_that_ecs_refuses_are_refused(policy):
    with pytest.raises(ValidationError):
        build_service(restartPolicy=policy)


def test_fifty_exit_codes_may_be_ignored():
    assert len(read_policies(build_service(restartPolicy={"ignoredExitCodes": list(range(50))}))["web"]["ignoredExitCodes"]) == 50


def test_a_migration_is_not_started_again():
    service = build_service(restartPolicy=True, migration={"command": ["migrate"]})
    assert read_policies(service)["web"] is not None
    assert read_policies(service.migration_task) == {"web": None}


def test_a_scheduled_task_that_restarts_after_success_is_reported_with_its_fix():
    [finding] = find(scheduledTasks={"report": {**IMAGE, "schedule": "rate(1 day)", "restartPolicy": {"ignoredExitCodes": [2]}}})
    assert (finding.code, finding.severity) == ("restarted-after-success", "warning")
    assert finding.fixes[0].edits[0].value == [0, 2]


@pytest.mark.parametrize("policy", [False, {"ignoredExitCodes": [0]}, {"enabled": False}])
def test_a_scheduled_task_that_ends_is_not_reported(policy):
    assert find(scheduledTasks={"report": {**IMAGE, "schedule": "rate(1 day)", "restartPolicy": policy}}) == []


def test_a_service_that_restarts_is_not_reported():
    sidecars = {"proxy": {**IMAGE, "restartPolicy": True}, "init": {**IMAGE, "essential": False}}
    assert (
        find(services={"web": {**IMAGE, "restartPolicy": True, "dependsOn": {"init": "SUCCESS", "proxy": "START"}, "sidecars": sidecars}})
        == []
    )


@pytest.mark.parametrize("condition", ["COMPLETE", "SUCCESS"])
def test_a_sidecar_whose_end_another_waits_for_is_reported_where_it_restarts(condition):
    sidecars = {"init": {**IMAGE, "essential": False, "restartPolicy": True}, "proxy": {**IMAGE, "dependsOn": {"init": condition}}}
    [finding] = find(services={"web": {**IMAGE, "sidecars": sidecars}})
    assert finding.path == ("services", "web", "sidecars", "init", "restartPolicy")
    assert "proxy waits" in finding.message


def test_a_scheduled_task_takes_the_policy():
    task = ScheduledTask.model_validate({**IMAGE, "schedule": "rate(1 day)", "restartPolicy": {"ignoredExitCodes": [0]}})
    assert read_policies(task)["web"] == {"enabled": True, "ignoredExitCodes": [0], "restartAttemptPeriod": 300}
