"""The model of pinned versions, and the functions that the readers of all pin files share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal

PinKind = Literal["uv.lock", "pylock.toml", "requirements.txt", "poetry.lock", "pdm.lock", "pyproject.toml"]

COMMAND_PACKAGE: Final = "fargate-web-cli"
"""The distribution of this command, whose version does not influence what a program registers."""


@dataclass(frozen=True)
class Pin:
    """One package that a program needs.

    Attributes:
        version: The pinned version; None if the version is not pinned.
        specifier: The allowed versions, if the version is not pinned.
        source: The commit or name of a git revision, for a package from git.
        optional: Whether the package can be missing: for a constraint, or a package of an extra or a group that the project may not use.
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
    """The pinned versions of a project.

    Attributes:
        kind: The kind of the file.
        file: The file.
        folder: The folder of the project's `pyproject.toml`, or of the file.
        packages: The pins by package.
        local_packages: The folders by package, for packages whose code is in the repository.
        requirements: The requirement lines for the installer; empty if it reads the file itself.
        content: The texts that determine the environment, for its cache key.
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
        """The folders with the modules of the local packages: `src` if it exists."""
        return tuple(dict.fromkeys(path / "src" if (path / "src").is_dir() else path for path in self.local_packages.values()))


class PinError(Exception):
    """A file that pins versions can't be read."""


def read_toml(file: Path) -> dict[str, Any]:
    """Read a TOML file. A cache avoids parsing the same text again.

    Raises:
        PinError: The file can't be read.
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


def matches_environment(marker: Any) -> bool:
    """Return whether an environment marker is true for this Python and this system.

    Raises:
        PinError: The marker is invalid.
    """
    if not marker:
        return True
    from packaging.markers import InvalidMarker, Marker, UndefinedEnvironmentName

    try:
        return Marker(str(marker)).evaluate({"extra": ""})
    except (InvalidMarker, UndefinedEnvironmentName) as error:
        raise PinError(f"the marker {str(marker)!r} can't be read: {error}") from None


def normalize_name(name: str) -> str:
    """Return the normalized name of a package, as package indexes write it."""
    import re

    return re.sub(r"[-_.]+", "-", name).lower()


@lru_cache(maxsize=16)
def _parse_toml(text: str, name: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text)
    except ValueError as error:
        raise PinError(f"{name} is no TOML: {error}") from None
