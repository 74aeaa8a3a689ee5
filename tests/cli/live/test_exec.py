"""`fargate-web exec`: what it says when something is missing, and the session that it hands to the plugin."""

import json
from pathlib import Path

import pytest
from fargate_web_cli.live import aws_session
from fargate_web_cli.live.exec.command import join_command
from fargate_web_cli.live.exec.session_plugin import run_session

from tests.cli.live.fake_aws import FakeAws, refuse
from tests.cli.live.outputs import CLUSTER, write_outputs
from tests.cli.live.services import ACCOUNT, answer_service, at
from tests.cli.project.projects import LOADS, OURS, run_command, write_project

SESSION = {"sessionId": "ecs-execute-command-1", "streamUrl": "wss://ssmmessages/1", "tokenValue": "token-of-the-session"}
ROLE = "arn:aws:iam::123456789012:role/web-task"
DENIED = refuse("AccessDeniedException")


def answer_task(id_="aaaa", agent="RUNNING", enabled=True, **more):
    agents = [{"name": "ExecuteCommandAgent", "lastStatus": agent}] if agent else []
    containers = [
        {"name": name, "lastStatus": "RUNNING", "runtimeId": f"{id_}-{name}", "managedAgents": agents} for name in ("proxy", "web")
    ]
    found = {
        "taskArn": f"{ACCOUNT}:task/{CLUSTER}/{id_}",
        "taskDefinitionArn": f"{ACCOUNT}:task-definition/shop-web:12",
        "lastStatus": "RUNNING",
        "enableExecuteCommand": enabled,
        "startedAt": at(0),
        "containers": containers,
    }
    return found | more


def simulate(decision):
    return lambda params: {"EvaluationResults": [{"EvalActionName": name, "EvalDecision": decision} for name in params["ActionNames"]]}


def build_aws(*tasks, role=ROLE, read_only=False, enabled=True, **more):
    tasks = tasks or (answer_task(),)
    definition = {"containerDefinitions": [{"name": "proxy"}, {"name": "web", "readonlyRootFilesystem": read_only}]}
    return FakeAws(
        **{
            "describe_services": {"services": [answer_service(enableExecuteCommand=enabled)]},
            "list_tasks": {"taskArns": [task["taskArn"] for task in tasks]},
            "describe_tasks": lambda params: {"tasks": [task for task in tasks if task["taskArn"] in params["tasks"]]},
            "describe_task_definition": {"taskDefinition": definition | ({"taskRoleArn": role} if role else {})},
            "simulate_principal_policy": simulate("allowed"),
            "execute_command": {"clusterArn": f"{ACCOUNT}:cluster/{CLUSTER}", "session": SESSION},
        }
        | more
    )


def write_plugin(folder, script="", version="1.2.764.0"):
    """Write a plugin that notes its arguments, and the variable with the session."""
    path = folder / "bin" / "session-manager-plugin"
    path.parent.mkdir()
    path.write_text(
        f'#!/bin/sh\n[ "$1" = --version ] && {{ echo {version}; exit; }}\n'
        f'for word; do printf "%s\\n" "$word"; done >"{folder}/arguments"\nprintf %s "$AWS_SSM_START_SESSION_RESPONSE" >"{folder}/variable"\n{script}\n'
    )
    path.chmod(0o755)
    return str(path.parent)


@pytest.fixture
def execute(tmp_path, monkeypatch):
    """Run the command against a fake of AWS, with a plugin if there is one in the folder."""
    monkeypatch.delenv("AWS_PROFILE", raising=False)

    def run(aws, *arguments, plugin=True):
        monkeypatch.setattr(aws_session, "open_session", aws.open_session)
        if plugin and not (tmp_path / "bin").exists():
            write_plugin(tmp_path)
        monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin" if plugin else "/nowhere")
        return run_command("exec", "--outputs", write_outputs(tmp_path, "web"), *arguments, folder=tmp_path)

    return run


def asked(aws):
    return [params for operation, params in aws.calls if operation == "execute_command"]


def read_arguments(folder: Path):
    return (folder / "arguments").read_text().splitlines()


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


def test_a_container_that_does_not_exist_is_told_with_the_nearest_one(execute):
    assert execute(build_aws(), "web", "--container", "prox").err == "There is no container prox; did you mean proxy?\n"


@pytest.mark.parametrize(
    ("aws", "message"),
    [
        (
            build_aws(answer_task(enabled=False), enabled=False),
            "ECS Exec is off for web; services.web.enableExecuteCommand: set it to true, ",
        ),
        (
            build_aws(answer_task(enabled=False)),
            "The task aaaa started before ECS Exec was turned on; name a newer task (--task), or start new ",
        ),
        (build_aws(list_tasks={"taskArns": []}), "No task of web runs; find out why: fargate-web why web."),
        (
            build_aws(list_tasks={"taskArns": []}, describe_services={"services": [answer_service(desiredCount=0)]}),
            "No task of web runs, because its desired count is 0; services.web.desiredCount: start one",
        ),
        (build_aws(describe_tasks={"tasks": []}), "No task of web runs"),
        (build_aws(answer_task(lastStatus="PENDING")), "The task aaaa does not run yet: PENDING; try again in a minute."),
        (build_aws(answer_task(containers=[])), "The task aaaa has no container yet"),
        (build_aws(answer_task(agent="PENDING")), "The agent of ECS Exec in web has not started yet; try again in a minute."),
        (build_aws(answer_task(agent=None)), "The agent of ECS Exec in web has not started yet"),
        (build_aws(execute_command=DENIED), "The AWS credentials may not do ecs:ExecuteCommand; allow the action in a policy."),
        (build_aws(list_tasks=DENIED), "The AWS credentials may not do ecs:ListTasks"),
        (build_aws(execute_command=refuse("ThrottlingException")), "AWS refuses more calls for now (ecs:ExecuteCommand"),
        (build_aws(describe_services={"services": []}), "ECS does not know the service web-1a2b3c"),
    ],
)
def test_what_is_missing_is_told_in_a_line_with_the_remedy(execute, tmp_path, aws, message):
    found = execute(aws, "web")
    assert (found.status, found.out) == (1, "")
    assert found.err.startswith(message)
    assert found.err.count("\n") == 1
    assert not (tmp_path / "arguments").exists()


