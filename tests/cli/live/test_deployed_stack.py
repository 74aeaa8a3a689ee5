"""The deployed stack that a command asks about: from the Pulumi CLI, a file of outputs, or options."""

import json

import pytest
from fargate_web_cli.live.aws_errors import LiveError
from fargate_web_cli.live.deployed_stack import DeployedService, add_live_arguments, find_deployed_stack, parse_outputs
from fargate_web_cli.terminal.command_parser import build_command_parser

from tests.cli.live.outputs import build_outputs, write_outputs


def find(*words):
    parser = build_command_parser("fargate-web status", "", "")
    add_live_arguments(parser)
    return find_deployed_stack(parser.parse_args(words))


@pytest.fixture
def pulumi(tmp_path, monkeypatch):
    """Install a Pulumi CLI that answers with a text."""

    def install(text, status=0, stream=1):
        script = tmp_path / "bin" / "pulumi"
        script.parent.mkdir()
        (tmp_path / "answer").write_text(text)
        script.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/asked\ncat {tmp_path}/answer >&{stream}\nexit {status}\n')
        script.chmod(0o755)
        monkeypatch.setenv("PATH", f"{script.parent}:/usr/bin:/bin")
        return tmp_path / "asked"

    return install


def test_the_pulumi_cli_knows_the_outputs(pulumi):
    asked = pulumi(json.dumps(build_outputs("web")))
    stack = find("--stack", "prod")
    assert asked.read_text() == "stack output --json --non-interactive --stack prod\n"
    assert (stack.cluster, stack.region) == ("shop-prod", "us-west-2")
    assert stack.get_service("web") == DeployedService("web", "web-1a2b3c", "/ecs/shop-web", "https://web.example.com/")


def test_an_error_of_the_pulumi_cli_is_told_in_one_line(pulumi):
    pulumi("warning: old\nerror: no stack named 'prod' found\n", status=255, stream=2)
    with pytest.raises(LiveError, match=r"^pulumi stack output failed: no stack named 'prod' found$"):
        find("--stack", "prod")


def test_without_the_pulumi_cli_the_other_ways_are_told(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(LiveError, match=r"is not installed; write --outputs FILE .* or --cluster NAME --region REGION"):
        find()


def test_a_file_of_outputs_needs_no_pulumi_cli(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    stack = find("--outputs", write_outputs(tmp_path, "web", "api"), "--region", "eu-west-1")
    assert stack.region == "eu-west-1"
    assert list(stack.services) == ["web", "api"]


def test_options_alone_are_enough():
    stack = find("--cluster", "c", "--region", "us-east-1")
    assert (stack.cluster, stack.region, stack.services) == ("c", "us-east-1", None)
    assert stack.get_service("web-1") == DeployedService("web-1", "web-1", None)


def test_two_sources_contradict_each_other(tmp_path):
    with pytest.raises(LiveError, match="exclude each other"):
        find("--cluster", "c", "--outputs", "outputs.json")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("no", "this is not JSON"),
        ("[]", "there is no output services"),
        ("{}", "there is no output services"),
        ('{"services": "[secret]"}', "there is no output services"),
        ('{"services": {}}', "there is no output clusterName; write --cluster NAME"),
    ],
)
def test_a_file_that_holds_no_stack_says_what_is_missing(tmp_path, text, message):
    path = tmp_path / "outputs.json"
    path.write_text(text)
    with pytest.raises(LiveError, match=message):
        find("--outputs", str(path))
    with pytest.raises(LiveError, match=r"nowhere.json can't be read: No such file or directory"):
        find("--outputs", str(tmp_path / "nowhere.json"))


def test_a_stack_in_the_cluster_of_another_one_takes_the_cluster_from_its_services():
    outputs = build_outputs("web")
    del outputs["clusterName"]
    assert parse_outputs(outputs, "x").cluster == "shop-prod"


def test_a_service_is_named_by_its_name_in_the_stack_file():
    stack = parse_outputs(build_outputs("web", "worker"), "x")
    with pytest.raises(LiveError, match=r"There is no service wbe; did you mean web\?"):
        stack.get_service("wbe")
    with pytest.raises(LiveError, match=r"There is no service zzz; the stack has web, worker\."):
        stack.get_service("zzz")
    with pytest.raises(LiveError, match=r"Name a service: web, worker\."):
        stack.choose_service(None)
    assert parse_outputs(build_outputs("web"), "x").choose_service(None).key == "web"


def test_a_stack_without_services_takes_the_region_from_the_arn_of_its_cluster():
    outputs = {"services": {}, "clusterName": "shop", "clusterArn": "arn:aws-cn:ecs:cn-north-1:123456789012:cluster/shop"}
    stack = parse_outputs(outputs, "x")
    assert (stack.region, stack.partition) == ("cn-north-1", "aws-cn")
    assert parse_outputs({"services": {}, "clusterName": "shop"}, "x").region is None


@pytest.mark.parametrize("words", [("--cluster", ""), ("--cluster", "shop-prod", "--region", ""), ("--stack", " ")])
def test_an_empty_name_does_not_stand_for_another_stack_or_region(words, capsys):
    with pytest.raises(SystemExit) as ended:
        find(*words)
    assert ended.value.code == 2
    assert f"{words[-2]}: the value is empty" in capsys.readouterr().err
