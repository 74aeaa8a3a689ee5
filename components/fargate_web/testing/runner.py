"""Running a program, from start to end, in this process."""

import asyncio
import contextvars
import gc
import json
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, Final

from pulumi import runtime

from fargate_web.testing.aws import AwsMocks
from fargate_web.testing.aws.fake_account import DEFAULT_REGION
from fargate_web.testing.engine import LogRecorder, RecordingMonitor, skip_stack_traces
from fargate_web.testing.program_file import ProgramFile
from fargate_web.testing.record import STACK_TYPE, Resource
from fargate_web.testing.results import Run, raise_on_failure

# The current directory, the path of modules, and the settings that Pulumi keeps for whoever has none belong to the whole process.
_RUN_LOCK: Final = threading.Lock()
_THREAD_NAME: Final = "pulumi-program"


def run(
    program: Callable[[], Any] | str | Path,
    *,
    preview: bool = False,
    project: str = "project",
    stack: str = "dev",
    organization: str = "organization",
    config: Mapping[str, str] | None = None,
    secret_keys: Iterable[str] = (),
    mocks: runtime.Mocks | None = None,
    strict: bool = True,
) -> Run:
    """Run a Pulumi program and return everything it registered.

    No CLI, no provider and no network is involved, and nothing is left behind: a program can be run any number of times in one process.

    Args:
        program: A function, a directory with a `__main__.py`, or a Python file.
        preview: Run as `pulumi preview` does: what only AWS can tell is unknown. Otherwise as `pulumi up` does for a new stack.
        project: The name of the project.
        stack: The name of the stack.
        organization: The name of the organization.
        config: The stack's configuration, as the CLI passes it on: objects and lists as JSON. A key without a namespace is the project's.
        secret_keys: The keys of `config` that are secret.
        mocks: What stands in for the providers. Unless given, `AwsMocks` in the region that `config` says (`aws:region`).
        strict: Fail if the program raises, or if it logs a warning or an error. Otherwise, `Run.error` and `Run.logs` tell.

    Returns:
        What was registered.

    Raises:
        ProgramError: The program failed, see `strict`. Two resources with one URN fail any run.
        FileNotFoundError: There is no program.
    """
    if threading.current_thread().name == _THREAD_NAME:
        raise RuntimeError("A program cannot run a program.")
    configuration = {_qualify_key(key, project): _validate_config_value(key, value) for key, value in (config or {}).items()}
    body = program if callable(program) else ProgramFile(program)
    environment = body.isolate() if isinstance(body, ProgramFile) else nullcontext()
    mocks = mocks or AwsMocks(configuration.get("aws:region", DEFAULT_REGION))
    monitor = RecordingMonitor(mocks, project=project, stack=stack, preview=preview)
    log = LogRecorder()
    root_directory = body.directory if isinstance(body, ProgramFile) else Path.cwd()

    def configure() -> None:
        settings = runtime.Settings(
            project, stack, monitor, log, dry_run=preview, organization=organization, root_directory=str(root_directory)
        )
        runtime.configure(settings)
        runtime.set_all_config(configuration, [_qualify_key(key, project) for key in secret_keys])

    with _RUN_LOCK, environment, _restore_garbage_collector(), _set_config_environment(configuration), skip_stack_traces():
        error = _run_on_thread(lambda: _run_to_completion(body, configure))
        # Here, since a collector that is back in force goes through everything the program made while its record is built.
        registered = monitor.list_resources()
    stack_name = f"{project}-{stack}"
    nothing = Resource(STACK_TYPE, stack_name, monitor.make_urn("", STACK_TYPE, stack_name), custom=False)
    root = registered[0] if registered else nothing
    return raise_on_failure(Run(root, registered[1:], monitor.invokes, log.logs, error), strict=strict)


@contextmanager
def _set_config_environment(configuration: Mapping[str, str]) -> Iterator[None]:
    """Put the configuration into the environment as well: it is the only place that tells which keys there are."""
    before = os.environ.get("PULUMI_CONFIG")
    os.environ["PULUMI_CONFIG"] = json.dumps(dict(configuration))
    try:
        yield
    finally:
        if before is None:
            del os.environ["PULUMI_CONFIG"]
        else:
            os.environ["PULUMI_CONFIG"] = before


@contextmanager
def _restore_garbage_collector() -> Iterator[None]:
    """Undo what a program does to the garbage collector: what one run freezes would outlive all that follow."""
    thresholds, frozen = gc.get_threshold(), gc.get_freeze_count()
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        if not frozen:
            gc.unfreeze()


def _run_on_thread(target: Callable[[], None]) -> BaseException | None:
    """Call on a thread of its own, and return what it raised.

    So a program can neither see nor disturb the event loop and the context variables of the caller, and the stack trace that Pulumi takes for
    each resource does not begin with the forty frames of a test runner.
    """
    errors: list[BaseException] = []

    def call() -> None:
        try:
            contextvars.Context().run(target)
        except BaseException as error:  # the caller decides what to do about it
            errors.append(error)

    thread = threading.Thread(target=call, name=_THREAD_NAME, daemon=True)
    thread.start()
    thread.join()
    # The settings of the latest run are also those of whoever has none of his own. They are of no use to anyone now.
    contextvars.Context().run(lambda: runtime.configure(runtime.Settings("project", "stack")))
    error = errors[0] if errors else None
    if error is not None and not isinstance(error, Exception | SystemExit):
        # The test runner's own, such as `pytest.skip()`.
        raise error
    return error


def _run_to_completion(program: Callable[[], Any], configure: Callable[[], None]) -> None:
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    loop.set_default_executor(_InlineExecutor())
    # A program that failed leaves futures behind that nobody awaits. The CLI silences asyncio's complaints as well.
    loop.set_exception_handler(lambda _loop, _context: None)
    try:
        configure()
        loop.run_until_complete(runtime.run_in_stack(program))
    except SystemExit as error:
        if error.code not in (None, 0):
            raise
    finally:
        pending = asyncio.all_tasks(loop)
        for task in pending:
            task.cancel()
        if pending:
            loop.run_until_complete(asyncio.wait(pending))
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()
        asyncio.set_event_loop(None)


class _InlineExecutor(ThreadPoolExecutor):
    """Calls what is submitted at once.

    The SDK sends its requests through the executor of its event loop. Here they are answered in no time: calling keeps them in order, and
    saves two switches of threads each.
    """

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # whoever awaits the future gets it
            future.set_exception(error)
        return future


def _qualify_key(key: str, project: str) -> str:
    return key if ":" in key else f"{project}:{key}"


def _validate_config_value(key: str, value: str) -> str:
    if not isinstance(value, str):
        raise TypeError(f"The configuration value of {key!r} is a {type(value).__name__}. The CLI passes strings on: use json.dumps().")
    return value
