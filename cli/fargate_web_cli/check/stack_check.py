"""Checks of the stack files of a project, without running its program."""

from dataclasses import dataclass
from pathlib import Path

from fargate_web.faults.fault import Fault, SettingsError
from fargate_web.stack.load import load_file
from fargate_web.stack_file.config_source import shorten_path

from fargate_web_cli.check.drift_workflows import advise_on_drift_workflows
from fargate_web_cli.project.project import Project, ProjectError
from fargate_web_cli.project.stack_configuration import choose_stack_file, is_stack_file, loads_stack_file


@dataclass(frozen=True)
class StackCheck:
    """The result of the check of one stack file.

    Attributes:
        stack: The name of the stack.
        file: Its stack file.
        faults: The faults that prevent a deployment.
        warnings: The advice for the stack.
    """

    stack: str
    file: Path
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()


def find_stack_files(project: Project, stacks: list[str], file: Path | None) -> dict[str, Path]:
    """Return the files to check, by stack: those of the named stacks, or all with settings of fargate-web.

    Raises:
        ProjectError: A named stack has no file or its file has no settings of fargate-web, or the program needs a stack file and there is none.
    """
    if stacks or file is not None:
        named: list[str | None] = [*stacks]
        chosen = [choose_stack_file(project, stack, file) for stack in named or [None]]
        for name, path in chosen:
            if path is None:
                raise ProjectError(f"There is no Pulumi.{name}.yaml in {project.stack_folder}")
            if not is_stack_file(path, project):
                raise ProjectError(f"{path}: there is no setting of fargate-web in it, so that there is nothing to check")
        return {name: path for name, path in chosen if path is not None}
    files = {name: path for name, path in project.list_stack_files().items() if _needs_check(path, project)}
    if not files and loads_stack_file(project):
        raise ProjectError(f"There is no stack file in {project.stack_folder}; write one, Pulumi.dev.yaml for instance")
    return files


def _needs_check(path: Path, project: Project) -> bool:
    try:
        return is_stack_file(path, project)
    except OSError:
        return True  # the check reports why it can't be read


def check_stack_file(stack: str, file: Path, project: Project) -> StackCheck:
    """Load and check one stack file, and what the workflows of its repository expect of it."""
    try:
        file.read_bytes()  # the loader reports a dangling link as a missing stack
        loaded = load_file(file, stack=stack, project_file=project.file)
    except SettingsError as error:
        return StackCheck(stack, file, faults=error.faults)
    except OSError as error:
        return StackCheck(stack, file, faults=(Fault((), f"it can't be read: {error.strerror or error}", shorten_path(file)),))
    return StackCheck(stack, file, warnings=(*loaded.warnings, *advise_on_drift_workflows(loaded, project.folder)))
