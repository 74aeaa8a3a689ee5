"""Ends a command in order when a signal asks it to, so that what it has put elsewhere is removed."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


@contextmanager
def unwind_on_signals() -> Iterator[None]:
    """Raise `SystemExit` where a signal arrives, with the status that a shell gives it; further ones do not interrupt the cleaning up."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    # A signal that is ignored, as by nohup, stays so.
    before = {each: handler for each in _SIGNALS if (handler := signal.getsignal(each)) not in (signal.SIG_IGN, None)}

    def end(number: int, _frame: FrameType | None) -> None:
        for each in before:
            signal.signal(each, signal.SIG_IGN)
        raise SystemExit(128 + number)

    for each in before:
        signal.signal(each, end)
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
