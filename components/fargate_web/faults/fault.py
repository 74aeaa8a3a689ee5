"""Faults of a stack file or of a component's arguments, and the error that carries all of them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeAlias

import pulumi

SettingPath: TypeAlias = tuple[str | int, ...]
"""Where a value stands: keys of maps and indices of lists, from the outermost in."""


class Position(NamedTuple):
    """A place in a file; line and column start at 1."""

    file: str
    line: int
    column: int


class PositionFinder(Protocol):
    """Finds the position of a value in a file."""

    def __call__(self, path: SettingPath, /, *, at_key: bool = False) -> Position | None:
        """Give the position of the value at a path, or of its key; of the nearest that exists where it does not."""


_PLAIN_KEY_PATTERN = re.compile(r"[A-Za-z_][\w-]*")
_CONFIGURATION_KEY_PATTERN = re.compile(r"[\w.-]+:[\w.\[\]-]+")


def format_path(path: SettingPath) -> str:
    """Spell a path as a reader would: `services.web.route.paths[0]`, with quotes about keys that hold dots or spaces."""
    spelled = ""
    for part in path:
        if isinstance(part, int):
            spelled += f"[{part}]"
        elif _PLAIN_KEY_PATTERN.fullmatch(part) or (not spelled and _CONFIGURATION_KEY_PATTERN.fullmatch(part)):
            spelled += f".{part}" if spelled else part
        else:
            quoted = part.replace("\\", "\\\\").replace('"', '\\"')
            spelled += f'["{escape_control_characters(quoted)}"]'
    return spelled


def escape_control_characters(text: str) -> str:
    """Keep control characters from reaching a terminal, and a message within its line."""
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in text)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong.

    Attributes:
        path: Where, as in the YAML; empty where the file as a whole is meant.
        message: What is wrong, why, and what to write instead.
        file: The file, where there is one.
        line: The line, from 1.
        column: The column, from 1.
    """

    path: SettingPath
    message: str
    file: str | None = None
    line: int | None = None
    column: int | None = None

    @classmethod
    def at_position(cls, position: Position | None, path: SettingPath, message: str) -> "Fault":
        """Make a fault at a position that may be unknown."""
        return cls(path, message, *(position or (None, None, None)))

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        return ": ".join(part for part in (place, format_path(self.path), escape_control_characters(self.message)) if part)

    @property
    def sort_key(self) -> tuple[bool, str, int, int, str]:
        """Sort by position, and what has none to the end."""
        return (self.line is None, self.file or "", self.line or 0, self.column or 0, format_path(self.path))


class SettingsError(pulumi.RunError):
    """The settings have faults. Pulumi shows this kind of error without a traceback.

    Attributes:
        faults: All of them, in the order of their positions.
    """

    def __init__(self, faults: Iterable[Fault], subject: str | None = None) -> None:
        # A fault within an anchor is found again at each of its aliases, and is one all the same.
        once = {
            (fault.file, fault.line, fault.column, fault.path[-1:], fault.message) if fault.line else fault: fault
            for fault in reversed([*faults])
        }
        self.faults = tuple(sorted(once.values(), key=lambda fault: fault.sort_key))
        self.subject = subject
        count = f"{len(self.faults)} fault{'' if len(self.faults) == 1 else 's'}"
        where = f" in {subject}" if subject else ""
        super().__init__("\n  ".join([f"{count}{where}; nothing was changed:", *map(str, self.faults)]))

    def __reduce__(self) -> tuple[type["SettingsError"], tuple[tuple[Fault, ...], str | None]]:
        return type(self), (self.faults, self.subject)
