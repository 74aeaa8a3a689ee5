"""The findings of the checks."""

from dataclasses import dataclass
from typing import Literal

SettingPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding of a check of the whole stack.

    Attributes:
        code: The stable name of the rule.
        path: The path in the stack file, in the file's spelling.
        message: What is wrong, why, and what to write instead.
        severity: An error stops the program; a warning is printed.
        related_paths: Further paths that the finding depends on.
    """

    code: str
    path: SettingPath
    message: str
    severity: Literal["error", "warning"] = "error"
    related_paths: tuple[SettingPath, ...] = ()
