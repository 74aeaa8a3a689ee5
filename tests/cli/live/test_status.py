"""`fargate-web status`: what it asks AWS, and what it shows."""

import json
import re

import pytest
from fargate_web_cli.live import aws_session

from tests.cli.live.fake_aws import FakeAws, refuse
from tests.cli.live.outputs import write_outputs
from tests.cli.live.services import (
    answer_alarms,
    answer_deployment,
    answer_health,
    answer_revisions,
    answer_service,
    deployment_arn,
    list_deployments,
)
from tests.cli.project.projects import run_command

ALARM = "shop-prod-web/deployment-5xx"


def answer_services(*services):
    known = {service["serviceName"]: service for service in services}
    return lambda params: {"services": [known[name] for name in params["services"] if name in known]}


def build_aws(*services, **more):
    answers = {
        "describe_services": answer_services(*services),
        "describe_service_deployments": {"serviceDeployments": [answer_deployment()]},
        "list_service_deployments": list_deployments(),
        "describe_service_revisions": answer_revisions,
        "describe_alarms": answer_alarms,
        "describe_target_health": answer_health,
    }
    return FakeAws(**(answers | more))


@pytest.fixture
def status(tmp_path, monkeypatch):
    """Run the command against a fake of AWS, on a stack with services."""

    def run(aws, *arguments, services=("web",)):
        monkeypatch.setattr(aws_session, "open_session", aws.open_session)
        return run_command("status", "--outputs", write_outputs(tmp_path, *services), *arguments, folder=tmp_path)

    return run


def test_a_service_is_shown_with_all_that_is_known_of_it(status):
    found = status(build_aws(answer_service(deploying=True)), "web")
    assert (found.status, found.err) == (0, "")
    assert (
        "web (web-1a2b3c)\n  tasks       2 running of 2 desired\n  serves      shop-web:12 shop/web:1.12 (sha256:0123456789ab)\n"
        in found.out
    )
    assert "  deploys     shop-web:13 shop/web:1.13\n" in found.out
    assert ": SCALE_UP (stage 3 of 10), 1 of 2 tasks of shop-web:13 running, 0 % of the traffic\n" in found.out
    assert "  targets     web-blue: 2 healthy\n  targets     web-green: 1 initial\n" in found.out
    assert f"  alarm       OK {ALARM}\n" in found.out
    events = found.out.partition("  events\n")[2]
    assert events == (
        "    2026-03-01 12:00:05Z  (service web-1a2b3c) has started 1 tasks.\n"
        "    2026-03-01 11:59:00Z  (service web-1a2b3c) has reached a steady state.\n"
    )


def test_without_a_deployment_in_progress_the_last_one_is_shown(status):
    ended = answer_deployment(status="ROLLBACK_SUCCESSFUL", stage=None, rollback={"reason": "alarm detected"})
    aws = build_aws(answer_service(), describe_service_deployments={"serviceDeployments": [ended]})
    found = status(aws, "web")
    assert "  deployment  rolled back: alarm detected\n" in found.out
    assert "deploys" not in found.out
    assert ("describe_service_deployments", {"serviceDeploymentArns": [deployment_arn()]}) in aws.calls


def test_a_pause_that_waits_is_shown(status):
    hook = {"hookId": "approval", "targetType": "PAUSE", "status": "AWAITING_ACTION", "timeoutAction": "ROLLBACK"}
    waiting = answer_deployment(stage="POST_TEST_TRAFFIC_SHIFT", lifecycleHookDetails=[hook])
    found = status(build_aws(answer_service(deploying=True), describe_service_deployments={"serviceDeployments": [waiting]}), "web")
    assert "waits for somebody to continue it (hook approval, then ROLLBACK)" in found.out


def test_all_services_take_a_line_each(status):
    stopped = answer_service("worker", runningCount=0, pendingCount=2, loadBalancers=[])
    aws = build_aws(
        answer_service(deploying=True), stopped, describe_alarms=lambda params: answer_alarms(params, "shop-prod-worker/deployment-5xx")
    )
    found = status(aws, services=("web", "worker", "gone"))
    heading, web, worker, gone = found.out.splitlines()[2:6]
    assert heading.split() == ["SERVICE", "TASKS", "SERVES", "TARGETS"]
    assert re.match(r"web      2/2     shop-web:12 shop/web:1\.12 +2 healthy, 1 initial  deployment in progress for ", web)
    assert worker.startswith("worker   0/2 +2  shop-worker:12 shop/worker:1.12")
    assert worker.endswith("ALARM shop-prod-worker/deployment-5xx")
    assert gone.startswith("gone ")
    assert gone.endswith("ECS does not know gone-1a2b3c")


