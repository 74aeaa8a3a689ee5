"""Where the project of the working tree is in another revision, which may have it in another folder or by another name."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from fargate_web_cli.diff.revisions import Revision
from fargate_web_cli.project.project import Project, ProjectError, find_project

_PROJECT_FILES = ("Pulumi.yaml", "Pulumi.yml")
_SKIPPED_FOLDERS = frozenset((".git", ".venv", "venv", "node_modules"))


@dataclass(frozen=True)
class LocatedProject:
    """The project as a revision has it.

    Attributes:
        project: The project.
        notes: What the user should know of it.
    """

    project: Project
    notes: tuple[str, ...] = ()


def locate_project(revision: Revision, wanted: Project) -> LocatedProject | None:
    """Find a project in a revision: in the same folder, else by its name wherever it is alone with it.

    Raises:
        ProjectError: Its file can't be read.
    """
    if _has_project(revision.folder):
        found = find_project(revision.folder)
        if found.name != wanted.name:
            # Another project may have come to stand in its folder since.
            moved = _find_by_name(revision, wanted.name)
            if moved is not None:
                return _note_folder(revision, moved)
        return LocatedProject(found)
    moved = _find_by_name(revision, wanted.name)
    return _note_folder(revision, moved) if moved is not None else None


def describe_renaming(old: Project, new: Project, stacks: list[str]) -> str:
    """Say what a new name of a project means to its stacks."""
    commands = "; ".join(f"pulumi stack rename --stack {old.name}/{stack} <organization>/{new.name}/{stack}" for stack in stacks)
    return (
        f"the project is renamed from {old.name} to {new.name}: the stacks are compared as if they were renamed with it, as does: {commands}. "
        "Without that Pulumi makes new stacks and leaves the old ones as they are"
    )


def _note_folder(revision: Revision, found: Project) -> LocatedProject:
    folder = found.folder.resolve().relative_to(revision.repository.resolve())
    return LocatedProject(found, (f"it has the project in {'the root' if folder == Path() else folder} of the repository",))


def _find_by_name(revision: Revision, name: str) -> Project | None:
    found = []
    for folder in _list_project_folders(revision.repository):
        with suppress(ProjectError):
            project = find_project(folder)
            if project.name == name:
                found.append(project)
    return found[0] if len(found) == 1 else None


def _list_project_folders(folder: Path) -> Iterator[Path]:
    if _has_project(folder):
        yield folder
    for each in sorted(folder.iterdir()):
        if each.is_dir() and not each.is_symlink() and each.name not in _SKIPPED_FOLDERS:
            yield from _list_project_folders(each)


def _has_project(folder: Path) -> bool:
    return any((folder / name).is_file() for name in _PROJECT_FILES)
