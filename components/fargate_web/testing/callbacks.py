"""The hooks and transforms of a program, without the gRPC server by which the Pulumi CLI calls them."""

import asyncio
from collections.abc import Mapping
from typing import Any, cast

from pulumi.runtime._callbacks import _CallbackServicer

from fargate_web.testing.engine import RecordingMonitor
from fargate_web.testing.transforms import Callback


class LocalCallbacks(_CallbackServicer):
    """Registers the hooks and transforms of one run.

    The SDK starts a gRPC server for them. Here, nothing calls it, and gRPC crashes the process if a program fails in the moment in which the
    server starts.
    """

    def __init__(self, monitor: RecordingMonitor) -> None:
        self._callbacks = {}
        self._transforms = {}
        self._state_migrations = {}
        self._monitor = cast("Any", monitor)
        self._target = ""
        # Pulumi looks transforms up in this list, and stops the servers in it when the program ends.
        self._loop = asyncio.get_event_loop()
        self._server = _NoServer()
        _CallbackServicer._servicers.append(self)

    @property
    def functions(self) -> Mapping[str, Callback]:
        """The registered functions, by token."""
        return self._callbacks


class _NoServer:
    async def stop(self, grace: float) -> None:
        """Stop nothing."""
