"""The versions that a revision pins: those of the lock or the requirements that belong to its project."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal

PinKind = Literal["uv.lock", "pylock.toml", "requirements.txt", "poetry.lock", "pdm.lock", "pyproject.toml"]

COMMAND_PACKAGE: Final = "fargate-web-cli"
"""The distribution of this command, whose version is of no matter to what a program registers."""


@dataclass(frozen=True)
class Pin:
    """One package that a program needs.

    Attributes:
        version: The version that is pinned; None where the version is left open.
        specifier: The versions that are allowed, where it is left open.
        source: The commit or the name of a git revision, where it comes from git.
        optional: Whether the package need not be there: a constraint, or a package of an extra or a group that may be another's.
    """

    version: str | None = None
    specifier: str = ""
    source: str = ""
    optional: bool = False

    def __str__(self) -> str:
        if self.source:
            return f"of git revision {self.source[:12]}"
        return self.version or self.specifier or "in any version"


@dataclass(frozen=True)
class Pins:
    """What a project pins.

    Attributes:
        kind: The kind of the file.
        file: The file.
        folder: The folder of the project's `pyproject.toml`, or of the file.
        packages: Package → its pin.
        local_packages: Package → its folder, for each package whose code stands in the repository.
        requirements: What an installer is given, a line each; nothing where it reads the file itself.
        content: What the environment depends on: the texts of all files that count.
    """

    kind: PinKind
    file: Path
    folder: Path
    packages: Mapping[str, Pin]
    local_packages: Mapping[str, Path] = field(default_factory=dict)
    requirements: tuple[str, ...] = ()
    content: str = ""

    @property
    def import_paths(self) -> tuple[Path, ...]:
        """Where the modules of the local packages are found: `src`, where there is one."""
        return tuple(dict.fromkeys(path / "src" if (path / "src").is_dir() else path for path in self.local_packages.values()))


class PinError(Exception):
    """A file that pins versions can't be read."""


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
    from fargate_web_cli.diff.lock_files import read_pdm_lock, read_poetry_lock, read_pylock, read_uv_lock
    from fargate_web_cli.diff.requirement_files import read_project_dependencies, read_requirements_file

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


def read_toml(file: Path) -> dict[str, Any]:
    """Read a TOML file; the same text is read once.

    Raises:
        PinError: It can't be read.
    """
    return _parse_toml(read_text(file), str(file))


def read_text(file: Path) -> str:
    """Read a text file.

    Raises:
        PinError: It can't be read.
    """
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise PinError(f"{file} can't be read: {getattr(error, 'strerror', None) or error}") from None


def applies_here(marker: Any) -> bool:
    """Tell whether a dependency with a marker is one for this Python and this system.

    Raises:
        PinError: The marker is none.
    """
    if not marker:
        return True
    from packaging.markers import InvalidMarker, Marker, UndefinedEnvironmentName

    try:
        return Marker(str(marker)).evaluate({"extra": ""})
    except (InvalidMarker, UndefinedEnvironmentName) as error:
        raise PinError(f"the marker {str(marker)!r} can't be read: {error}") from None


def normalize_name(name: str) -> str:
    """Write the name of a package as indexes do."""
    import re

    return re.sub(r"[-_.]+", "-", name).lower()


def _list_folders(start: Path, end: Path) -> Iterator[Path]:
    """List a folder and those above it, to the last one."""
    yield start
    if start != end and start.is_relative_to(end):
        yield from _list_folders(start.parent, end)


@lru_cache(maxsize=16)
def _parse_toml(text: str, name: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text)
    except ValueError as error:
        raise PinError(f"{name} is no TOML: {error}") from None