@pytest.mark.parametrize("deploying", [False, True])
def test_fifty_services_take_at_most_twelve_calls(status, deploying):
    names = [f"s{number:02}" for number in range(50)]
    aws = build_aws(
        *[
            answer_service(
                name,
                deploying=deploying,
                deploymentConfiguration={
                    "strategy": "CANARY",
                    "alarms": {"alarmNames": [f"{name}-{n}" for n in range(3)], "enable": True, "rollback": True},
                },
            )
            for name in names
        ],
        describe_service_deployments=lambda params: {
            "serviceDeployments": [answer_deployment(arn.split("/")[-2].removesuffix("-1a2b3c")) for arn in params["serviceDeploymentArns"]]
        },
        describe_alarms=lambda params: answer_alarms(params, "s07-1", "of-somebody-else"),
    )
    found = status(aws, services=names)
    assert len(aws.calls) <= 12
    rows = found.out.splitlines()[3:53]
    assert all(f"shop-{name}:12 shop/{name}:1.12" in row for name, row in zip(names, rows, strict=True))
    assert [row[:3] for row in rows if "ALARM" in row] == ["s07"]
    assert "Target health takes a call for each target group: name a service to see it." in found.out
    assert "of-somebody-else" not in found.out
    assert "TARGETS" not in found.out


def test_a_missing_permission_leaves_a_part_out_with_a_note(status):
    aws = build_aws(answer_service(), describe_alarms=refuse("AccessDenied"), describe_target_health=refuse("AccessDenied"))
    found = status(aws, "web")
    assert found.status == 0
    assert "2 running of 2 desired" in found.out
    assert "Alarms not shown: The AWS credentials may not do cloudwatch:DescribeAlarms; allow the action in a policy.\n" in found.out
    assert "may not do elasticloadbalancing:DescribeTargetHealth" in found.out


def test_a_permission_without_which_nothing_is_known_fails(status):
    found = status(build_aws(describe_services=refuse("AccessDeniedException")))
    assert (found.status, found.out) == (1, "")
    assert found.err == "The AWS credentials may not do ecs:DescribeServices; allow the action in a policy.\n"


def test_machines_get_one_document(status):
    document = json.loads(status(build_aws(answer_service(deploying=True)), "--json").out)
    (web,) = document["services"]
    assert (document["cluster"], web["key"], web["runningTasks"], web["deployment"]["stage"]) == ("shop-prod", "web", 2, "SCALE_UP")
    assert web["deployment"]["started"] == "2026-03-01T12:00:00Z"
    assert web["alarms"] == {ALARM: "OK"}
    assert web["targetHealth"] == {"web-blue": {"healthy": 2}, "web-green": {"initial": 1}}


def test_a_service_that_ecs_does_not_know_fails(status):
    found = status(build_aws(), "web")
    assert found.status == 1
    assert "ECS does not know this service in the cluster" in found.out


def test_a_cluster_alone_shows_all_its_services(monkeypatch, tmp_path):
    service = answer_service()
    aws = build_aws(service, list_services={"serviceArns": [service["serviceArn"]]})
    monkeypatch.setattr(aws_session, "open_session", aws.open_session)
    assert "web-1a2b3c\n  tasks" in run_command("status", "--cluster", "shop-prod", folder=tmp_path).out
    aws = build_aws(list_services={"serviceArns": []})
    monkeypatch.setattr(aws_session, "open_session", aws.open_session)
    assert run_command("status", "--cluster", "shop-prod", folder=tmp_path).out == "shop-prod has no services.\n"


def test_watch_and_json_exclude_each_other(tmp_path):
    assert run_command("status", "--watch", "--json", folder=tmp_path).status == 2


def test_the_command_asks_for_boto3_only_when_it_runs(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "boto3", None)
    found = run_command("status", "--cluster", "c", folder=tmp_path)
    assert (found.status, found.out) == (1, "")
    assert "pip install 'fargate-web-cli[live]'" in found.err
