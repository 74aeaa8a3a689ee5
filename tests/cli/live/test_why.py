"""`fargate-web why`: the facts that it asks for, and the answer."""

import json

import pytest
from fargate_web_cli.live import aws_session

from tests.cli.live.fake_aws import FakeAws, refuse
from tests.cli.live.outputs import CLUSTER, write_outputs
from tests.cli.live.services import (
    ACCOUNT,
    answer_alarms,
    answer_deployment,
    answer_health,
    answer_revisions,
    answer_service,
    at,
    list_deployments,
)
from tests.cli.live.test_logs import container
from tests.cli.project.projects import LOADS, OURS, run_command, write_project

NEW = f"{ACCOUNT}:task-definition/shop-web:13"

GROUP_ANSWER = {
    "HealthCheckPath": "/",
    "HealthCheckIntervalSeconds": 10,
    "HealthCheckTimeoutSeconds": 5,
    "Matcher": {"HttpCode": "200-299"},
}
ALARM = "shop-prod-web/deployment-5xx"


def answer_task(id_="t1", definition=NEW, **more):
    found = {
        "taskArn": f"{ACCOUNT}:task/{CLUSTER}/{id_}",
        "taskDefinitionArn": definition,
        "stopCode": "EssentialContainerExited",
        "stoppedReason": "Essential container in task exited",
        "startedAt": at(30),
        "stoppedAt": at(40),
        "containers": [{"name": "proxy", "exitCode": 0}, {"name": "web", "exitCode": 1}],
    }
    return found | more


def build_aws(*tasks, migrations=(), **more):
    image = {"image": "shop/web:1.13", "healthCheck": {"command": ["CMD-SHELL", "curl -f localhost"]}}
    definition = {"containerDefinitions": [container("proxy"), container("web") | image]}
    known = {task["taskArn"]: task for task in (*tasks, *migrations)}

    def list_tasks(params):
        if "family" in params:
            assert params["family"] == "shop-web-migration"
            status = "STOPPED" if params.get("desiredStatus") else "RUNNING"
            return {"taskArns": [task["taskArn"] for task in migrations if task.get("lastStatus", "STOPPED") == status]}
        return {"taskArns": [task["taskArn"] for task in tasks]}

    ended = answer_deployment(
        status="ROLLBACK_SUCCESSFUL", stage=None, finishedAt=at(300), deploymentCircuitBreaker={"status": "TRIGGERED"}
    )
    return FakeAws(
        **{
            "describe_services": {"services": [answer_service()]},
            "list_service_deployments": list_deployments(),
            "describe_service_deployments": {"serviceDeployments": [ended]},
            "describe_service_revisions": answer_revisions,
            "describe_task_definition": {"taskDefinition": definition},
            "list_tasks": list_tasks,
            "describe_tasks": lambda params: {"tasks": [known[arn] for arn in params["tasks"]]},
            "get_log_events": {"events": [{"message": "Error: no DATABASE_URL\n"}, {"message": "Authorization: Bearer abcdef"}]},
            "describe_target_health": answer_health,
            "describe_alarms": answer_alarms,
            "describe_target_groups": {"TargetGroups": [GROUP_ANSWER]},
        }
        | more
    )


@pytest.fixture
def why(tmp_path, monkeypatch):
    """Run the command against a fake of AWS."""

    def run(aws, *arguments):
        monkeypatch.setattr(aws_session, "open_session", aws.open_session)
        return run_command("why", "--outputs", write_outputs(tmp_path, "web"), *arguments, folder=tmp_path)

    return run


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


def answer_change(seconds, state, reason):
    data = json.dumps({"version": "1.0", "oldState": {}, "newState": {"stateValue": state, "stateReason": reason}})
    return {"AlarmName": ALARM, "Timestamp": at(seconds), "HistoryItemType": "StateUpdate", "HistoryData": data}


