"""A progress message for a user who waits in a terminal."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_DELAY_SECONDS: Final = 0.5
"""Faster operations show no message."""


@contextmanager
def show_progress(message: str) -> Iterator[None]:
    """Show a message on stderr while a longer operation runs, and erase it afterwards. Without a terminal, show nothing."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield
        return
    shown = threading.Event()

    def write_message() -> None:
        shown.set()
        sys.stderr.write(f"{message} …")
        sys.stderr.flush()

    timer = threading.Timer(_DELAY_SECONDS, write_message)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        if shown.is_set():
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()
