"""Reads the stopped tasks of a deployment, with the end of the log of the containers that failed."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from fargate_web_cli.live.aws_errors import LiveError
from fargate_web_cli.live.aws_session import AwsSession
from fargate_web_cli.live.logs.log_sources import LogSource
from fargate_web_cli.live.plain_text import clean_text
from fargate_web_cli.live.status.parse_answers import shorten_arn
from fargate_web_cli.live.why.facts import StoppedContainer, StoppedTask

_LOG_LINES: Final = 10
_MAXIMUM_LOGS: Final = 3


class StoppedTaskReader:
    """Reads the stopped tasks of a service."""

    def __init__(self, session: AwsSession, cluster: str, service: str, sources: Mapping[str, LogSource]) -> None:
        """Create a reader.

        Args:
            session: The session.
            cluster: The cluster.
            service: The name of the service in ECS.
            sources: The logs of the containers.
        """
        self._session = session
        self._cluster = cluster
        self._service = service
        self._sources = sources

    def read(self, definition: str | None, since: datetime | None) -> list[StoppedTask]:
        """Return the stopped tasks, the newest first.

        Args:
            definition: The ARN of the only task definition.
            since: The moment after which they stopped.
        """
        arns = self._session.call(
            "ecs", "list_tasks", cluster=self._cluster, serviceName=self._service, desiredStatus="STOPPED", maxResults=100
        ).get("taskArns")
        if not arns:
            return []
        answer = self._session.call("ecs", "describe_tasks", cluster=self._cluster, tasks=arns)
        tasks = [
            parse_stopped_task(task)
            for task in answer.get("tasks", ())
            if (definition is None or task.get("taskDefinitionArn") == definition)
            and (since is None or task.get("stoppedAt") is None or task["stoppedAt"] >= since)
        ]
        tasks.sort(key=lambda task: task.stopped.timestamp() if task.stopped else 0.0, reverse=True)
        return list(self._add_logs(tasks))

    def _add_logs(self, tasks: list[StoppedTask]) -> Iterator[StoppedTask]:
        """Add the end of the log to the newest containers of each exit code."""
        read: set[tuple[str, int | None]] = set()
        for task in tasks:
            containers = []
            for container in task.containers:
                kind = (container.name, container.exit_code)
                failed = _fails_health_check(task, container) or (
                    container.exit_code is not None and task.stop_code in ("EssentialContainerExited", "")
                )
                if failed and kind not in read and len(read) < _MAXIMUM_LOGS and container.name in self._sources:
                    read.add(kind)
                    containers.append(replace(container, log_tail=read_log_tail(self._session, self._sources[container.name], task.id)))
                else:
                    containers.append(container)
            yield replace(task, containers=tuple(containers))


def _fails_health_check(task: StoppedTask, container: StoppedContainer) -> bool:
    return container.is_unhealthy or "ELB health check" in task.reason


def read_log_tail(session: AwsSession, source: LogSource, task: str) -> tuple[str, ...]:
    """Return the last lines that a container of a task wrote; nothing if they can't be read."""
    try:
        answer = session.call(
            "logs",
            "get_log_events",
            logGroupName=source.group,
            logStreamName=f"{source.stream_prefix}{task}",
            limit=_LOG_LINES,
            startFromHead=False,
        )
    except LiveError:  # the container wrote nothing, or the log may not be read; the exit code counts anyway
        return ()
    return tuple(clean_text(event.get("message", "")) for event in answer.get("events", ()))


def parse_stopped_task(task: Mapping[str, Any]) -> StoppedTask:
    """Read one of `tasks` of DescribeTasks."""
    return StoppedTask(
        id=shorten_arn(task["taskArn"]),
        stop_code=task.get("stopCode", ""),
        reason=clean_text(task.get("stoppedReason", "")),
        started=task.get("startedAt"),
        stopped=task.get("stoppedAt"),
        containers=tuple(
            StoppedContainer(
                name=container.get("name", ""),
                exit_code=container.get("exitCode"),
                reason=clean_text(container.get("reason", "")),
                is_unhealthy=container.get("healthStatus") == "UNHEALTHY",
            )
            for container in task.get("containers", ())
        ),
    )
