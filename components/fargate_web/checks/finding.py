"""What a check says about a stack."""

from dataclasses import dataclass
from typing import Literal

SettingPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that only the whole stack can tell.

    Attributes:
        code: A stable name of the rule.
        path: Where it is in the stack file, in the file's own spelling.
        message: What is wrong, why, and what to write instead.
        severity: An error stops the program; a warning is printed.
        related_paths: Further places that the finding rests on.
    """

    code: str
    path: SettingPath
    message: str
    severity: Literal["error", "warning"] = "error"
    related_paths: tuple[SettingPath, ...] = ()
