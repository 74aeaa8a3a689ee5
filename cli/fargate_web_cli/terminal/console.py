"""The settings of rich consoles for a terminal, a file or a pipe, the same for every command."""

import os
from io import StringIO
from typing import TextIO

from rich.console import Console


def build_console(buffer: StringIO, *, terminal: bool, width: int | None = None, soft_wrap: bool = True) -> Console:
    """Build a console that writes into a buffer.

    Args:
        buffer: The buffer.
        terminal: Whether the text is for a terminal.
        width: The width in columns. Default: that of the terminal.
        soft_wrap: Whether to leave long lines unbroken.
    """
    return Console(
        file=buffer,
        # None, not False, lets FORCE_COLOR turn on colours in a pipe.
        force_terminal=terminal or None,
        # With NO_COLOR, rich itself would still write bold and dim text.
        color_system=None if os.environ.get("NO_COLOR") else "auto",
        highlight=False,
        emoji=False,
        markup=False,
        soft_wrap=soft_wrap,
        width=width,
    )


def replace_unencodable_characters(stream: TextIO) -> None:
    """Let a stream write question marks for characters that its encoding lacks, such as arrows with `LC_ALL=C`."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")


def build_stream_console(stream: TextIO) -> Console:
    """Build a console that writes to a stream at once, for what changes while the user watches."""
    return Console(
        file=stream,
        color_system=None if os.environ.get("NO_COLOR") else "auto",
        highlight=False,
        emoji=False,
        markup=False,
        soft_wrap=False,
    )
