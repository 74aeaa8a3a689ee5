"""`fargate-web exec`: the task that it chooses, and the session that it hands to the plugin."""

import json

import pytest
from fargate_web_cli.live.exec.command import join_command
from fargate_web_cli.live.exec.session_plugin import run_session

from tests.cli.live.exec_answers import SESSION, answer_task, asked, build_aws, read_arguments, write_plugin
from tests.cli.live.outputs import CLUSTER
from tests.cli.live.services import ACCOUNT, at


def test_a_shell_is_opened_in_the_container_that_serves(execute, tmp_path):
    aws = build_aws()
    found = execute(aws, "web")
    assert (found.status, found.out, found.err) == (0, "", "Session in web of the task aaaa\n")
    assert asked(aws) == [{"cluster": CLUSTER, "task": "aaaa", "container": "web", "command": "/bin/sh", "interactive": True}]
    document, region, action, profile, target, endpoint = read_arguments(tmp_path)
    assert (document, region, action, profile) == ("AWS_SSM_START_SESSION_RESPONSE", "us-west-2", "StartSession", "")
    assert json.loads(target) == {"Target": f"ecs:{CLUSTER}_aaaa_aaaa-web"}
    assert endpoint == "https://ecs.us-west-2.amazonaws.com"
    assert json.loads((tmp_path / "variable").read_text()) == SESSION


@pytest.mark.parametrize("version", ["1.2.497.0", "1.1", "unknown"])
def test_an_old_plugin_gets_the_session_on_its_command_line(tmp_path, version, monkeypatch):
    monkeypatch.setenv("PATH", f"{write_plugin(tmp_path, version=version)}:/usr/bin:/bin")
    monkeypatch.setenv("AWS_PROFILE", "shop")
    assert run_session(SESSION, "ecs:c_t_r", "us-west-2", "https://ecs") == 0
    document, *rest = read_arguments(tmp_path)
    assert json.loads(document) == SESSION
    assert rest == ["us-west-2", "StartSession", "shop", '{"Target": "ecs:c_t_r"}', "https://ecs"]
    assert (tmp_path / "variable").read_text() == ""


def test_the_exit_status_is_that_of_the_plugin(execute, tmp_path):
    write_plugin(tmp_path, "exit 7")
    assert execute(build_aws(), "web").status == 7


def test_ctrl_c_goes_to_the_plugin(execute, tmp_path):
    write_plugin(tmp_path, "kill -INT $PPID; exit 5")
    found = execute(build_aws(), "web")
    assert found.status == 5


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ([], "/bin/sh"),
        (["bash"], "bash"),
        (["ls -la"], "ls -la"),
        (["ls", "-la"], "ls -la"),
        (["sh", "-c", "env | sort"], "sh -c 'env | sort'"),
    ],
)
def test_the_words_of_the_command_stay_what_they_are(words, line):
    assert join_command(words) == line


def test_options_after_two_hyphens_belong_to_the_command(execute):
    aws = build_aws()
    execute(aws, "web", "--container", "proxy", "--", "ls", "--help", "--", "-x")
    assert (asked(aws)[0]["container"], asked(aws)[0]["command"]) == ("proxy", "ls --help -- -x")
    aws = build_aws()
    execute(aws, "--", "env")
    assert asked(aws)[0]["command"] == "env"


def test_the_newest_task_that_is_ready_is_chosen(execute):
    old = answer_task("old", taskDefinitionArn=f"{ACCOUNT}:task-definition/shop-web:11", startedAt=at(90))
    aws = build_aws(
        old, answer_task("first"), answer_task("second", startedAt=at(60)), answer_task("starting", agent="PENDING", startedAt=at(80))
    )
    execute(aws, "web")
    assert asked(aws)[0]["task"] == "second"


def test_a_task_is_named_by_the_start_of_its_id_or_its_arn(execute):
    for wanted in ("bb", f"{ACCOUNT}:task/{CLUSTER}/bbbb"):
        aws = build_aws(answer_task("aaaa"), answer_task("bbbb"), answer_task("accc"))
        execute(aws, "web", "--task", wanted)
        assert asked(aws)[0]["task"] == "bbbb"
    found = execute(build_aws(answer_task("aaaa"), answer_task("accc")), "web", "--task", "a")
    assert (found.status, found.err) == (1, "Several tasks of web start with a: aaaa, accc.\n")
    assert execute(build_aws(), "web", "--task", "x").err == "No task x of web runs; running: aaaa.\n"


def test_all_pages_of_tasks_are_read(execute):
    aws = build_aws(answer_task("aaaa"), answer_task("bbbb"))
    arns = aws.answers["list_tasks"][0]["taskArns"]
    aws.answers["list_tasks"] = [{"taskArns": arns[:1], "nextToken": "2"}, {"taskArns": arns[1:]}]
    execute(aws, "web", "--task", "bbbb")
    assert asked(aws)[0]["task"] == "bbbb"
