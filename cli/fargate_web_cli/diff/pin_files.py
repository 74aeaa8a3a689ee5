"""Finds the file that pins the versions of a project: its lock, its requirements, or its dependencies."""

from collections.abc import Iterator
from pathlib import Path

from fargate_web_cli.diff.lock_files import read_pdm_lock, read_poetry_lock, read_pylock, read_uv_lock
from fargate_web_cli.diff.pinned_versions import Pins
from fargate_web_cli.diff.requirement_files import read_project_dependencies, read_requirements_file


def read_pins(project: Path, repository: Path) -> Pins | None:
    """Read what a project pins: the nearest file, from its folder up to the root of the repository. A lock comes before what it was made from.

    Args:
        project: The folder of `Pulumi.yaml`.
        repository: The root of the repository.

    Returns:
        What it pins; None if there is no such file.

    Raises:
        PinError: The file can't be read.
    """
    readers = {
        "pylock.toml": read_pylock,
        "requirements.txt": read_requirements_file,
        "poetry.lock": read_poetry_lock,
        "pdm.lock": read_pdm_lock,
    }
    for folder in _list_folders(project, repository):
        if (folder / "pyproject.toml").is_file():
            for above in _list_folders(folder, repository):
                found = read_uv_lock(above / "uv.lock", folder) if (above / "uv.lock").is_file() else None
                if found is not None:
                    return found
        for name, read in readers.items():
            if (folder / name).is_file():
                return read(folder / name)
        found = read_project_dependencies(folder / "pyproject.toml", repository) if (folder / "pyproject.toml").is_file() else None
        if found is not None:
            return found
    return None


def _list_folders(start: Path, end: Path) -> Iterator[Path]:
    """List a folder and those above it, to the last one."""
    yield start
    if start != end and start.is_relative_to(end):
        yield from _list_folders(start.parent, end)
