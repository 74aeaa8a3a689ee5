"""The command: what it prints, its exit statuses, and what happens when AWS can't be asked."""

import json
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError, NoCredentialsError
from fargate_web_cli.live import aws_session
from fargate_web_cli.live.preflight import command
from fargate_web_cli.live.preflight.aws_reader import Answer
from fargate_web_cli.live.preflight.facts import http, name_servers
from fargate_web_cli.live.preflight.facts.http import HttpAnswer

from tests.cli.live.fake_aws import FakeAws, refuse
from tests.cli.live.preflight.answers import answer_everything
from tests.cli.live.preflight.plans import IMAGE, SECRET, read

STACK = f"""config:
  aws:region: us-west-2
  fargate-web:services:
    web:
      image: {IMAGE}
      port: 8080
      secrets:
        A: "{SECRET}:url::"
"""
MISSING = {"batch_get_image": {"images": [], "failures": [{"imageId": {"imageTag": "1.4.2"}, "failureCode": "ImageNotFound"}]}}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (tmp_path / "__main__.py").write_text("import fargate_web\n\nfargate_web.load_stack()\n")
    (tmp_path / "Pulumi.prod.yaml").write_text(STACK)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(http, "fetch_url", lambda url, headers: HttpAnswer(200, {}, b'{"architecture": "amd64"}'))
    monkeypatch.setattr(name_servers, "ask_resolver", lambda question: None)

    def run_command(aws: FakeAws, *arguments: str) -> tuple[int, str, str]:
        opened = lambda name, region, profile=None: aws.open_session(name, region)  # noqa: E731
        monkeypatch.setattr(aws_session, "open_session", opened)
        status = command.main(arguments)
        out, err = capsys.readouterr()
        return status, out, err

    return run_command


def test_a_finding_stands_at_its_position(run):
    status, out, err = run(answer_everything(**MISSING), "--stack", "prod")
    lines = out.splitlines()
    assert (status, err) == (1, "")
    assert lines[0].startswith("Pulumi.prod.yaml:5:14: error: services.web.image: the repository shop/web has no image with the tag 1.4.2")
    assert lines[0].endswith("[image-missing]")
    assert any(line.startswith(f"not checked: the JSON keys of {SECRET}: ") for line in lines)
    assert lines[-1].startswith("prod in account 123456789012, us-west-2: 1 error, ")
    assert lines[-1].endswith(" calls to AWS).")


def test_without_errors_the_status_is_zero(run):
    status, out, _ = run(answer_everything(), "--stack", "prod")
    assert status == 0
    assert "no errors" in out


def test_values_of_secrets_are_never_printed(run):
    for arguments in (("--read-secrets",), ("--read-secrets", "--json")):
        aws = answer_everything(get_secret_value={"SecretString": '{"uri": "postgres://hunter2"}'})
        status, out, err = run(aws, "--stack", "prod", *arguments)
        assert status == 1
        assert "has no key url" in out
        assert "hunter2" not in out + err


def test_json_is_one_document(run):
    status, out, _ = run(answer_everything(**MISSING), "--stack", "prod", "--json")
    document = json.loads(out)
    assert (status, document["ok"], document["account"]) == (1, False, "123456789012")
    [error] = [each for each in document["findings"] if each["severity"] == "error"]
    assert (error["check"], error["path"], error["line"]) == ("image-missing", "services.web.image", 5)
    assert document["notChecked"][0]["subject"]


def test_the_policy_needs_no_credentials(run):
    status, out, _ = run(FakeAws(), "--stack", "prod", "--policy")
    assert status == 0
    assert json.loads(out)["Version"] == "2012-10-17"


