"""The result of a check as text, as JSON, or as GitHub annotations."""

import json
import os
import shutil
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from fargate_web.faults.fault import Fault, escape_control_characters, format_path

from fargate_web_cli.check.stack_check import StackCheck
from fargate_web_cli.terminal.fault_groups import FaultGroup, group_faults
from fargate_web_cli.terminal.formatting import format_count

_KINDS: Final = (("error", "faults"), ("warning", "warnings"))


def render_text(checks: Sequence[StackCheck], *, terminal: bool = False) -> str:
    """Return each group of faults and warnings, and a summary in the last line."""
    width = shutil.get_terminal_size().columns if terminal else None
    lines = [line for check in checks for kind, field in _KINDS for line in _render_groups(kind, getattr(check, field), width)]
    return "\n".join([*lines, summarize(checks)]) + "\n"


def summarize(checks: Sequence[StackCheck]) -> str:
    """Return the numbers of files, faults and warnings, in one line."""
    faults = sum(len(check.faults) for check in checks)
    warnings = sum(len(check.warnings) for check in checks)
    files = f"{format_count(len(checks), 'stack file')} checked ({', '.join(escape_control_characters(check.stack) for check in checks)})"
    return f"{files}: {format_count(faults, 'fault') if faults else 'no faults'}, {format_count(warnings, 'warning') if warnings else 'no warnings'}."


def render_json(checks: Sequence[StackCheck]) -> str:
    """Return a document with the faults and warnings of each stack."""
    stacks = {
        check.stack: {
            "file": os.path.relpath(check.file),
            **{field: [_serialize_fault(fault) for fault in getattr(check, field)] for _, field in _KINDS},
        }
        for check in checks
    }
    return json.dumps({"ok": not any(check.faults for check in checks), "stacks": stacks}, indent=2, ensure_ascii=False) + "\n"


def render_github(checks: Sequence[StackCheck]) -> str:
    """Return workflow commands, for which GitHub shows each fault at its line."""
    lines = [_render_annotation(kind, fault, check) for check in checks for kind, field in _KINDS for fault in getattr(check, field)]
    return "\n".join([*lines, summarize(checks)]) + "\n"


def _render_groups(kind: str, faults: Sequence[Fault], width: int | None) -> Iterator[str]:
    # Faults are not grouped: the words that differ can be exactly what the user must correct.
    groups = group_faults(faults) if kind == "warning" else [FaultGroup(fault.message, (fault,)) for fault in faults]
    for group in groups:
        first = group.faults[0]
        position = ":".join(str(part) for part in (first.file, first.line, first.column) if part is not None)
        subject = format_path(first.path)
        head = ": ".join(part for part in (position, kind, subject) if part)
        yield from _wrap(f"{head}: {escape_control_characters(group.message)}", width)
        others = [_format_setting(fault, first) for fault in group.faults[1:]]
        if others:
            yield from _wrap(f"    {group.introduction_of_others} {', '.join(others)}", width)


def _format_setting(fault: Fault, first: Fault) -> str:
    position = f"{fault.line}:{fault.column}" if fault.file == first.file else f"{fault.file}:{fault.line}:{fault.column}"
    return f"{format_path(fault.path)} ({position})" if fault.line else format_path(fault.path)


def _wrap(line: str, width: int | None) -> list[str]:
    if width is None or len(line) <= width:
        return [line]
    return textwrap.wrap(line, max(width, 40), subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)


def _serialize_fault(fault: Fault) -> dict[str, Any]:
    return {"path": format_path(fault.path), "message": fault.message, "file": fault.file, "line": fault.line, "column": fault.column}


def _render_annotation(kind: str, fault: Fault, check: StackCheck) -> str:
    root = os.environ.get("GITHUB_WORKSPACE") or Path.cwd()
    properties = {
        "file": os.path.relpath(fault.file or check.file, root),
        "line": fault.line,
        "col": fault.column,
        "title": format_path(fault.path),
    }
    rendered_properties = ",".join(f"{key}={_escape(str(value), property_value=True)}" for key, value in properties.items() if value)
    return f"::{kind} {rendered_properties}::{_escape(fault.message)}"


def _escape(text: str, *, property_value: bool = False) -> str:
    """Escape the characters that delimit a workflow command: https://docs.github.com/actions/reference/workflow-commands-for-github-actions."""
    for mark in ("%", "\r", "\n", *((":", ",") if property_value else ())):
        text = text.replace(mark, f"%{ord(mark):02X}")
    return text
