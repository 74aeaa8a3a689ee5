"""Reads log events of several containers in order of time, once or for as long as new ones come."""

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from fargate_web_cli.live.aws_errors import ConnectionLostError, LiveError
from fargate_web_cli.live.aws_session import AwsSession
from fargate_web_cli.live.logs.log_sources import LogSource
from fargate_web_cli.live.plain_text import clean_text

CALLS_PER_SECOND: Final = 2
_POLL_SECONDS: Final = 2
_LATE_MILLISECONDS: Final = 30_000
"""How late an event may reach CloudWatch and still be shown."""
_MAXIMUM_LOST: Final = 60


@dataclass(frozen=True)
class LogEvent:
    """A line of a log.

    Attributes:
        milliseconds: When the application wrote it, in milliseconds since 1970.
        task: The id of the task.
        container: The container.
        message: The line, without what must not be printed.
        id: The id of the event.
    """

    milliseconds: int
    task: str
    container: str
    message: str
    id: str


@dataclass(frozen=True)
class LogQuery:
    """Which events to read.

    Attributes:
        sources: The logs of the containers.
        task: The id of the only task, or its start.
        pattern: A filter pattern of CloudWatch Logs.
    """

    sources: Sequence[LogSource]
    task: str | None = None
    pattern: str | None = None


def read_logs(session: AwsSession, query: LogQuery, start: datetime) -> Iterator[LogEvent]:
    """Return the events since a moment, in order of time.

    Raises:
        LiveError: AWS refuses, or can't be reached.
    """
    return _read_since(session, query, round(start.timestamp() * 1000))


def follow_logs(
    session: AwsSession, query: LogQuery, start: datetime, sleep: Callable[[float], None], warn: Callable[[str], None]
) -> Iterator[LogEvent]:
    """Return the events since a moment, and then those that come.

    Args:
        session: The session.
        query: Which events.
        start: The first moment.
        sleep: Waits for a number of seconds.
        warn: Tells that the connection is lost.

    Raises:
        LiveError: AWS refuses, or can't be reached for minutes.
    """
    session.limit_calls(CALLS_PER_SECOND)
    since = newest = round(start.timestamp() * 1000)
    shown: dict[str, int] = {}
    lost = 0
    while True:
        try:
            for event in _read_since(session, query, since):
                if event.id in shown:
                    continue
                shown[event.id] = event.milliseconds
                newest = max(newest, event.milliseconds)
                yield event
            lost = 0
        except ConnectionLostError as error:
            lost += 1
            if lost == 1:
                warn(f"{error} Trying again.")
            if lost > _MAXIMUM_LOST:
                raise
        # By the clock of the events, because that of this machine may differ.
        since = max(since, newest - _LATE_MILLISECONDS)
        shown = {id_: milliseconds for id_, milliseconds in shown.items() if milliseconds >= since}
        sleep(_POLL_SECONDS)


def _read_since(session: AwsSession, query: LogQuery, since: int) -> Iterator[LogEvent]:
    return heapq.merge(*(_read_source(session, source, query, since) for source in query.sources), key=lambda event: event.milliseconds)


def _read_source(session: AwsSession, source: LogSource, query: LogQuery, since: int) -> Iterator[LogEvent]:
    parameters: dict[str, Any] = {
        "logGroupName": source.group,
        "logStreamNamePrefix": source.stream_prefix + (query.task or ""),
        "startTime": since,
    }
    if query.pattern is not None:
        parameters["filterPattern"] = query.pattern
    try:
        for page in session.call_pages("logs", "filter_log_events", **parameters):
            # CloudWatch sorts the pages, and mixes the streams only within one.
            for event in sorted(page.get("events", ()), key=lambda event: event.get("timestamp", 0)):
                yield LogEvent(
                    milliseconds=event.get("timestamp", 0),
                    task=event.get("logStreamName", "").removeprefix(source.stream_prefix),
                    container=source.container,
                    message=clean_text(event.get("message", "")),
                    id=event.get("eventId", ""),
                )
    except LiveError as error:
        raise _explain(error, source, query) from None


def _explain(error: LiveError, source: LogSource, query: LogQuery) -> LiveError:
    if "ResourceNotFoundException" in str(error):
        return LiveError(f"There is no log group {source.group} in this account and Region.")
    if "INFREQUENT_ACCESS" in str(error):
        return LiveError(
            f"The log group {source.group} has the class INFREQUENT_ACCESS, which CloudWatch Logs Insights alone can read: "
            "aws logs start-query, or Logs Insights in the console."
        )
    if query.pattern is not None and "InvalidParameterException" in str(error):
        return LiveError(
            f"--filter: CloudWatch Logs does not accept the pattern {query.pattern!r}; text with special characters needs quotes."
        )
    return error
