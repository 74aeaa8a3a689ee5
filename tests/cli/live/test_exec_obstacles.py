"""`fargate-web exec`: what it says when something is missing."""

from pathlib import Path

import pytest

from tests.cli.live.exec_answers import DENIED, ROLE, answer_task, build_aws, simulate, write_plugin
from tests.cli.live.fake_aws import refuse
from tests.cli.live.services import answer_service
from tests.cli.project.projects import LOADS, OURS, write_project


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
