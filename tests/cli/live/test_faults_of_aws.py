"""What can go wrong at AWS, in every command that asks it: one line, the exit status of the fault, and no traceback."""

from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import ConnectTimeoutError, EndpointConnectionError
from fargate_web_cli.live import aws_session

from tests.cli.live import exec_answers, rollback_answers, test_logs, test_status
from tests.cli.live.fake_aws import FakeAws, refuse
from tests.cli.live.outputs import write_outputs
from tests.cli.live.services import answer_alarms, answer_deployment, answer_service, deployment_arn
from tests.cli.live.why_answers import build_aws as build_why_aws
from tests.cli.project.projects import run_command

COMMANDS = {
    "status": lambda **more: test_status.build_aws(answer_service(), **more),
    "status --watch": lambda **more: test_status.build_aws(answer_service(), **more),
    "logs": lambda **more: test_logs.build_aws(**more),
    "why": lambda **more: build_why_aws(**more),
    "exec": lambda **more: exec_answers.build_aws(**more),
    "rollback": lambda **more: rollback_answers.build_aws(rollback_answers.DONE, **more),
}
BEHIND = timedelta(hours=1)


@pytest.fixture
def ask(tmp_path, monkeypatch):
    """Run a command against a fake of AWS."""

    def run(aws: FakeAws, line: str, *arguments: str):
        monkeypatch.setattr(aws_session, "open_session", aws.open_session)
        monkeypatch.setattr("time.sleep", aws.sleep)
        monkeypatch.setenv("PATH", "/nowhere")
        verb, *options = line.split()
        return run_command(verb, "web", "--outputs", write_outputs(tmp_path, "web"), *options, *arguments, folder=tmp_path)

    return run


@pytest.mark.parametrize("line", COMMANDS)
@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (refuse("ThrottlingException"), "AWS refuses more calls for now (ecs:"),
        (refuse("AccessDeniedException"), "The AWS credentials may not do ecs:"),
        (refuse("ExpiredTokenException"), "The AWS credentials have expired; "),
        (refuse("InvalidSignatureException", "Signature expired: x"), "The clock of this machine differs from that of AWS"),
        (refuse("ServerException"), "AWS has a problem of its own (ecs:"),
        (EndpointConnectionError(endpoint_url="https://ecs"), "AWS can't be reached (ecs:"),
        (ConnectTimeoutError(endpoint_url="https://ecs"), "AWS can't be reached (ecs:"),
    ],
)
def test_a_fault_of_the_first_call_is_one_line(ask, line, fault, message):
    found = ask(COMMANDS[line](describe_services=fault, list_service_deployments=fault), line)
    assert found.status == 1
    assert found.err.startswith(message)
    assert found.err.count("\n") == 1


@pytest.mark.parametrize("line", COMMANDS)
def test_ctrl_c_ends_every_command_with_130(ask, line):
    found = ask(COMMANDS[line](describe_services=KeyboardInterrupt(), list_service_deployments=KeyboardInterrupt()), line)
    assert (found.status, found.out, found.err) == (130, "", "")


@pytest.mark.parametrize("line", COMMANDS)
def test_empty_answers_are_told(ask, line):
    found = ask(COMMANDS[line](describe_services={}, list_service_deployments={}), line)
    assert found.status == 1
    assert "ECS does not know" in found.out + found.err or "ECS knows no deployment" in found.err


@pytest.mark.parametrize("line", ["status", "status --watch", "why", "rollback"])
def test_a_clock_behind_that_of_aws_gives_no_negative_times(ask, line):
    later = datetime.now(UTC) + BEHIND
    deployment = answer_deployment(status="ROLLBACK_SUCCESSFUL", stage=None, createdAt=later, startedAt=later, finishedAt=later)
    newest = {"serviceDeploymentArn": deployment_arn(), "createdAt": later, "status": "ROLLBACK_SUCCESSFUL"}
    aws = COMMANDS[line](
        describe_service_deployments={"serviceDeployments": [deployment]}, list_service_deployments={"serviceDeployments": [newest]}
    )
    found = ask(aws, line)
    assert found.err == ""
    assert "-" not in [word[0] for word in found.out.split() if word[1:2].isdigit()]
    if line != "rollback":
        assert "0 s ago" in found.out


def test_all_pages_of_services_are_read(tmp_path, monkeypatch):
    names = [f"s{number:03}" for number in range(120)]
    services = [answer_service(name) for name in names]
    arns = [service["serviceArn"] for service in services]
    aws = test_status.build_aws(
        *services,
        list_services=[{"serviceArns": arns[:100], "nextToken": "2"}, {"serviceArns": arns[100:]}],
        describe_alarms=lambda params: answer_alarms(params, "none"),
    )
    monkeypatch.setattr(aws_session, "open_session", aws.open_session)
    found = run_command("status", "--cluster", "shop-prod", folder=tmp_path)
    assert found.status == 0
    assert all(f"{name}-1a2b3c" in found.out for name in names)
