"""Finds the file that pins the versions of a project: a lock file, requirements, or the dependencies in `pyproject.toml`."""

from collections.abc import Iterator
from pathlib import Path

from fargate_web_cli.diff.lock_files import read_pdm_lock, read_poetry_lock, read_pylock, read_uv_lock
from fargate_web_cli.diff.pinned_versions import Pins
from fargate_web_cli.diff.requirement_files import read_project_dependencies, read_requirements_file


def read_pins(project: Path, repository: Path) -> Pins | None:
    """Read the pins of a project from the nearest file, from its folder up to the root of the repository. Lock files take precedence.

    Args:
        project: The folder of `Pulumi.yaml`.
        repository: The root of the repository.

    Returns:
        The pins; None if there is no such file.

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
            for workspace_folder in _list_folders(folder, repository):
                pins = read_uv_lock(workspace_folder / "uv.lock", folder) if (workspace_folder / "uv.lock").is_file() else None
                if pins is not None:
                    return pins
        for name, read in readers.items():
            if (folder / name).is_file():
                return read(folder / name)
        pins = read_project_dependencies(folder / "pyproject.toml", repository) if (folder / "pyproject.toml").is_file() else None
        if pins is not None:
            return pins
    return None


def _list_folders(start: Path, end: Path) -> Iterator[Path]:
    """List the folders from the start up to the end."""
    yield start
    if start != end and start.is_relative_to(end):
        yield from _list_folders(start.parent, end)
