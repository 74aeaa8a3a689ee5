"""Reads the tasks of the migration of a service."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from fargate_web_cli.live.aws_session import AwsSession
from fargate_web_cli.live.logs.log_sources import read_log_source
from fargate_web_cli.live.why.facts import StoppedTask
from fargate_web_cli.live.why.stopped_tasks import parse_stopped_task, read_log_tail

_SUFFIX: Final = "-migration"
"""A migration has its own family, beside that of the service."""


def read_last_migration(session: AwsSession, cluster: str, family: str) -> StoppedTask | None:
    """Return the last migration that stopped, with the end of its log if it failed. ECS keeps stopped tasks for an hour.

    Args:
        session: The session.
        cluster: The cluster.
        family: The family of the service's task definition.
    """
    tasks = _read_tasks(session, cluster, family, "STOPPED")
    if not tasks:
        return None
    newest = max(tasks, key=lambda task: task["stoppedAt"].timestamp() if task.get("stoppedAt") else 0.0)
    task = parse_stopped_task(newest)
    if not has_failed(task):
        return task
    answer = session.call("ecs", "describe_task_definition", taskDefinition=newest["taskDefinitionArn"])["taskDefinition"]
    sources = {each["name"]: read_log_source(each["name"], each) for each in answer.get("containerDefinitions", ())}
    containers = []
    for container in task.containers:
        source = sources.get(container.name)
        ran = container.exit_code is not None and source is not None
        containers.append(replace(container, log_tail=read_log_tail(session, source, task.id)) if ran and source else container)
    return replace(task, containers=tuple(containers))


def has_running_migration(session: AwsSession, cluster: str, family: str) -> bool:
    """Tell whether a migration runs."""
    return bool(session.call("ecs", "list_tasks", cluster=cluster, family=f"{family}{_SUFFIX}").get("taskArns"))


def has_failed(task: StoppedTask) -> bool:
    """Tell whether a migration failed: one of its containers ended with another code than 0, or did not run."""
    return not task.containers or any(container.exit_code != 0 for container in task.containers)


def _read_tasks(session: AwsSession, cluster: str, family: str, status: str) -> list[Mapping[str, Any]]:
    arns = session.call("ecs", "list_tasks", cluster=cluster, family=f"{family}{_SUFFIX}", desiredStatus=status).get("taskArns")
    return session.call("ecs", "describe_tasks", cluster=cluster, tasks=arns).get("tasks", []) if arns else []
