"""Writes log events: for a terminal with a colour for each task, for a pipe as lines, for machines as JSON lines."""

import json
from datetime import UTC, datetime
from typing import Final, TextIO

from rich.text import Text

from fargate_web_cli.live.logs.read_logs import LogEvent
from fargate_web_cli.terminal.console import build_stream_console

_COLOURS: Final = ("cyan", "green", "yellow", "magenta", "blue", "bright_cyan", "bright_green", "bright_yellow", "bright_magenta")
_TASK_LENGTH: Final = 8


class LogWriter:
    """Writes events to a stream, each at once."""

    def __init__(self, stream: TextIO, *, json_lines: bool = False, show_container: bool = False) -> None:
        """Create a writer.

        Args:
            stream: The stream.
            json_lines: Whether to write a JSON document for each event.
            show_container: Whether to name the container in each line.
        """
        self._stream = stream
        self._json_lines = json_lines
        self._show_container = show_container
        self._colours: dict[str, str] = {}
        self._console = build_stream_console(stream) if stream.isatty() and not json_lines else None

    def write(self, event: LogEvent) -> None:
        """Write an event."""
        moment = datetime.fromtimestamp(event.milliseconds / 1000, UTC)
        time = f"{moment:%Y-%m-%dT%H:%M:%S}.{event.milliseconds % 1000:03}Z"
        if self._json_lines:
            document = {"time": time, "task": event.task, "container": event.container, "message": event.message}
            line = json.dumps(document, ensure_ascii=False)
        else:
            container = f" {event.container}" if self._show_container else ""
            if self._console is not None:
                colour = self._colours.setdefault(event.task, _COLOURS[len(self._colours) % len(_COLOURS)])
                head = f"{time[11:-1]} {event.task[:_TASK_LENGTH]}{container}"
                self._console.print(Text.assemble((head, colour), " ", event.message), soft_wrap=True)
                return
            line = f"{time} {event.task}{container} {event.message}"
        self._stream.write(f"{line}\n")
        self._stream.flush()
