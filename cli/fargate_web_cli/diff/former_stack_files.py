"""Finds out whether a stack without a file in the base is new, or may exist already: under another name, or from a file that was removed earlier."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fargate_web_cli.diff.project_location import LocatedProject, has_project, list_project_folders
from fargate_web_cli.diff.revisions import Revision, find_last_version, is_ignored, is_shallow
from fargate_web_cli.diff.unknown_base import mentions_protection, text_mentions_protection
from fargate_web_cli.project.project import Project

_SUFFIXES: Final = (".yaml", ".yml")


@dataclass(frozen=True)
class FormerStackFile:
    """A reason to believe that a stack exists already.

    Attributes:
        reason: The predicate of a sentence about the base.
        was_protected: Whether the stack was protected.
    """

    reason: str
    was_protected: bool


def find_former_stack_file(
    base: Revision, old: LocatedProject | None, head: Revision, new: LocatedProject | None, stack: str, stack_file: Path | None
) -> FormerStackFile | None:
    """Find the reason to believe that a stack without a file in the base exists already. Return None if the stack is new.

    Args:
        base: The base.
        old: The project in the base, if it exists there.
        head: The head.
        new: The project in the head, if it exists there.
        stack: The stack.
        stack_file: The file of the stack in the head, if it has one.
    """
    if new is None or stack_file is None:
        return None
    removed = dict.fromkeys(_list_removed_files(base, old, head, new.project, stack, stack_file))
    if removed:
        names = " and ".join(str(_find_relative_path(path, base)) for path in removed)
        return FormerStackFile(
            f"has no file of this stack, and {names} {'is' if len(removed) == 1 else 'are'} gone, so that it may be an old stack under another name",
            any(mentions_protection(path) for path in removed),
        )
    if head.commit is None and is_ignored(stack_file):
        return FormerStackFile("has no file of this stack, because git ignores it", was_protected=False)
    path = _find_relative_path(_find_former_path(stack_file, old, new.project) or stack_file, base if old else head)
    last_version = find_last_version(base, path)
    if last_version is not None:
        return FormerStackFile(
            f"has no file of this stack any more, because {last_version.removal[:9]} removed it",
            last_version.text is None or text_mentions_protection(last_version.text),
        )
    if is_shallow(base):
        return FormerStackFile("has no file of this stack, and the clone is too shallow to know whether it had one", was_protected=False)
    return None


def _list_removed_files(
    base: Revision, old: LocatedProject | None, head: Revision, new: Project, stack: str, stack_file: Path
) -> Iterator[Path]:
    """List the stack files of the base that the head no longer has."""
    kept = new.list_stack_files()
    if old is None:
        for folder in list_project_folders(base.repository):
            if not has_project(head.repository / _find_relative_path(folder, base)):
                # Whatever its language is, and whether its program is there or not.
                yield from sorted(path for suffix in _SUFFIXES for path in folder.glob(f"Pulumi.?*{suffix}"))
        return
    known = old.project.list_stack_files()
    yield from (path for name, path in known.items() if name not in kept)
    if stack_file in kept.values():
        return
    # A file with a name of its own (`--config-file`): the stack may have had another one.
    if stack in known:
        yield known[stack]
    former = _find_former_path(stack_file, old, new)
    if former is not None and former.parent.is_dir():
        yield from (
            path for path in sorted(former.parent.iterdir()) if path.suffix in _SUFFIXES and not (stack_file.parent / path.name).is_file()
        )


def _find_former_path(stack_file: Path, old: LocatedProject | None, new: Project) -> Path | None:
    """Return where a file of the head would be in the base. Return None if the base has no project, or the file is outside the project."""
    folder = new.folder.resolve()
    if old is None or not stack_file.resolve().is_relative_to(folder):
        return None
    return old.project.folder / stack_file.resolve().relative_to(folder)


def _find_relative_path(path: Path, revision: Revision) -> Path:
    root = revision.repository.resolve()
    return path.resolve().relative_to(root) if path.resolve().is_relative_to(root) else path
