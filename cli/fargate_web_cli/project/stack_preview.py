"""Runs of the program with the configuration of a stack, in this process."""

import sys
import time
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pulumi
from fargate_web.checks.silence import SilencedFinding
from fargate_web.faults.fault import Fault, format_path
from fargate_web.service.migration.hook import MIGRATION_HOOK_PREFIX
from fargate_web.settings.service import Service
from fargate_web.settings.stack import Stack
from fargate_web.testing import Log, ProgramError, Run, run

from fargate_web_cli.project.program_mocks import STACK_REFERENCE_TYPE, ProgramMocks
from fargate_web_cli.project.project import Project, ProjectError, find_project
from fargate_web_cli.project.stack_configuration import StackConfiguration, load_configuration
from fargate_web_cli.terminal.standard_output import divert_standard_output


@dataclass(frozen=True)
class Preview:
    """The resources that the program would create for a new stack.

    Attributes:
        project: The name of the project.
        stack: The name of the stack.
        region: The Region.
        stack_settings: The settings of the stack file; None if it is not one of fargate-web.
        stack_file: The stack file, relative to the current folder if that is shorter; None if the stack has none.
        config: The configuration of the program, with `[secret]` for encrypted values.
        preview_run: The run of a preview. Values that only AWS knows are unknown.
        update_run: The run of an update of a new stack, with fake ids. It resolves what the unknown values of `preview_run` refer to; its own values
            are never shown. It is `preview_run` if the program reads outputs of other stacks.
        warnings: The advice for the stack, with positions.
        silenced: What the stack file silences, with the reasons.
        logs: The other messages of the program.
        duration: The run time, in seconds.
    """

    project: str
    stack: str
    region: str
    stack_settings: Stack | None
    stack_file: str | None
    config: Mapping[str, str]
    preview_run: Run
    update_run: Run
    warnings: tuple[Fault, ...]
    silenced: tuple[SilencedFinding, ...]
    logs: tuple[Log, ...]
    duration: float

    @property
    def service_settings(self) -> Mapping[str, Service]:
        """The settings of the services by name; empty without a stack file of fargate-web."""
        return self.stack_settings.services if self.stack_settings else {}


class PreviewError(Exception):
    """The preview failed. The message explains the reason to the user."""

    def __init__(self, message: str, cause: BaseException | None = None) -> None:
        super().__init__(message)
        self.cause = cause

    def format_report(self, *, verbose: bool = False) -> str:
        """Return the message, with the traceback if the program failed and `verbose` is set."""
        if self.cause is None:
            return str(self)
        if verbose:
            return "".join(traceback.format_exception(self.cause)).rstrip() + f"\n\n{self}"
        return f"{self}\n--verbose shows the traceback."


def preview_stack(stack: str | None = None, config_file: Path | None = None, project: Project | None = None) -> Preview:
    """Preview a stack.

    Args:
        stack: The name of the stack. Default: the name in the file name, `dev`, or the only stack.
        config_file: The stack file. Default: the file of the stack in the project.
        project: The project. Default: that of the current folder.

    Raises:
        PreviewError: There is no such stack, the stack file has faults, or the program fails.
    """
    try:
        project = project or find_project()
        loaded = load_configuration(project, stack, config_file)
    except (pulumi.RunError, ProjectError) as error:
        raise PreviewError(str(error)) from None
    except OSError as error:
        raise PreviewError(f"{error.filename or config_file} can't be read: {error.strerror or error}") from None
    started = time.perf_counter()
    preview_run = _run_program(loaded, project, preview=True)
    duration = time.perf_counter() - started
    return Preview(
        project=project.name,
        stack=loaded.name,
        region=loaded.region,
        stack_settings=loaded.settings,
        stack_file=loaded.file,
        config=loaded.config,
        preview_run=preview_run,
        # A failure of the update run fails the preview too, so that it is reported early. The outputs of other stacks can't be faked, so a program
        # that reads them only has the preview run.
        update_run=preview_run if preview_run.find_all(STACK_REFERENCE_TYPE) else _run_program(loaded, project, preview=False),
        warnings=loaded.warnings,
        silenced=loaded.silenced,
        logs=(*(log for log in preview_run.logs if not _repeats_warning(log, loaded)), *_list_what_did_not_run(preview_run)),
        duration=duration,
    )


def _run_program(loaded: StackConfiguration, project: Project, *, preview: bool) -> Run:
    """Run the program.

    Its output goes to stderr, separate from the output of the command. The update run prints nothing.

    Raises:
        PreviewError: The program failed, or logged an error, at which Pulumi would stop.
    """
    try:
        with divert_standard_output(discard=not preview):
            result = run(
                project.main,
                preview=preview,
                project=project.name,
                stack=loaded.name,
                config=loaded.config,
                secret_keys=loaded.secret_keys,
                stack_file=Path(loaded.file).absolute() if loaded.file else None,
                mocks=ProgramMocks(loaded.region),
                strict=False,
            )
    except ProgramError as error:
        raise _build_error(error.cause or error, project, loaded) from None
    if result.error is not None:
        raise _build_error(result.error, project, loaded)
    errors = [log.message for log in result.logs if log.severity == "error"]
    if errors:
        raise PreviewError("\n".join(errors))
    return result


def _build_error(error: BaseException, project: Project, loaded: StackConfiguration) -> PreviewError:
    if isinstance(error, pulumi.ConfigMissingError) and loaded.file is None:
        return PreviewError(f"{error}\nThere is no Pulumi.{loaded.name}.yaml, so that the program runs without configuration.")
    if isinstance(error, pulumi.RunError):
        # The message is meant for the user and complete.
        return PreviewError(str(error))
    description = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    hint = _explain_failed_import(project) if isinstance(error, ImportError) else ""
    return PreviewError(f"The program failed: {description}{hint}", error)


def _explain_failed_import(project: Project) -> str:
    """Explain how to run the program in the virtual environment of the project, or what is not installed."""
    environment = project.virtual_environment
    if Path(sys.prefix).resolve() == environment.resolve():
        return "\nThe virtual environment of the project lacks it: install what the project needs."
    if not (environment / "pyvenv.cfg").is_file():
        return f"\nfargate-web runs in {sys.prefix}: install there what the project needs."
    scripts = environment / ("Scripts" if sys.platform == "win32" else "bin")
    command = scripts / "fargate-web"
    install = "" if command.exists() else f" (first install it there: {scripts / 'python'} -m pip install fargate-web-cli)"
    return (
        f"\nfargate-web runs in {sys.prefix}, and the project has a virtual environment of its own, {environment}.\n"
        f"Run {command} {' '.join(sys.argv[1:])}{install}"
    )


def _list_what_did_not_run(preview_run: Run) -> Iterator[Log]:
    """List the hooks and dynamic providers of the program, without the migrations of services, which never run in a preview."""
    yield from (Log("info", f"Not run in this preview: {text}") for text in preview_run.not_run if MIGRATION_HOOK_PREFIX not in text)


def _repeats_warning(log: Log, loaded: StackConfiguration) -> bool:
    """Return whether a log message repeats a warning of the stack file, whose path or name may be written differently."""
    if log.severity != "warning":
        return False
    return any(
        log.message.endswith(str(replace(fault, file=None, line=None, column=None)))
        or (fault.path and f"{format_path(fault.path)}: " in log.message)
        for fault in loaded.warnings
    )
