"""Finds the Pulumi project of a folder."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

_PROJECT_FILES: Final = ("Pulumi.yaml", "Pulumi.yml")
_STACK_FILE_SUFFIXES: Final = (".yaml", ".yml")


class ProjectError(Exception):
    """There is no project to work on, for a reason that is the user's to know."""


@dataclass(frozen=True)
class Project:
    """A Pulumi project with a Python program.

    Attributes:
        folder: The folder of `Pulumi.yaml`.
        name: The name of the project.
        program: The folder of the main program.
    """

    folder: Path
    name: str
    program: Path

    def stack_files(self) -> dict[str, Path]:
        """Find the stack files: stack → file."""
        files = sorted(each for suffix in _STACK_FILE_SUFFIXES for each in self.folder.glob(f"Pulumi.*{suffix}"))
        return {each.stem.removeprefix("Pulumi."): each for each in files}


def find_project(start: Path) -> Project:
    """Find the nearest project, from a folder upwards.

    Raises:
        ProjectError: There is none, or its file can't be read.
    """
    for folder in (start.resolve(), *start.resolve().parents):
        for name in _PROJECT_FILES:
            if (folder / name).is_file():
                return _read_project(folder / name)
    raise ProjectError(f"There is no Pulumi.yaml in {start.resolve()} or above it.")


def _read_project(file: Path) -> Project:
    try:
        content: Any = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeError, yaml.YAMLError) as error:
        raise ProjectError(f"{file} can't be read: {error}") from None
    name = content.get("name") if isinstance(content, dict) else None
    if not isinstance(name, str) or not name:
        raise ProjectError(f"{file}: the name of the project is missing.")
    return Project(file.parent, name, file.parent / str(content.get("main") or ""))