def build_alarmed_aws(*pages, triggered=True, state="OK", changed=500, **more):
    ended = answer_deployment(
        status="ROLLBACK_SUCCESSFUL", stage=None, finishedAt=at(300), **({"alarms": {"triggeredAlarmNames": [ALARM]}} if triggered else {})
    )
    alarm = {
        "AlarmName": ALARM,
        "StateValue": state,
        "StateReason": "as it is now",
        "StateTransitionedTimestamp": at(changed),
        "MetricName": "HTTPCode_Target_5XX_Count",
        "ComparisonOperator": "GreaterThanOrEqualToThreshold",
        "Threshold": 10.0,
    }
    return build_aws(
        **{
            "describe_service_deployments": {"serviceDeployments": [ended]},
            "describe_alarms": {"MetricAlarms": [alarm]},
            "describe_alarm_history": list(pages) or {"AlarmHistoryItems": []},
        }
        | more
    )


FIRED = "Threshold Crossed: 2 out of the last 3 datapoints [40.0, 31.0] were greater than or equal to the threshold (10.0)"


def test_an_alarm_is_quoted_as_it_was_when_it_ended_the_deployment(why):
    history = {
        "AlarmHistoryItems": [answer_change(500, "OK", "fine"), answer_change(120, "ALARM", FIRED), answer_change(-900, "OK", "fine")]
    }
    aws = build_alarmed_aws(history)
    found = why(aws, "web")
    assert f"Most likely: The alarm {ALARM} ended the deployment (HTTPCode_Target_5XX_Count >= 10).\n" in found.out
    assert f"  evidence  2026-03-01 12:02:00Z alarm: {FIRED}\n" in found.out
    (asked,) = [params for operation, params in aws.calls if operation == "describe_alarm_history"]
    assert (asked["AlarmName"], asked["HistoryItemType"], asked["ScanBy"]) == (ALARM, "StateUpdate", "TimestampDescending")


def test_an_alarm_that_was_in_alarm_before_the_start_is_told_though_it_is_ok_now(why):
    pages = [
        {"AlarmHistoryItems": [answer_change(500, "OK", "fine")], "NextToken": "2"},
        {"AlarmHistoryItems": [answer_change(-60, "ALARM", FIRED)], "NextToken": "3"},
    ]
    aws = build_alarmed_aws(*pages, triggered=False)
    causes = json.loads(why(aws, "web", "--json").out)["causes"]
    assert [(cause["kind"], cause["evidence"][0]["time"]) for cause in causes] == [("alarm-not-watched", "2026-03-01T11:59:00Z")]
    assert aws.count("describe_alarm_history") == 2


@pytest.mark.parametrize("data", ["no json", "{}", '{"newState": 5}'])
def test_a_history_without_data_is_read_from_its_summary(why, data):
    item = answer_change(120, "ALARM", "") | {"HistoryData": data, "HistorySummary": "Alarm updated from OK to ALARM"}
    assert "12:02:00Z alarm: Alarm updated from OK to ALARM\n" in why(build_alarmed_aws({"AlarmHistoryItems": [item]}), "web").out


def test_without_the_history_the_present_state_is_quoted(why):
    found = why(build_alarmed_aws(describe_alarm_history=refuse("AccessDenied")), "web")
    assert "alarm: as it is now\n" in found.out
    assert "Not known: " in found.out
    assert "the history of alarms" in found.out
    assert "cloudwatch:DescribeAlarmHistory" in found.out


def test_alarms_that_stayed_ok_cost_no_call(why):
    aws = build_alarmed_aws(triggered=False, changed=-5000)
    why(aws, "web")
    assert aws.count("describe_alarm_history") == 0


def answer_migration(id_="m1", **more):
    found = answer_task(id_, definition=f"{ACCOUNT}:task-definition/shop-web-migration:5", containers=[{"name": "web", "exitCode": 1}])
    return found | {"stoppedAt": at(600)} | more


def test_a_migration_that_failed_comes_first_with_its_log(why):
    found = why(
        build_aws(
            answer_task(),
            migrations=[answer_migration("old", stoppedAt=at(-600), containers=[{"name": "web", "exitCode": 0}]), answer_migration()],
        ),
        "web",
    )
    assert (
        "Most likely: The migration failed with exit code 1, so that the service was not updated.\n"
        "  evidence  2026-03-01 12:10:00Z migration task m1: exit code 1 of web\n"
        "            2026-03-01 12:10:00Z migration task m1: Essential container in task exited\n"
        "            log: Error: no DATABASE_URL\n"
    ) in found.out
    assert "  change    services.web.migration: read the last lines of its log" in found.out


