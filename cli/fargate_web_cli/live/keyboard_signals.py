"""The signals of the keyboard, which a child process gets as well and answers itself."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_SIGNALS: Final = ("SIGINT", "SIGQUIT", "SIGTSTP")
"""The signals of Ctrl-C, Ctrl-\\ and Ctrl-Z. Windows has the first one only."""


@contextmanager
def leave_signals_to_child() -> Iterator[None]:
    """Do nothing on a signal of the keyboard while a child process handles it."""
    # A handler, not SIG_IGN, which the child would inherit.
    before = {number: signal.signal(number, lambda *_: None) for name in _SIGNALS if (number := getattr(signal, name, None)) is not None}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
