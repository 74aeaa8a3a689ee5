"""Follows a deployment until it ends."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from fargate_web.analysis.deployment_timeline import format_duration

from fargate_web_cli.live.aws_errors import ConnectionLostError, LiveError
from fargate_web_cli.live.aws_session import AwsSession
from fargate_web_cli.live.deployed_stack import DeployedService, DeployedStack
from fargate_web_cli.live.status.model import STAGES, Deployment, Event
from fargate_web_cli.live.status.parse_answers import parse_events
from fargate_web_cli.live.status.read_status import find_last_deployment, read_deployment
from fargate_web_cli.live.status.text import describe_deployment, describe_progress, format_elapsed, format_time

CALLS_PER_SECOND: Final = 2
_POLL_SECONDS: Final = 5
_MAXIMUM_LOST: Final = 60
_EVENTS: Final = 20


class Display(Protocol):
    """Shows the progress of a deployment."""

    def write(self, line: str) -> None:
        """Write a line that stays."""

    def update(self, lines: Iterable[str]) -> None:
        """Show lines that the next ones replace. A display without a terminal ignores them."""


@dataclass(frozen=True)
class Clock:
    """The time.

    Attributes:
        now: Returns the current moment.
        sleep: Waits for a number of seconds.
    """

    now: Callable[[], datetime]
    sleep: Callable[[float], None]


def watch_deployment(
    session: AwsSession,
    stack: DeployedStack,
    service: DeployedService,
    expected_seconds: int | None,
    display: Display,
    clock: Clock,
    *,
    arn: str | None = None,
    wanted_status: str = "SUCCESSFUL",
) -> int:
    """Follow a deployment of a service until it ends.

    Args:
        session: The session.
        stack: The stack.
        service: The service.
        expected_seconds: How long the deployment should take, if that is known.
        display: Shows the progress.
        clock: The time.
        arn: The ARN of the deployment. Default: the newest one.
        wanted_status: The status at its end that counts as success.

    Returns:
        0 if the deployment ended as wanted, 1 if it ended otherwise.

    Raises:
        LiveError: AWS refuses, there is no deployment, or AWS can't be reached for minutes.
    """
    session.limit_calls(CALLS_PER_SECOND)
    arn = arn or find_last_deployment(session, stack.cluster, service.name)
    if arn is None:
        raise LiveError(f"ECS knows no deployment of {service.name}.")
    watched = _Watch(service.key, expected_seconds, display, clock)
    lost = 0
    while True:
        try:
            deployment = read_deployment(session, arn)
            answer = session.call("ecs", "describe_services", cluster=stack.cluster, services=[service.name])
        except ConnectionLostError as error:
            lost += 1
            if lost == 1:
                display.write(f"{format_time(clock.now())}  {error} Trying again.")
            if lost > _MAXIMUM_LOST:
                raise
            clock.sleep(_POLL_SECONDS)
            continue
        lost = 0
        if deployment is None:
            raise LiveError(f"ECS no longer knows the deployment {arn.rpartition('/')[2]} of {service.name}.")
        for found in answer.get("services", ()):
            watched.show_events(parse_events(found, _EVENTS), deployment)
        watched.show(deployment)
        if not deployment.is_in_progress:
            return 0 if deployment.status == wanted_status else 1
        clock.sleep(_POLL_SECONDS)


class _Watch:
    """What has been shown of a deployment."""

    def __init__(self, name: str, expected_seconds: int | None, display: Display, clock: Clock) -> None:
        self._name = name
        self._expected_seconds = expected_seconds
        self._display = display
        self._clock = clock
        self._shown: tuple[str, ...] = ()
        self._events: set[tuple[datetime, str]] = set()

    def show_events(self, events: Iterable[Event], deployment: Deployment) -> None:
        """Write the events since the deployment started that were not written yet, the oldest first."""
        for event in sorted(events, key=lambda event: event.time):
            mark = (event.time, event.message)
            if mark in self._events or (deployment.started is not None and event.time < deployment.started):
                continue
            self._events.add(mark)
            self._display.write(f"{format_time(event.time)}  {event.message}")

    def show(self, deployment: Deployment) -> None:
        """Write a line if something changed, and show the stages."""
        now = self._clock.now()
        if not deployment.is_in_progress:
            self._display.update(())
            took = f" after {format_elapsed(deployment.started, deployment.finished)}" if deployment.started and deployment.finished else ""
            self._display.write(f"{format_time(now)}  {self._name}: {describe_deployment(deployment, None, now)}{took}")
            return
        phrases = (deployment.status, *describe_progress(deployment))
        if phrases != self._shown:
            self._shown = phrases
            self._display.write(f"{format_time(now)}  {self._name}: {', '.join(phrases)}; {self._format_times(deployment, now)}")
        self._display.update([*list_stages(deployment), f"  {self._format_times(deployment, now)}"])

    def _format_times(self, deployment: Deployment, now: datetime) -> str:
        elapsed = format_elapsed(deployment.started, now)
        return elapsed if self._expected_seconds is None else f"{elapsed} of about {format_duration(self._expected_seconds)}"


def list_stages(deployment: Deployment) -> list[str]:
    """List the stages of a deployment with a mark for those that are done, current and to come."""
    if deployment.stage not in STAGES:
        done = deployment.running_tasks / max(deployment.requested_tasks, 1)
        return [f"  [{'#' * round(20 * min(done, 1.0)):<20}] {deployment.running_tasks} of {deployment.requested_tasks} new tasks running"]
    current = STAGES.index(deployment.stage)
    lines = []
    for index, stage in enumerate(STAGES):
        share = f", {deployment.traffic_percent:g} % of the traffic" if index == current and deployment.traffic_percent is not None else ""
        lines.append(f"  {'✓' if index < current else '●' if index == current else '○'} {stage}{share}")
    return lines
