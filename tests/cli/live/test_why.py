"""`fargate-web why`: the facts that it asks for, and the answer."""

import json

import pytest

from tests.cli.live.fake_aws import refuse
from tests.cli.live.services import ACCOUNT, answer_service, at
from tests.cli.live.why_answers import answer_task, build_aws
from tests.cli.project.projects import LOADS, OURS, write_project


def test_the_likeliest_cause_comes_first_with_its_evidence(why):
    found = why(build_aws(answer_task()), "web")
    assert (found.status, found.err) == (0, "")
    first, _, rest = found.out.partition("\n\n")
    assert first.startswith("web: the last deployment: rolled back ")
    assert rest.startswith(
        "Most likely: The container web ends with the application's own error.\n"
        "  evidence  2026-03-01 12:00:40Z task t1: exit code 1: Essential container in task exited\n"
        "            log: Error: no DATABASE_URL\n"
        "            log: Authorization: [secret]\n"
        "  do        read the last lines of its log\n"
    )
    assert "Also: The circuit breaker ended the deployment" in rest
    assert "Ruled out: " in rest
    assert "hunter2" not in found.out


def test_the_log_of_the_failed_container_is_read_once_for_each_exit_code(why):
    tasks = [answer_task(f"t{n}", stoppedAt=at(40 + n), containers=[{"name": "web", "exitCode": 1}]) for n in range(5)]
    aws = build_aws(*tasks)
    why(aws, "web")
    (asked,) = [params for operation, params in aws.calls if operation == "get_log_events"]
    assert (asked["logGroupName"], asked["logStreamName"]) == ("/ecs/shop-web", "web/web/t4")


def test_tasks_of_other_revisions_and_from_before_are_not_counted(why):
    old = answer_task("old", definition=f"{ACCOUNT}:task-definition/shop-web:12")
    before = answer_task("before", stoppedAt=at(-5))
    document = json.loads(why(build_aws(old, before), "web", "--json").out)
    assert [cause["kind"] for cause in document["causes"]] == ["circuit-breaker"]
    assert "containers that end" in document["unread"]
    assert "containers that end" not in document["ruledOut"]


def test_the_setting_to_change_comes_with_its_position(why, tmp_path):
    write_project(tmp_path, LOADS, dev=OURS)
    task = answer_task(stopCode="TaskFailedToStart", stoppedReason="CannotPullContainerError: manifest unknown", containers=[])
    found = why(build_aws(task), "web", "--stack", "dev")
    assert "  change    services.web.image (Pulumi.dev.yaml:3:32): push the image first, or correct its name\n" in found.out
    cause, *_ = json.loads(why(build_aws(task), "web", "--json").out)["causes"]
    assert (cause["setting"], cause["position"]) == ("services.web.image", "Pulumi.dev.yaml:3:32")
    assert cause["evidence"][0]["time"] == "2026-03-01T12:00:40Z"


def test_without_a_stack_file_the_setting_is_named_alone(why):
    task = answer_task(stopCode="TaskFailedToStart", stoppedReason="CannotPullContainerError: manifest unknown", containers=[])
    assert "  change    services.web.image: push the image first" in why(build_aws(task), "web").out


def test_missing_permissions_leave_their_causes_open(why):
    denied = refuse("AccessDeniedException")
    aws = build_aws(describe_alarms=denied, describe_target_health=denied, list_tasks=denied, describe_service_revisions=denied)
    found = why(aws, "web")
    assert found.status == 0
    assert "Not known: alarms: The AWS credentials may not do cloudwatch:DescribeAlarms" in found.out
    assert "Not known: draining, target health checks: " in found.out
    assert "ecs:ListTasks" in found.out
    ruled_out = found.out.partition("Ruled out: ")[2].partition(".")[0]
    assert "alarms" not in ruled_out
    assert "containers" not in ruled_out


def test_a_log_that_may_not_be_read_does_not_hide_the_exit_code(why):
    found = why(build_aws(answer_task(), get_log_events=refuse("ResourceNotFoundException")), "web")
    assert "exit code 1" in found.out


def test_a_service_without_a_deployment_is_told(why):
    found = why(build_aws(list_service_deployments={"serviceDeployments": []}), "web")
    assert found.out.startswith("web: ECS knows no deployment; 2 of 2 tasks run.\n\nNo cause was found in what AWS tells.\n")


def test_the_agents_of_running_tasks_are_read_if_ecs_exec_is_on(why):
    agent = {"name": "ExecuteCommandAgent", "lastStatus": "STOPPED", "reason": "no route"}
    task = answer_task(containers=[{"name": "web", "managedAgents": [agent]}])
    aws = build_aws(task, describe_services={"services": [answer_service(enableExecuteCommand=True)]})
    assert "The agent of ECS Exec does not run" in why(aws, "web").out


def test_a_service_that_ecs_does_not_know_fails(why):
    found = why(build_aws(describe_services={"services": []}), "web")
    assert (found.status, found.out) == (1, "")
    assert found.err == "ECS does not know the service web-1a2b3c in the cluster shop-prod.\n"


def test_the_command_of_a_failed_container_health_check_is_quoted(why):
    task = answer_task(
        stopCode="ServiceSchedulerInitiated",
        stoppedReason="Task failed container health checks",
        containers=[{"name": "web", "exitCode": 143, "healthStatus": "UNHEALTHY"}],
    )
    assert "its command: CMD-SHELL curl -f localhost\n" in why(build_aws(task), "web").out


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Server listening on http://127.0.0.1:8080", True),
        ("INFO: Uvicorn running on http://localhost:8000 (Press CTRL+C to quit)", True),
        ("Server listening on http://0.0.0.0:8080, also as http://localhost:8080", False),
        ("connected to localhost:5432", False),
    ],
)
def test_an_application_that_says_that_it_listens_on_localhost_is_told(why, line, found):
    task = answer_task(
        stopCode="ServiceSchedulerInitiated",
        stoppedReason="Task failed ELB health checks in (target-group arn)",
        containers=[{"name": "web", "exitCode": 143}],
    )
    document = json.loads(why(build_aws(task, get_log_events={"events": [{"message": line}]}), "web", "--json").out)
    assert ("listens-on-localhost" in [cause["kind"] for cause in document["causes"]]) == found
