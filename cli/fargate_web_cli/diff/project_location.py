"""The location of the project in another revision, where it may have another folder or name."""

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
    """The project in a revision.

    Attributes:
        project: The project.
        notes: Notes for the user.
    """

    project: Project
    notes: tuple[str, ...] = ()


def locate_project(revision: Revision, wanted: Project) -> LocatedProject | None:
    """Find a project in a revision: in the same folder, or by its name if that is unique there.

    Raises:
        ProjectError: Its file can't be read.
    """
    if has_project(revision.folder):
        found = find_project(revision.folder)
        if found.name != wanted.name:
            # The folder may contain a different project in this revision.
            moved_project = _find_by_name(revision, wanted.name)
            if moved_project is not None:
                return _note_folder(revision, moved_project)
        return LocatedProject(found)
    moved_project = _find_by_name(revision, wanted.name)
    return _note_folder(revision, moved_project) if moved_project is not None else None


def describe_renaming(old: Project, new: Project, stacks: list[str]) -> str:
    """Explain what the new name of a project means for its stacks."""
    commands = "; ".join(f"pulumi stack rename --stack {old.name}/{stack} <organization>/{new.name}/{stack}" for stack in stacks)
    return (
        f"the project is renamed from {old.name} to {new.name}: the stacks are compared as if they were renamed with it by: {commands}. "
        "Without that, Pulumi creates new stacks and leaves the old ones unchanged"
    )


def _note_folder(revision: Revision, found: Project) -> LocatedProject:
    folder = found.folder.resolve().relative_to(revision.repository.resolve())
    return LocatedProject(found, (f"the project is in {'the root' if folder == Path() else folder} of the repository",))


def _find_by_name(revision: Revision, name: str) -> Project | None:
    found = []
    for folder in list_project_folders(revision.repository):
        with suppress(ProjectError):
            project = find_project(folder)
            if project.name == name:
                found.append(project)
    return found[0] if len(found) == 1 else None


def list_project_folders(folder: Path) -> Iterator[Path]:
    """List the folders with a project, in a folder and below it."""
    if has_project(folder):
        yield folder
    for child in sorted(folder.iterdir()):
        if child.is_dir() and not child.is_symlink() and child.name not in _SKIPPED_FOLDERS:
            yield from list_project_folders(child)


def has_project(folder: Path) -> bool:
    """Return whether a folder has the file of a project."""
    return any((folder / name).is_file() for name in _PROJECT_FILES)
