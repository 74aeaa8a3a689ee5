"""Checks the stack files of a project, without running its program."""

from dataclasses import dataclass
from pathlib import Path

from fargate_web.faults.fault import Fault, SettingsError
from fargate_web.stack.load import load_file
from fargate_web.stack_file.config_source import shorten_path

from fargate_web_cli.project.project import Project, ProjectError
from fargate_web_cli.project.stack_configuration import choose_stack_file, is_stack_file, loads_stack_file


@dataclass(frozen=True)
class StackCheck:
    """What a check of a stack file found.

    Attributes:
        stack: The name of the stack.
        file: Its file.
        faults: What stops the stack.
        warnings: What it could do better.
    """

    stack: str
    file: Path
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()


def find_stack_files(project: Project, stacks: list[str], file: Path | None) -> dict[str, Path]:
    """Find the files to check: those of the stacks that are named, or all that hold settings of fargate-web.

    Raises:
        ProjectError: A stack has no file, a file that was named holds no settings of fargate-web, or the program reads a stack file and there is none.
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
    found = {name: path for name, path in project.stack_files().items() if _is_to_be_checked(path, project)}
    if not found and loads_stack_file(project):
        raise ProjectError(f"There is no stack file in {project.stack_folder}; write one, Pulumi.dev.yaml for instance")
    return found


def _is_to_be_checked(path: Path, project: Project) -> bool:
    try:
        return is_stack_file(path, project)
    except OSError:
        return True  # the check says why it can't be read


def check_stack_file(stack: str, file: Path) -> StackCheck:
    """Load and check one stack file."""
    try:
        file.read_bytes()  # the loader takes a link that leads nowhere for a file that is not there
        loaded = load_file(file, stack=stack)
    except SettingsError as error:
        return StackCheck(stack, file, faults=error.faults)
    except OSError as error:
        return StackCheck(stack, file, faults=(Fault((), f"it can't be read: {error.strerror or error}", shorten_path(file)),))
    return StackCheck(stack, file, warnings=loaded.warnings)
