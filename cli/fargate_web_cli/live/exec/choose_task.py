"""Chooses the task and the container of a session."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from fargate_web_cli.live.aws_errors import LiveError
from fargate_web_cli.live.aws_session import AwsSession
from fargate_web_cli.live.deployed_stack import DeployedService
from fargate_web_cli.live.exec.obstacle import NotReadyError, Obstacle
from fargate_web_cli.live.logs.log_sources import find_main_container
from fargate_web_cli.live.status.parse_answers import shorten_arn
from fargate_web_cli.terminal.command_parser import find_closest_match

_TASKS_PER_CALL: Final = 100
AGENT_NAME: Final = "ExecuteCommandAgent"


@dataclass(frozen=True)
class SessionTarget:
    """A container in which a session shall start.

    Attributes:
        cluster: The cluster.
        service: The service.
        service_answer: What DescribeServices says about it.
        task: What DescribeTasks says about the task.
        container: What it says about the container.
    """

    cluster: str
    service: DeployedService
    service_answer: Mapping[str, Any]
    task: Mapping[str, Any]
    container: Mapping[str, Any]

    @property
    def task_id(self) -> str:
        """The id of the task."""
        return shorten_arn(self.task["taskArn"])

    @property
    def agent_status(self) -> str | None:
        """The status of the agent of ECS Exec in the container; None if it has none."""
        return _read_agent_status(self.container)


def choose_target(
    session: AwsSession, cluster: str, service: DeployedService, answer: Mapping[str, Any], task: str | None, container: str | None
) -> SessionTarget:
    """Choose a running task and its container: by default the newest task that is ready, and the container that serves.

    Args:
        session: The session.
        cluster: The cluster.
        service: The service.
        answer: What DescribeServices says about it.
        task: The id of the task, its start, or its ARN.
        container: The name of the container.

    Raises:
        LiveError: There is no such task or container.
        NotReadyError: No task runs.
    """
    pages = session.call_pages("ecs", "list_tasks", cluster=cluster, serviceName=service.name, desiredStatus="RUNNING")
    arns = [arn for page in pages for arn in page.get("taskArns", ())]
    if not arns:
        raise NotReadyError([_explain_no_task(service, answer)])
    if task is not None:
        arns = _find_task(arns, task, service)
    tasks = session.call("ecs", "describe_tasks", cluster=cluster, tasks=arns[:_TASKS_PER_CALL]).get("tasks", ())
    if not tasks:
        raise NotReadyError([_explain_no_task(service, answer)])

    def rank(each: Mapping[str, Any]) -> tuple[bool, bool, float]:
        agents = [_read_agent_status(found) for found in each.get("containers", ())]
        ready = bool(each.get("enableExecuteCommand")) and each.get("lastStatus") == "RUNNING" and "RUNNING" in agents
        started = each.get("startedAt")
        return ready, each.get("taskDefinitionArn") == answer.get("taskDefinition"), started.timestamp() if started else 0.0

    chosen = max(tasks, key=rank)
    containers = {found["name"]: found for found in chosen.get("containers", ())}
    if not containers:
        raise NotReadyError([Obstacle(f"The task {shorten_arn(chosen['taskArn'])} has no container yet", "try again in a minute")])
    name = container or find_main_container(answer, list(containers), service.key)
    if name not in containers:
        closest = find_closest_match(name, list(containers))
        raise LiveError(
            f"There is no container {name}; " + (f"did you mean {closest}?" if closest else f"the task has {', '.join(containers)}.")
        )
    return SessionTarget(cluster, service, answer, chosen, containers[name])


def _find_task(arns: list[str], wanted: str, service: DeployedService) -> list[str]:
    found = [arn for arn in arns if shorten_arn(arn).startswith(shorten_arn(wanted))]
    if len(found) == 1:
        return found
    known = ", ".join(shorten_arn(arn) for arn in (found or arns)[:5])
    if found:
        raise LiveError(f"Several tasks of {service.key} start with {wanted}: {known}.")
    raise LiveError(f"No task {shorten_arn(wanted)} of {service.key} runs; running: {known}.")


def _explain_no_task(service: DeployedService, answer: Mapping[str, Any]) -> Obstacle:
    if not answer.get("desiredCount"):
        return Obstacle(f"No task of {service.key} runs, because its desired count is 0", "start one: set desiredCount", ("desiredCount",))
    return Obstacle(f"No task of {service.key} runs", f"find out why: fargate-web why {service.key}")


def _read_agent_status(container: Mapping[str, Any]) -> str | None:
    agents = container.get("managedAgents", ())
    return next((str(agent.get("lastStatus", "")) for agent in agents if agent.get("name") == AGENT_NAME), None)
