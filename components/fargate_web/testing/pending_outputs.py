"""Wait for everything that a program has started."""

import asyncio
from collections.abc import Callable
from inspect import isawaitable
from typing import Any

from pulumi.runtime.settings import SETTINGS, _get_rpc_manager


async def run_and_wait(program: Callable[[], Any]) -> None:
    """Run a program, and wait until all its outputs are known, or until one of them fails.

    The SDK also waits for them, but one at a time: whenever one is known, it goes through all others again. That is a third of a run. If
    something failed, the SDK reports it.
    """
    result = program()
    if isawaitable(result):
        await result
    while pending := _list_pending_tasks():
        done, _ = await asyncio.wait(pending, return_when=asyncio.FIRST_EXCEPTION)
        if any(task.cancelled() or task.exception() for task in done):
            return


def _list_pending_tasks() -> "list[asyncio.Future[Any]]":
    return [task for task in (*SETTINGS.outputs, *_get_rpc_manager().rpcs) if not task.done()]