def test_a_migration_that_succeeded_after_one_that_failed_is_no_cause(why):
    done = answer_migration("m2", stoppedAt=at(900), containers=[{"name": "web", "exitCode": 0}])
    document = json.loads(why(build_aws(migrations=[answer_migration(), done]), "web", "--json").out)
    assert "migration-failed" not in [cause["kind"] for cause in document["causes"]]
    assert "migrations" in document["ruledOut"]


def test_a_migration_that_could_not_start_is_explained(why):
    task = answer_migration(
        stopCode="TaskFailedToStart", stoppedReason="CannotPullContainerError: manifest unknown", containers=[{"name": "web"}]
    )
    (cause, *_) = json.loads(why(build_aws(migrations=[task]), "web", "--json").out)["causes"]
    assert (cause["kind"], cause["setting"]) == ("migration-failed", "services.web.image")
    assert cause["title"].startswith("The migration could not start: the image does not exist")


def test_a_migration_that_was_stopped_took_too_long(why):
    task = answer_migration(
        stopCode="UserInitiated", stoppedReason="The migration took longer than 10 minutes", containers=[{"name": "web"}]
    )
    (cause, *_) = json.loads(why(build_aws(migrations=[task]), "web", "--json").out)["causes"]
    assert cause["title"] == "The migration did not end by itself, so that the service was not updated"
    assert cause["evidence"][0]["quote"] == "The migration took longer than 10 minutes"


def test_a_migration_that_runs_is_told(why):
    running = answer_migration(lastStatus="RUNNING")
    assert "A migration runs; the service is updated when it has ended" in why(build_aws(migrations=[running]), "web").out


STACK_FILE = """\
config:
  aws:region: us-west-2
  fargate-web:services:
    web:
      image: {image}
      port: 8080
      desiredCount: 2
"""


def drift(why, tmp_path, image="shop/web:1.13", extra="", aws=None):
    write_project(tmp_path, LOADS, dev=STACK_FILE.replace("{image}", image) + extra)
    document = json.loads(why(aws or build_aws(), "web", "--stack", "dev", "--json").out)
    found = {
        (cause["setting"], cause["position"]): [each["quote"] for each in cause["evidence"]]
        for cause in document["causes"]
        if cause["kind"] == "drift"
    }
    return found, document


def test_what_the_stack_file_asks_for_is_no_difference(why, tmp_path):
    found, document = drift(why, tmp_path)
    assert found == {}
    assert "differences from the stack file" in document["ruledOut"]
    assert "migrations" in document["ruledOut"]  # the file says that there is none


def test_another_image_another_count_and_another_health_check_are_differences(why, tmp_path):
    aws = build_aws(
        describe_services={"services": [answer_service(desiredCount=5)]},
        describe_target_groups={"TargetGroups": [GROUP_ANSWER | {"HealthCheckPath": "/old"}]},
    )
    found, _ = drift(why, tmp_path, "shop/web:1.14", aws=aws)
    assert found == {
        ("services.web.image", "Pulumi.dev.yaml:5:7"): ["shop/web:1.13", "shop/web:1.14"],
        ("services.web.desiredCount", "Pulumi.dev.yaml:7:7"): ["5", "2"],
        ("services.web.healthCheck.path", "Pulumi.dev.yaml:4:5"): ["/old", "/"],
    }


@pytest.mark.parametrize(("count", "differs"), [(2, False), (4, False), (5, True), (1, True)])
def test_scaling_may_choose_any_count_within_its_limits(why, tmp_path, count, differs):
    scaling = "      scaling: {minCapacity: 2, maxCapacity: 4, cpu: 60}\n"
    aws = build_aws(describe_services={"services": [answer_service(desiredCount=count)]})
    found, _ = drift(why, tmp_path, extra=scaling, aws=aws)
    assert [setting for setting, _ in found] == (["services.web.scaling"] if differs else [])


def test_without_a_stack_file_differences_are_not_known_and_cost_no_call(why):
    aws = build_aws()
    document = json.loads(why(aws, "web", "--json").out)
    assert document["unread"]["differences from the stack file"] == "There is no stack file at hand that describes the service."
    assert aws.count("describe_target_groups") == 0


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
