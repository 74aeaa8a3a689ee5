"""What is going on, for whoever sits in front of a terminal and waits."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_DELAY_SECONDS: Final = 0.5
"""Seconds before anything is said: what is done by then needs no words."""


@contextmanager
def show_progress(message: str) -> Iterator[None]:
    """Say on a terminal's stderr what is being done, if it takes longer; take it back afterwards. A pipe gets nothing."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield
        return
    said = threading.Event()

    def say() -> None:
        said.set()
        sys.stderr.write(f"{message} …")
        sys.stderr.flush()

    timer = threading.Timer(_DELAY_SECONDS, say)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        if said.is_set():
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()
