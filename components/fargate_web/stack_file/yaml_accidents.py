"""What people leave in a YAML file by accident, and what is then wrong with it: conflicts of a merge, invisible spaces, keys without their colon."""

import re
from collections.abc import Sequence
from typing import Final

_CONFLICT_PATTERN: Final = re.compile(r"^<{7}(?: .*)?$", re.MULTILINE)
_INVISIBLE_INDENT_PATTERN: Final = re.compile(r"^ *([\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff])", re.MULTILINE)
_ASSIGNMENT_PATTERN: Final = re.compile(r"\s*(?:- +)?([\w.-]+) *= *(\S.*)")
_JOINED_PATTERN: Final = re.compile(r"\s*(?:- +)?([\w.-]+):(\S.*)")

Accident = tuple[str, tuple[int, int]]
"""What is wrong, and the line and column."""


def find_editing_accident(text: str) -> Accident | None:
    """Find the marks of a merge conflict, and indentation with characters that only look like spaces."""
    conflict = _CONFLICT_PATTERN.search(text)
    if conflict:
        return (
            "a merge conflict is not resolved here; keep one of the two versions, and remove the lines with <<<<<<<, ======= and >>>>>>>",
            _mark_at(text, conflict.start()),
        )
    invisible = _INVISIBLE_INDENT_PATTERN.search(text)
    if invisible:
        name = "a no-break space" if invisible[1] == "\u00a0" else "a character that only looks like a space"
        return f"{name} (U+{ord(invisible[1]):04X}) indents this line; write plain spaces", _mark_at(text, invisible.start(1))
    return None


def find_unfinished_key(lines: Sequence[str], number: int) -> Accident | None:
    """Find a key in a line that is joined to its value by an equals sign, or by a colon without a space."""
    problems = (
        (_ASSIGNMENT_PATTERN, "a colon follows a key, and no equals sign"),
        (_JOINED_PATTERN, "a space follows the colon of a key"),
    )
    for pattern, problem in problems:
        found = pattern.fullmatch(lines[number - 1]) if 0 < number <= len(lines) else None
        if found:
            return f"{problem}; write {found[1]}: {found[2].strip()}", (number, found.start(1) + 1)
    return None


def _mark_at(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)
