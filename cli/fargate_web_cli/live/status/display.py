"""Shows the progress of a deployment: on a terminal with the stages below the lines, in a pipe as lines alone."""

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TextIO

from rich.live import Live
from rich.text import Text

from fargate_web_cli.live.aws_session import AwsSession
from fargate_web_cli.live.deployed_stack import DeployedService, DeployedStack
from fargate_web_cli.live.status.watch import Clock, Display, watch_deployment
from fargate_web_cli.terminal.console import build_stream_console


class LineDisplay:
    """Writes lines and nothing else."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, line: str) -> None:
        """Write a line at once, so that the reader of a pipe sees it."""
        print(line, file=self._stream, flush=True)

    def update(self, lines: Iterable[str]) -> None:
        """Show nothing."""


class TerminalDisplay:
    """Writes lines, and shows others below them that change."""

    def __init__(self, live: Live) -> None:
        self._live = live

    def write(self, line: str) -> None:
        """Write a line above those that change."""
        self._live.console.print(Text(line))

    def update(self, lines: Iterable[str]) -> None:
        """Replace the lines that change."""
        self._live.update(Text("\n".join(lines)), refresh=True)


def follow_deployment(
    session: AwsSession,
    stack: DeployedStack,
    service: DeployedService,
    expected_seconds: int | None,
    *,
    arn: str | None = None,
    wanted_status: str = "SUCCESSFUL",
) -> int:
    """Follow a deployment on the standard output, by the clock of the machine. The arguments and the result are those of `watch_deployment`."""
    clock = Clock(lambda: datetime.now(UTC), time.sleep)
    with open_display() as display:
        return watch_deployment(session, stack, service, expected_seconds, display, clock, arn=arn, wanted_status=wanted_status)


@contextmanager
def open_display(stream: TextIO | None = None) -> Iterator[Display]:
    """Open the display for a stream, by default the standard output."""
    stream = stream or sys.stdout
    if not stream.isatty():
        yield LineDisplay(stream)
        return
    with Live(console=build_stream_console(stream), auto_refresh=False, transient=True) as live:
        yield TerminalDisplay(live)
