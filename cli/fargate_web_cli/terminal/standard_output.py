"""What may go wrong while the standard output is written to, the same for every command."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
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


def prepare_standard_streams() -> None:
    """Make the standard streams such that every command can read them, and write every character to them.

    What goes to a file or a pipe is UTF-8, and so is what comes from one, as the documents are; a terminal without a character shows a question mark. A
    stream that is closed (`>&-`) is replaced by one that can't be written to.
    """
    if sys.stdout is None:
        # Opened for reading, so that writing fails with the words of the system.
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - not a path on every system; open until the end
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding=None if stream.isatty() else "utf-8", errors="strict" if stream is sys.stdin else "replace")


@contextmanager
def divert_standard_output(*, discard: bool = False) -> Iterator[None]:
    """Send to stderr what others write to the standard output meanwhile: Python code, and the processes that it starts.

    Args:
        discard: Throw it away instead, and what they write to stderr too.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    with open(os.devnull, "w", encoding="utf-8") as nowhere, ExitStack() as diverted:  # noqa: PTH123 - not a path on every system
        target = nowhere.fileno() if discard else 2
        for descriptor in (1, 2) if discard else (1,):
            diverted.enter_context(_divert_descriptor(descriptor, target))
        diverted.enter_context(redirect_stdout(nowhere if discard else sys.stderr))
        if discard:
            diverted.enter_context(redirect_stderr(nowhere))
        yield


@contextmanager
def _divert_descriptor(descriptor: int, target: int) -> Iterator[None]:
    try:
        kept = os.dup(descriptor)
    except OSError:  # it is closed
        yield
        return
    try:
        os.dup2(target, descriptor)
        yield
    finally:
        os.dup2(kept, descriptor)
        os.close(kept)


def _discard_output() -> None:
    """Give up on the output. Python would still try to write the rest of it at exit, and complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
