"""The versions that a project pins, and what the readers of all kinds of files share."""

from collections.abc import Mapping
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


@lru_cache(maxsize=16)
def _parse_toml(text: str, name: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text)
    except ValueError as error:
        raise PinError(f"{name} is no TOML: {error}") from None
