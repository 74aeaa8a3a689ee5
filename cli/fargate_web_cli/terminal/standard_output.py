"""Writing to the standard output and handling its errors, the same for every command."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from typing import TextIO


def write_standard_output(write: Callable[[TextIO], object], subject: str) -> int:
    """Write to the standard output.

    Args:
        write: The function that writes to a stream.
        subject: What is written, for the error message: "The preview".

    Returns:
        0, or 1 if the output can't be written. A reader that closes the pipe early (`head`, a pager) is no failure.
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


@contextmanager
def divert_standard_output(*, discard: bool = False) -> Iterator[None]:
    """Redirect the standard output to stderr, for Python code and for the processes that it starts.

    Args:
        discard: Whether to discard the output instead.
    """
    sys.stdout.flush()
    try:
        saved_output = os.dup(1)
    except OSError:  # the standard output is closed
        saved_output = None
    try:
        with open(os.devnull, "w", encoding="utf-8") as null_device:  # noqa: PTH123 - not a path on every system
            if saved_output is not None:
                os.dup2(null_device.fileno() if discard else 2, 1)
            with redirect_stdout(null_device if discard else sys.stderr):
                yield
    finally:
        if saved_output is not None:
            os.dup2(saved_output, 1)
            os.close(saved_output)


def _discard_output() -> None:
    """Discard the rest of the output, which Python would otherwise try to write at exit and report the error."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
