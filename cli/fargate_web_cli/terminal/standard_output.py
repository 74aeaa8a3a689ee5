"""Writing to the standard output and handling its errors, the same for every command."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout, suppress
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


def prepare_standard_streams() -> None:
    """Set up the standard streams so that commands can write every character.

    Files and pipes are UTF-8. A terminal shows a question mark for a character that it does not have. A closed standard output (`>&-`) is replaced by a
    stream that fails on every write.
    """
    if sys.stdout is None:
        # Opened for reading, so that writes fail with the error of the system.
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
    """Redirect the standard output to stderr, for Python code and for the processes that it starts.

    Args:
        discard: Whether to discard the output instead, with what is written to stderr.
    """
    # A program can also write to the original streams, or to one that it kept. What it leaves in their buffers must not come out later.
    streams = [stream for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__) if stream is not None and not stream.closed]
    _flush(streams)
    with open(os.devnull, "w", encoding="utf-8") as null_device, ExitStack() as exit_stack:  # noqa: PTH123 - not a path on every system
        target = null_device.fileno() if discard else 2
        for descriptor in (1, 2) if discard else (1,):
            exit_stack.enter_context(_divert_descriptor(descriptor, target))
        exit_stack.enter_context(redirect_stdout(null_device if discard else sys.stderr))
        if discard:
            exit_stack.enter_context(redirect_stderr(null_device))
        try:
            yield
        finally:
            _flush(streams)


def _flush(streams: Iterable[TextIO]) -> None:
    for stream in streams:
        with suppress(OSError, ValueError):  # nobody reads it any more, or the program closed it
            stream.flush()


@contextmanager
def _divert_descriptor(descriptor: int, target: int) -> Iterator[None]:
    try:
        saved = os.dup(descriptor)
    except OSError:  # it is closed
        yield
        return
    try:
        os.dup2(target, descriptor)
        yield
    finally:
        os.dup2(saved, descriptor)
        os.close(saved)


def _discard_output() -> None:
    """Discard the rest of the output, which Python would otherwise try to write at exit and report the error."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
