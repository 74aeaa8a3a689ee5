"""How rich writes for a terminal, a file or a pipe, the same for every command."""

import os
from io import StringIO
from typing import TextIO

from rich.console import Console


def build_console(buffer: StringIO, *, terminal: bool, width: int | None = None, soft_wrap: bool = True) -> Console:
    """Make a console that writes into a text.

    Args:
        buffer: What it writes into.
        terminal: Whether the text goes to a terminal.
        width: How wide it is, where that isn't the terminal's affair.
        soft_wrap: Whether lines stay as long as they are.
    """
    return Console(
        file=buffer,
        # Not a terminal is not a decision: whoever sets FORCE_COLOR gets colours in a pipe.
        force_terminal=terminal or None,
        # rich itself takes NO_COLOR to mean bold and dim, but no colours.
        color_system=None if os.environ.get("NO_COLOR") else "auto",
        highlight=False,
        emoji=False,
        markup=False,
        soft_wrap=soft_wrap,
        width=width,
    )


def replace_unencodable_characters(stream: TextIO) -> None:
    """Let a stream that has no arrows and dashes (`LC_ALL=C`) write question marks instead of failing."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
