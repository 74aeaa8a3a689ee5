"""Run a Pulumi program in this process."""

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

from fargate_web.stack_file.config_source import KNOWN_FILE
from fargate_web.testing.aws import AwsMocks
from fargate_web.testing.aws.fake_account import DEFAULT_REGION
from fargate_web.testing.callbacks import LocalCallbacks
from fargate_web.testing.engine import LogRecorder, RecordingMonitor, skip_stack_traces
from fargate_web.testing.pending_outputs import run_and_wait
from fargate_web.testing.program_file import ProgramFile
from fargate_web.testing.record import STACK_TYPE, Resource
from fargate_web.testing.results import Run, raise_on_failure
from fargate_web.testing.stack_references import fill_stack_references

# The current directory, sys.path, and Pulumi's default settings belong to the whole process.
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
    stack_file: Path | None = None,
    mocks: runtime.Mocks | None = None,
    strict: bool = True,
) -> Run:
    """Run a Pulumi program and return everything that it registers.

    It uses no CLI, provider or network, and restores the process: a program can run any number of times in one process. Transforms run. Resource
    hooks and dynamic providers do not, because they can reach anything: `Run.not_run` lists them. A `StackReference` has placeholders for
    outputs that the mocks don't return.

    Args:
        program: A function, a directory with a `__main__.py`, or a Python file.
        preview: Run like `pulumi preview`: values that only AWS knows are unknown. Otherwise like `pulumi up` for a new stack.
        project: The name of the project.
        stack: The name of the stack.
        organization: The name of the organization.
        config: The configuration of the stack, as the CLI passes it: objects and lists as JSON. A key without a namespace gets the project's.
        secret_keys: The keys of `config` that are secret.
        stack_file: The file that `config` was read from. Default: `load_stack()` searches for it, as under the CLI.
        mocks: The mocks of the providers. Default: `AwsMocks` in the region of `config` (`aws:region`).
        strict: Fail if the program raises, or if it logs a warning or an error. Otherwise, `Run.error` and `Run.logs` have them.

    Returns:
        The run, with everything that the program registered.

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
        callbacks = LocalCallbacks(monitor)
        settings.callbacks = callbacks
        monitor.transforms.callbacks = callbacks.functions
        runtime.set_all_config(configuration, [_qualify_key(key, project) for key in secret_keys])
        KNOWN_FILE.set(stack_file and stack_file.absolute())

    with (
        _RUN_LOCK,
        environment,
        _restore_garbage_collector(),
        _set_config_environment(configuration),
        skip_stack_traces(),
        fill_stack_references(),
    ):
        error = _run_on_thread(lambda: _run_to_completion(body, configure))
        # Here, since a collector that is back in force goes through everything the program made while its record is built.
        registered = monitor.list_resources()
    stack_name = f"{project}-{stack}"
    nothing = Resource(STACK_TYPE, stack_name, monitor.make_urn("", STACK_TYPE, stack_name), custom=False)
    root = registered[0] if registered else nothing
    return raise_on_failure(Run(root, registered[1:], monitor.invokes, log.logs, error), strict=strict)


@contextmanager
def _set_config_environment(configuration: Mapping[str, str]) -> Iterator[None]:
    """Set the configuration in the environment too: only there can a program list all keys."""
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
    """Restore the garbage collector: objects that a program freezes would never be freed."""
    thresholds, frozen = gc.get_threshold(), gc.get_freeze_count()
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        if not frozen:
            gc.unfreeze()


def _run_on_thread(target: Callable[[], None]) -> BaseException | None:
    """Call a function on its own thread, and return the exception that it raises.

    The program then can't use the event loop and the context variables of the caller, and the stack trace that Pulumi records for each resource
    doesn't start with the forty frames of a test runner.
    """
    errors: list[BaseException] = []

    def call() -> None:
        try:
            contextvars.Context().run(target)
        except BaseException as error:  # the caller handles it
            errors.append(error)

    thread = threading.Thread(target=call, name=_THREAD_NAME, daemon=True)
    thread.start()
    thread.join()
    # Contexts without settings get those of the latest run. Reset them after the run.
    contextvars.Context().run(lambda: runtime.configure(runtime.Settings("project", "stack")))
    error = errors[0] if errors else None
    if error is not None and not isinstance(error, Exception | SystemExit):
        # An exception of the test runner, such as `pytest.skip()`.
        raise error
    return error


def _run_to_completion(program: Callable[[], Any], configure: Callable[[], None]) -> None:
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    loop.set_default_executor(_InlineExecutor())
    # A failed program leaves futures that nobody awaits. The CLI also silences the messages of asyncio.
    loop.set_exception_handler(lambda _loop, _context: None)
    tasks: list[asyncio.Task[Any]] = []

    def create_task(loop: asyncio.AbstractEventLoop, coroutine: Any, **options: Any) -> asyncio.Task[Any]:
        task = asyncio.Task(coroutine, loop=loop, **options)
        tasks.append(task)
        return task

    loop.set_task_factory(create_task)
    try:
        configure()
        loop.run_until_complete(runtime.run_in_stack(lambda: run_and_wait(program)))
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
        # Tasks that nobody collected yet stay in asyncio's register, which the SDK goes through in each run.
        for task in tasks:
            asyncio._unregister_task(task)


class _InlineExecutor(ThreadPoolExecutor):
    """An executor that calls functions immediately.

    The SDK sends its requests through the executor of its event loop. The monitor responds immediately, so a direct call keeps the requests in
    order and saves two thread switches for each. A response that the monitor has to wait for is a coroutine.
    """

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            result = fn(*args, **kwargs)
        except Exception as error:  # the future raises it
            future.set_exception(error)
            return future
        if asyncio.iscoroutine(result):
            task = asyncio.get_running_loop().create_task(result)
            task.add_done_callback(lambda done: _copy_result(done, future))
        else:
            future.set_result(result)
        return future


def _copy_result(done: "asyncio.Task[Any]", future: Future[Any]) -> None:
    if future.cancelled():
        return
    error = asyncio.CancelledError() if done.cancelled() else done.exception()
    if error is None:
        future.set_result(done.result())
    else:
        future.set_exception(error)


def _qualify_key(key: str, project: str) -> str:
    return key if ":" in key else f"{project}:{key}"


def _validate_config_value(key: str, value: str) -> str:
    if not isinstance(value, str):
        raise TypeError(f"The configuration value of {key!r} is a {type(value).__name__}. The CLI passes strings on: use json.dumps().")
    return value
