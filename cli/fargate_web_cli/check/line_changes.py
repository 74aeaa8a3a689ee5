"""The lines of a stack file that a fix changes."""

import difflib
from pathlib import Path
from typing import NamedTuple

from fargate_web.faults.fault import Fault
from fargate_web.settings.fix import Fix
from fargate_web.stack.load import NAMESPACE
from fargate_web.stack_file.config_source import shorten_path

from fargate_web_cli.check.text_edits import EditError, apply_fix


class LineChange(NamedTuple):
    """Lines that replace other lines.

    Attributes:
        start: The number of the first line to replace, counted from 1.
        old_lines: The lines to replace. Empty if lines are inserted before `start`.
        new_lines: The lines that replace them.
    """

    start: int
    old_lines: list[str]
    new_lines: list[str]


def find_line_changes(file: Path, fault: Fault, fix: Fix) -> list[LineChange]:
    """Find the lines that a fix changes. Return nothing if the file has no place for the fix."""
    if fault.file not in (None, shorten_path(file)):
        return []  # a setting of Pulumi.yaml, which holds for all stacks
    try:
        text = file.read_bytes().decode()
        fixed = apply_fix(text, fix, NAMESPACE)
    except (OSError, UnicodeError, EditError):
        return []
    old, new = text.splitlines(), fixed.splitlines()
    blocks = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [LineChange(start + 1, old[start:end], new[first:last]) for tag, start, end, first, last in blocks if tag != "equal"]
