"""Faults of a stack file or of a component's arguments, and the error that carries all of them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import pulumi

from ..settings.fix import Fix, SettingPath

__all__ = ["Fault", "Position", "PositionFinder", "SettingPath", "SettingsError", "escape_control_characters", "format_path"]


class Position(NamedTuple):
    """A position in a file. Lines and columns are counted from 1."""

    file: str
    line: int
    column: int


class PositionFinder(Protocol):
    """Finds the position of a value in a file."""

    def __call__(self, path: SettingPath, /, *, at_key: bool = False) -> Position | None:
        """Return the position of the value at a path, or of its key. If the path does not exist, use its nearest existing parent."""


_PLAIN_KEY_PATTERN = re.compile(r"[A-Za-z_][\w-]*")
_CONFIGURATION_KEY_PATTERN = re.compile(r"[\w.-]+:[\w.\[\]-]+")


def format_path(path: SettingPath) -> str:
    """Format a path for readers: `services.web.route.paths[0]`, with quotes around keys that contain dots or spaces."""
    formatted = ""
    for part in path:
        if isinstance(part, int):
            formatted += f"[{part}]"
        elif _PLAIN_KEY_PATTERN.fullmatch(part) or (not formatted and _CONFIGURATION_KEY_PATTERN.fullmatch(part)):
            formatted += f".{part}" if formatted else part
        else:
            quoted = part.replace("\\", "\\\\").replace('"', '\\"')
            formatted += f'["{escape_control_characters(quoted)}"]'
    return formatted


def escape_control_characters(text: str) -> str:
    """Escape control characters and line breaks, so that a message is safe in a terminal and stays on one line."""
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in text)


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault in a stack file or in the arguments of a component.

    Attributes:
        path: The path of the value, as in the YAML. Empty if the fault concerns the whole file.
        message: What is wrong, why, and what to write instead.
        file: The file, if there is one.
        line: The line, counted from 1.
        column: The column, counted from 1.
        code: The identifier of the check, as in docs/checks.md.
        fixes: The ways to end the fault, the best first. The message names them.
        related: The positions of the other settings that the fault involves.
    """

    path: SettingPath
    message: str
    file: str | None = None
    line: int | None = None
    column: int | None = None
    code: str = "invalid-argument"
    fixes: tuple[Fix, ...] = ()
    related: tuple[Position, ...] = ()

    @classmethod
    def at_position(
        cls,
        position: Position | None,
        path: SettingPath,
        message: str,
        *,
        code: str = "invalid-argument",
        fixes: tuple[Fix, ...] = (),
        related: tuple[Position, ...] = (),
    ) -> "Fault":
        """Create a fault at a position, which may be unknown."""
        file, line, column = position or (None, None, None)
        return cls(path, message, file, line, column, code, fixes, related)

    def __str__(self) -> str:
        position = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        return ": ".join(part for part in (position, format_path(self.path), escape_control_characters(self.message)) if part)

    @property
    def sort_key(self) -> tuple[bool, str, int, int, str]:
        """The key to sort by: the position, with faults without a position at the end."""
        return (self.line is None, self.file or "", self.line or 0, self.column or 0, format_path(self.path))


class SettingsError(pulumi.RunError):
    """The settings have faults. Pulumi shows this error without a traceback.

    Attributes:
        faults: All faults, sorted by position.
    """

    def __init__(self, faults: Iterable[Fault], subject: str | None = None) -> None:
        # A fault inside an anchor is found again at each alias, but is reported once.
        unique_faults = {
            # The values of fixes may be lists, which have no hash.
            (fault.file, fault.line, fault.column, fault.path[-1:] if fault.line else fault.path, fault.message): fault
            for fault in reversed([*faults])
        }
        self.faults = tuple(sorted(unique_faults.values(), key=lambda fault: fault.sort_key))
        self.subject = subject
        count = f"{len(self.faults)} fault{'' if len(self.faults) == 1 else 's'}"
        where = f" in {subject}" if subject else ""
        super().__init__("\n  ".join([f"{count}{where}; nothing was changed:", *map(str, self.faults)]))

    def __reduce__(self) -> tuple[type["SettingsError"], tuple[tuple[Fault, ...], str | None]]:
        return type(self), (self.faults, self.subject)
