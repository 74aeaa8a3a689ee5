"""What may go wrong while the standard output is written to, the same for every command."""

import os
import sys
from collections.abc import Callable
from typing import TextIO


def write_standard_output(write: Callable[[TextIO], object], subject: str) -> int:
    """Write to the standard output.

    Args:
        write: Writes.
        subject: What is written, for the message: "The preview".

    Returns:
        0, or 1 if it can't be written. A reader that has seen enough (`head`, a pager) is no failure.
    """
    try:
        write(sys.stdout)
        sys.stdout.flush()
    except BrokenPipeError:
        _discard_output()
    except OSError as error:
        _discard_output()
        print(f"{subject} can't be written: {error.strerror or error}", file=sys.stderr)
        return 1
    return 0


def _discard_output() -> None:
    """Give up on the output. Python would still try to write the rest of it at exit, and complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
