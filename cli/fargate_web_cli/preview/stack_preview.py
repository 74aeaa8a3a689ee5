"""Loads a stack file and runs the program with it, in this process."""

import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import pulumi
from fargate_web.faults.fault import Fault, format_path
from fargate_web.settings.stack import Stack
from fargate_web.stack.load import LoadedStack, load_file
from fargate_web.stack_file.config_source import find_named_file
from fargate_web.stack_file.yaml_file import YamlFile
from fargate_web.testing import AwsMocks, Log, ProgramError, Run, run

PROJECT_FOLDER: Final = Path(__file__).resolve().parents[3]
"""The folder of `Pulumi.yaml` and `__main__.py`."""

_DEFAULT_STACK: Final = "dev"


@dataclass(frozen=True)
class Preview:
    """What the program would do for a new stack.

    Attributes:
        project: The name of the project.
        stack: The name of the stack.
        region: The Region.
        stack_settings: What the stack file says.
        stack_file: The stack file, as short as it can be said from the current folder.
        config: The configuration as the program got it, with `[secret]` for what is encrypted.
        preview_run: What the program registers in a preview: what only AWS can tell is unknown.
        update_run: What it registers in an update of a new stack, with made-up ids. It tells what the unknown values of `run` refer to; its own
            values are for no one's eyes.
        warnings: What the stack could do better, with positions.
        logs: What else the program said.
        duration: How long it took, in seconds.
    """

    project: str
    stack: str
    region: str
    stack_settings: Stack
    stack_file: str
    config: Mapping[str, str]
    preview_run: Run
    update_run: Run
    warnings: tuple[Fault, ...]
    logs: tuple[Log, ...]
    duration: float


class PreviewError(Exception):
    """There is no preview, for a reason that is the user's to know."""

    def __init__(self, message: str, cause: BaseException | None = None) -> None:
        super().__init__(message)
        self.cause = cause

    def format_report(self, *, verbose: bool = False) -> str:
        """Say what is wrong, with the traceback of the program where it is wanted and helps."""
        if self.cause is None:
            return str(self)
        if verbose:
            return "".join(traceback.format_exception(self.cause)).rstrip() + f"\n\n{self}"
        return f"{self}\n--verbose shows the traceback."


def preview_stack(stack: str | None = None, config_file: Path | None = None) -> Preview:
    """Preview a stack.

    Args:
        stack: Its name. Default: the one the file is named after, or `dev`.
        config_file: Its file. Default: the one that belongs to the name.

    Raises:
        PreviewError: The stack file has faults, or the program fails.
    """
    if stack is None and config_file is None:
        stack = _DEFAULT_STACK
    # A stack may be given in full, `organization/project/stack`.
    name = stack.rsplit("/", 1)[-1] if stack else None
    file = config_file or find_named_file(PROJECT_FOLDER, name or "") or PROJECT_FOLDER / f"Pulumi.{name}.yaml"
    try:
        project = _read_project_name()
        loaded = load_file(file, stack=name)
    except pulumi.RunError as error:
        raise PreviewError(str(error)) from None
    except OSError as error:
        raise PreviewError(f"{error.filename or file} can't be read: {error.strerror or error}") from None
    started = time.perf_counter()
    previewed = _run_program(loaded, project, preview=True)
    duration = time.perf_counter() - started
    return Preview(
        project=project,
        stack=loaded.stack_name,
        region=loaded.region,
        stack_settings=loaded.stack,
        stack_file=loaded.file or str(file),
        config=loaded.config,
        preview_run=previewed,
        # What an update would stumble over is better said now, so that its failure is one of the preview.
        update_run=_run_program(loaded, project, preview=False),
        warnings=loaded.warnings,
        logs=tuple(log for log in previewed.logs if not _repeats_warning(log, loaded)),
        duration=duration,
    )


def _run_program(loaded: LoadedStack, project: str, *, preview: bool) -> Run:
    """Run the program.

    Raises:
        PreviewError: It failed, or said that something is an error, at which Pulumi would stop.
    """
    try:
        result = run(
            PROJECT_FOLDER,
            preview=preview,
            project=project,
            stack=loaded.stack_name,
            config=loaded.config,
            secret_keys=loaded.secret_keys,
            mocks=AwsMocks(loaded.region),
            strict=False,
        )
    except ProgramError as error:
        raise _build_error(error.cause or error) from None
    if result.error is not None:
        raise _build_error(result.error)
    errors = [log.message for log in result.logs if log.severity == "error"]
    if errors:
        raise PreviewError("\n".join(errors))
    return result


def _build_error(error: BaseException) -> PreviewError:
    if isinstance(error, pulumi.RunError):
        # A user's mistake: the message says it all.
        return PreviewError(str(error))
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return PreviewError(f"The program failed: {what}", error)


def _repeats_warning(log: Log, loaded: LoadedStack) -> bool:
    """Tell whether the program only repeats a warning of the stack file, which it may have found under another name."""
    if log.severity != "warning":
        return False
    return any(
        log.message.endswith(str(replace(fault, file=None, line=None, column=None)))
        or (fault.path and f"{format_path(fault.path)}: " in log.message)
        for fault in loaded.warnings
    )


def _read_project_name() -> str:
    """Read the name of the project.

    Raises:
        PreviewError: Its file is none that Pulumi would take.
    """
    source = YamlFile((PROJECT_FOLDER / "Pulumi.yaml").read_bytes(), "Pulumi.yaml")
    if source.syntax_fault is not None:
        raise PreviewError(str(source.syntax_fault))
    if source.find_node(("name",)) is None:
        raise PreviewError("Pulumi.yaml: the name of the project is missing; write name: fargate-web")
    return source.render_config_value(("name",))