@pytest.mark.parametrize(
    ("aws", "messages"),
    [
        (
            build_aws(answer_task(agent="STOPPED"), read_only=True),
            [
                "The agent of ECS Exec in web of the task aaaa does not run (status STOPPED); the next line tells why.",
                "The root file system of web is read-only, and the agent writes to /var/lib/amazon and /var/log/amazon; services.web.writablePaths: add /var/lib/amazon and /var/log/amazon, which",
            ],
        ),
        (
            build_aws(execute_command=refuse("TargetNotConnectedException"), simulate_principal_policy=simulate("implicitDeny")),
            [
                "The agent of ECS Exec in web of the task aaaa has no connection to Systems Manager; the next line tells why.",
                "The task role web-task may not do ssmmessages:CreateControlChannel, ssmmessages:CreateDataChannel, ",
            ],
        ),
        (
            build_aws(execute_command=refuse("TargetNotConnectedException"), role=None),
            [
                "The agent of ECS Exec in web of the task aaaa has no connection to Systems Manager; the next line tells why.",
                "The task has no task role, ",
            ],
        ),
        (
            build_aws(execute_command=refuse("TargetNotConnectedException"), simulate_principal_policy=refuse("AccessDenied")),
            [
                "The agent of ECS Exec in web of the task aaaa has no connection to Systems Manager; check the way to Systems Manager: a NAT gateway, ",
                "Whether the task role web-task may do ssmmessages:CreateControlChannel, ",
            ],
        ),
    ],
)
def test_an_agent_that_can_t_be_reached_is_explained(execute, aws, messages):
    found = execute(aws, "web")
    lines = found.err.splitlines()
    assert found.status == 1
    assert len(lines) == len(messages)
    assert [line for line, start in zip(lines, messages, strict=True) if not line.startswith(start)] == []


@pytest.mark.parametrize(
    ("mounts", "told"),
    [
        ([], "/var/lib/amazon and /var/log/amazon"),
        (["/var/lib/amazon"], "/var/log/amazon"),
        (["/var/lib", "/var/log/amazon"], None),
        (["/var/library", "/var/log/amazon"], "/var/lib/amazon"),
    ],
)
def test_only_the_folders_that_the_agent_can_t_write_to_are_told(execute, mounts, told):
    points = [{"containerPath": path} for path in mounts] + [{"containerPath": "/var", "readOnly": True}]
    definition = {"containerDefinitions": [{"name": "web", "readonlyRootFilesystem": True, "mountPoints": points}], "taskRoleArn": ROLE}
    found = execute(build_aws(answer_task(agent="STOPPED"), describe_task_definition={"taskDefinition": definition}), "web")
    assert (f"is read-only, and the agent writes to {told}; " in found.err) == (told is not None)
    assert ("check the way to Systems Manager" in found.err) == (told is None)


def test_a_plugin_that_can_t_be_started_is_told(execute, tmp_path):
    (Path(write_plugin(tmp_path)) / "session-manager-plugin").write_text("#!/nowhere/shell\n")
    found = execute(build_aws(), "web")
    assert found.status == 1
    assert found.err.endswith("session-manager-plugin can't be started: No such file or directory; install it again.\n")


def test_a_missing_plugin_is_told_together_with_what_else_is_missing(execute):
    aws = build_aws(answer_task(enabled=False), enabled=False)
    first, second = execute(aws, "web", plugin=False).err.splitlines()
    assert first.startswith(
        "The Session Manager plugin (session-manager-plugin) is not installed; install it: https://docs.aws.amazon.com/"
    )
    assert second.startswith("ECS Exec is off for web")
    found = execute(build_aws(), "web", plugin=False)
    assert (found.status, found.err.count("\n")) == (1, 1)


def test_the_setting_to_change_comes_with_its_position(execute, tmp_path):
    write_project(tmp_path, LOADS, dev=OURS)
    found = execute(build_aws(answer_task(enabled=False), enabled=False), "web", "--stack", "dev")
    assert "services.web.enableExecuteCommand (Pulumi.dev.yaml:3:26)" in found.err


def test_the_token_of_the_session_is_not_printed(execute):
    found = execute(build_aws(), "web")
    assert "token" not in found.out + found.err


def test_ctrl_c_before_the_session_ends_with_130(execute):
    found = execute(build_aws(describe_tasks=KeyboardInterrupt()), "web")
    assert (found.status, found.out, found.err) == (130, "", "")
