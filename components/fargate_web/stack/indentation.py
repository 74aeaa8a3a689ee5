"""Blocks of lines in a stack file, and how they are indented."""

from collections.abc import Sequence

from ..settings.fix import TextEdit


def build_indentation(lines: Sequence[str], first: int, last: int, spaces: int) -> tuple[TextEdit, ...]:
    """Build the edits that indent lines by more spaces. Empty lines stay empty."""
    return tuple(TextEdit(number, 1, 0, " " * spaces) for number in range(first, last + 1) if lines[number - 1].strip())


def find_last_line(lines: Sequence[str], first: int, stop: int | None) -> int:
    """Find the last line of a block that starts at a line: the one before a line that is indented less, or before `stop`."""
    indentation = len(lines[first - 1]) - len(lines[first - 1].lstrip())
    last = first
    for number in range(first + 1, stop or len(lines) + 1):
        line = lines[number - 1]
        if not line.strip() or line.strip().startswith("#"):
            continue
        if len(line) - len(line.lstrip()) < indentation:
            break
        last = number
    return last


def join_names(names: Sequence[str]) -> str:
    """Join names as a sentence does: `a, b and c`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
