"""The stack files that `fargate-web check` checks: those of the project, or those of the command line."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from fargate_web.stack_file.config_source import shorten_path
from fargate_web.stack_file.stack_file import find_project_file
from fargate_web.stack_file.yaml_file import YamlFile

from fargate_web_cli.project.project import ForeignProgramError, Project, ProjectError, read_project
from fargate_web_cli.project.stack_configuration import choose_stack_file, is_stack_file, loads_stack_file


class CheckedFile(NamedTuple):
    """A stack file to check.

    Attributes:
        stack: The name of the stack.
        file: The file.
        project: The project of the file. None if the file is in no project, or its program is written in another language.
    """

    stack: str
    file: Path
    project: Project | None


def find_stack_files(project: Project, stacks: Iterable[str], file: Path | None) -> list[CheckedFile]:
    """Return the files of a project to check: those of the named stacks, or all with settings of fargate-web.

    Raises:
        ProjectError: A named stack has no file or its file has no settings of fargate-web, or the program needs a stack file and there is none.
    """
    named: list[str | None] = [*stacks]
    if named or file is not None:
        chosen = [choose_stack_file(project, stack, file) for stack in named or [None]]
        for name, path in chosen:
            if path is None:
                raise ProjectError(f"There is no Pulumi.{name}.yaml in {project.stack_folder}")
            if not is_stack_file(path, project):
                raise ProjectError(f"{path}: there is no setting of fargate-web in it, so that there is nothing to check")
        return [CheckedFile(name, path, project) for name, path in dict(chosen).items() if path is not None]
    files = [CheckedFile(name, path, project) for name, path in project.list_stack_files().items() if _needs_check(path, project)]
    if not files and loads_stack_file(project):
        raise ProjectError(_explain_missing_file(project))
    return files


def find_programs(project: Project, stacks: Iterable[str], file: Path | None) -> list[CheckedFile]:
    """Return the stacks of a project whose resources to check: the named ones, or all. Without stack files it is the default stack.

    Raises:
        ProjectError: A named stack has no file, or the project has no default stack.
    """
    named: list[str | None] = [*stacks]
    if named or file is not None:
        chosen = dict(choose_stack_file(project, stack, file) for stack in named or [None])
    else:
        chosen = dict(project.list_stack_files())
        if not chosen and loads_stack_file(project):
            raise ProjectError(_explain_missing_file(project))
        chosen = chosen or {project.choose_stack(): None}
    return [CheckedFile(name, path or project.file, project) for name, path in chosen.items()]


def select_files(paths: Iterable[Path]) -> tuple[list[CheckedFile], list[Path]]:
    """Select the files of the command line, each with the project that it is in.

    Files of projects that have nothing to do with fargate-web are left out, so that a hook can pass every stack file of a repository. A file in no
    project is checked, whatever it contains.

    Returns:
        The files to check, and those that are left out.

    Raises:
        ProjectError: A file does not exist, or its project file is invalid.
    """
    selected: list[CheckedFile] = []
    left_out: list[Path] = []
    for path in dict.fromkeys(paths):
        if not path.exists() and not path.is_symlink():
            raise ProjectError(f"{path}: there is no file of this name")
        project_file = find_project_file(path.parent)
        try:
            project = read_project(project_file) if project_file else None
        except ForeignProgramError:
            project = None
            concerns_us = _contains_sections(path)
        else:
            concerns_us = project is None or _needs_check(path, project)
        if concerns_us:
            selected.append(CheckedFile(path.stem.removeprefix("Pulumi."), path, project))
        else:
            left_out.append(path)
    return selected, left_out


def _explain_missing_file(project: Project) -> str:
    return f"There is no stack file in {project.stack_folder}; write one, Pulumi.dev.yaml for instance"


def _needs_check(path: Path, project: Project) -> bool:
    try:
        return is_stack_file(path, project)
    except OSError:
        return True  # the check reports why it can't be read


def _contains_sections(path: Path) -> bool:
    try:
        return any(key.startswith("fargate-web:") for key, _ in YamlFile(path.read_bytes(), shorten_path(path)).list_keys(("config",)))
    except OSError:
        return True
