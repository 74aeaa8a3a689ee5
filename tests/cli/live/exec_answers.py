"""Answers of AWS for `fargate-web exec`, and a plugin."""

from pathlib import Path

from tests.cli.live.fake_aws import FakeAws, refuse
from tests.cli.live.outputs import CLUSTER
from tests.cli.live.services import ACCOUNT, answer_service, at

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


def asked(aws):
    return [params for operation, params in aws.calls if operation == "execute_command"]


def read_arguments(folder: Path):
    return (folder / "arguments").read_text().splitlines()
