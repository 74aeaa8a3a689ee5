"""Finds what keeps a session from starting in a task."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from fargate_web_cli.live.aws_errors import LiveError
from fargate_web_cli.live.aws_session import AwsSession
from fargate_web_cli.live.exec.choose_task import SessionTarget
from fargate_web_cli.live.exec.obstacle import Obstacle
from fargate_web_cli.live.logs.log_sources import find_main_container
from fargate_web_cli.live.plain_text import clean_text
from fargate_web_cli.live.status.parse_answers import shorten_arn

_CHANNEL_ACTIONS: Final = tuple(f"ssmmessages:{verb}{kind}Channel" for verb in ("Create", "Open") for kind in ("Control", "Data"))
_AGENT_FOLDERS: Final = ("/var/lib/amazon", "/var/log/amazon")
_SETTING: Final = ("enableExecuteCommand",)
_ROUTE: Final = (
    "check the way to Systems Manager: a NAT gateway, a public address, or the interface endpoint ssmmessages with a security group that admits the tasks on "
    "port 443"
)


def find_task_obstacle(target: SessionTarget) -> Obstacle | None:
    """Find what the answer of ECS about the task says against a session."""
    task, name = target.task, target.container["name"]
    if not task.get("enableExecuteCommand"):
        if not target.service_answer.get("enableExecuteCommand"):
            return Obstacle(
                f"ECS Exec is off for {target.service.key}", "set it to true, and deploy; tasks that run already don't get it", _SETTING
            )
        return Obstacle(
            f"The task {target.task_id} started before ECS Exec was turned on",
            "name a newer task (--task), or start new ones: "
            f"aws ecs update-service --cluster {target.cluster} --service {target.service.name} --force-new-deployment",
        )
    if task.get("lastStatus") != "RUNNING":
        return Obstacle(f"The task {target.task_id} does not run yet: {task.get('lastStatus')}", "try again in a minute")
    if target.container.get("lastStatus") not in (None, "RUNNING"):
        return Obstacle(f"The container {name} does not run: {target.container['lastStatus']}", "name another one (--container)")
    if target.agent_status in (None, "PENDING"):
        return Obstacle(f"The agent of ECS Exec in {name} has not started yet", "try again in a minute")
    return None


def explain_agent(session: AwsSession, target: SessionTarget) -> list[Obstacle]:
    """Find why the agent of ECS Exec does not run, or has no connection.

    Raises:
        LiveError: The task definition can't be read.
    """
    answer = session.call("ecs", "describe_task_definition", taskDefinition=target.task["taskDefinitionArn"])["taskDefinition"]
    rights, unknown = _check_rights(session, answer)
    causes = [*_find_read_only_root(target, answer), *rights]
    state = f"does not run (status {target.agent_status})" if target.agent_status != "RUNNING" else "has no connection to Systems Manager"
    reason = next((clean_text(agent["reason"]) for agent in target.container.get("managedAgents", ()) if agent.get("reason")), None)
    problem = f"The agent of ECS Exec in {target.container['name']} of the task {target.task_id} {state}"
    return [Obstacle(f"{problem}: {reason}" if reason else problem, "the next line tells why" if causes else _ROUTE), *causes, *unknown]


def _find_read_only_root(target: SessionTarget, definition: Mapping[str, Any]) -> Iterator[Obstacle]:
    containers = {each["name"]: each for each in definition.get("containerDefinitions", ())}
    name = target.container["name"]
    container = containers.get(name, {})
    writable = [mount.get("containerPath", "") for mount in container.get("mountPoints", ()) if not mount.get("readOnly")]
    unwritable = [folder for folder in _AGENT_FOLDERS if not any(path and f"{folder}/".startswith(f"{path}/") for path in writable)]
    if container.get("readonlyRootFilesystem") and unwritable:
        is_main = name == find_main_container(target.service_answer, list(containers), target.service.key)
        yield Obstacle(
            f"The root file system of {name} is read-only, and the agent writes to {' and '.join(unwritable)}",
            f"add {' and '.join(unwritable)}, which AWS does not promise to work, or set readonlyRootFilesystem: false while you need a shell",
            ("writablePaths",) if is_main else ("sidecars", name, "writablePaths"),
        )


def _check_rights(session: AwsSession, definition: Mapping[str, Any]) -> tuple[list[Obstacle], list[Obstacle]]:
    """Return which rights the task role does not have, and what is not known about them."""
    role = definition.get("taskRoleArn")
    if role is None:
        return [Obstacle("The task has no task role, so that the agent may do nothing", "set it to true, and deploy", _SETTING)], []
    name = shorten_arn(role)
    try:
        answer = session.call("iam", "simulate_principal_policy", PolicySourceArn=role, ActionNames=list(_CHANNEL_ACTIONS))
    except LiveError as error:
        return [], [
            Obstacle(
                f"Whether the task role {name} may do {', '.join(_CHANNEL_ACTIONS)} is not known",
                f"look at its policies. {error}".rstrip("."),
            )
        ]
    denied = [each["EvalActionName"] for each in answer.get("EvaluationResults", ()) if each.get("EvalDecision") != "allowed"]
    remedy = (
        "with enableExecuteCommand: true the stack allows it to the role that it creates (pulumi up); for a role of your own, allow it in a policy, and "
        "check its permissions boundary"
    )
    return ([Obstacle(f"The task role {name} may not do {', '.join(denied)}", remedy, ("roles",))] if denied else []), []
