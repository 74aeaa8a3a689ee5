"""Clean termination on signals, so that temporary worktrees and processes are removed."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


@contextmanager
def unwind_on_signals() -> Iterator[None]:
    """Raise `SystemExit` with the shell's status for a signal. Further signals do not interrupt the cleanup."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    # An ignored signal, for example by nohup, stays ignored.
    handlers = {
        signal_number: handler for signal_number in _SIGNALS if (handler := signal.getsignal(signal_number)) not in (signal.SIG_IGN, None)
    }

    def exit_process(number: int, _frame: FrameType | None) -> None:
        for signal_number in handlers:
            signal.signal(signal_number, signal.SIG_IGN)
        raise SystemExit(128 + number)

    for signal_number in handlers:
        signal.signal(signal_number, exit_process)
    try:
        yield
    finally:
        for signal_number, handler in handlers.items():
            signal.signal(signal_number, handler)