def test_warnings_can_be_silenced_with_a_reason(run):
    text = STACK + "  fargate-web:silence:\n    deployment-in-progress: the pipeline waits for it anyway\n"
    Path("Pulumi.prod.yaml").write_text(text)
    _, out, _ = run(answer_everything(), "--stack", "prod")
    assert "deployment-in-progress" not in out
    assert "1 silenced" in out


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (NoCredentialsError(), "There are no AWS credentials; sign in"),
        (refuse("ExpiredToken"), "The AWS credentials have expired; sign in"),
        (EndpointConnectionError(endpoint_url="https://sts"), "AWS can't be reached (sts:GetCallerIdentity)"),
    ],
)
def test_without_an_account_nothing_can_be_asked(run, answer, message):
    status, out, err = run(FakeAws(get_caller_identity=answer), "--stack", "prod")
    assert (status, out) == (2, "")
    assert err.startswith(message)


def test_an_account_that_answers_nothing_is_not_a_success(run):
    denied = {name: refuse("AccessDenied") for name in answer_everything().answers if name != "get_caller_identity"}
    status, out, err = run(answer_everything(**denied), "--stack", "prod")
    assert (status, err) == (2, "")
    assert "tag:GetResources; allow the action in a policy." in out


def test_a_stack_file_with_faults_is_reported_before_anything_is_asked(run):
    Path("Pulumi.prod.yaml").write_text(STACK.replace("port: 8080", "port: 80800"))
    status, _, err = run(FakeAws(), "--stack", "prod")
    assert status == 1
    assert "Pulumi.prod.yaml:6:" in err


def test_a_stack_that_is_not_there_can_not_be_asked_for(run):
    status, _, err = run(FakeAws(), "--stack", "stage")
    assert status == 2
    assert 'no config for stack "stage"' in err


def test_the_profile_of_the_stack_file_is_used(run, monkeypatch):
    Path("Pulumi.prod.yaml").write_text(STACK.replace("config:\n", "config:\n  aws:profile: live\n"))
    run(answer_everything(), "--stack", "prod")
    profiles = []
    aws = answer_everything()
    monkeypatch.setattr(aws_session, "open_session", lambda name, region, profile=None: profiles.append(profile) or aws.open_session(name))
    command.main(["--stack", "prod"])
    assert profiles == ["live"]


def test_ctrl_c_ends_with_the_status_of_a_shell(run):
    assert run(answer_everything(get_resources=KeyboardInterrupt()), "--stack", "prod")[0] == 130


def test_what_stays_throttled_is_not_asked_again():
    aws = FakeAws(describe_vpcs=refuse("RequestLimitExceeded"), describe_addresses={})
    reader = read(aws)
    assert reader.ask("a", "ec2", "describe_vpcs") is None
    assert reader.ask("b", "ec2", "describe_addresses") is None
    assert aws.count("describe_addresses") == 0
    assert {each.reason for each in reader.unchecked} == {
        "AWS refuses more calls for now (ec2:DescribeVpcs: RequestLimitExceeded); try again in a minute."
    }


def test_a_missing_permission_does_not_stop_the_next_question():
    reader = read(FakeAws(describe_vpcs=refuse("UnauthorizedOperation"), describe_addresses={"Addresses": []}))
    assert reader.ask("a", "ec2", "describe_vpcs") is None
    assert reader.ask("b", "ec2", "describe_addresses") is not None
    assert [each.action for each in reader.unchecked] == ["ec2:DescribeVpcs"]


def test_a_refusal_that_is_an_answer_is_not_a_gap():
    reader = read(FakeAws(describe_vpcs=refuse("InvalidVpcID.NotFound")))
    assert reader.ask("a", "ec2", "describe_vpcs", answers=("InvalidVpcID.NotFound",)) == Answer(refusal="InvalidVpcID.NotFound")
    assert reader.unchecked == []


def test_a_list_with_a_page_missing_is_no_list():
    reader = read(FakeAws(describe_vpcs=[{"Vpcs": [{"VpcId": "a"}], "NextToken": "2"}, refuse("UnauthorizedOperation")]))
    assert reader.collect("a", "ec2", "describe_vpcs", "Vpcs") is None
