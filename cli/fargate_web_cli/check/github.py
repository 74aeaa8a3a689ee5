"""The result of a check as annotations of GitHub."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from fargate_web.faults.fault import format_path

from fargate_web_cli.check.line_changes import find_line_changes
from fargate_web_cli.check.stack_check import StackCheck
from fargate_web_cli.check.text import KINDS, group_reports, list_others, list_related_positions, summarize
from fargate_web_cli.terminal.fault_groups import FaultGroup


def render_github(checks: Sequence[StackCheck]) -> str:
    """Return workflow commands, for which GitHub shows each report at its line. It shows ten of a kind in a step, so that reports are grouped."""
    lines = [
        _render_annotation(kind, group, check)
        for check in checks
        for kind, field in KINDS
        for group in group_reports(kind, getattr(check, field))
    ]
    return "\n".join([*lines, summarize(checks)]) + "\n"


def _render_annotation(kind: str, group: FaultGroup, check: StackCheck) -> str:
    fault = group.faults[0]
    root = os.environ.get("GITHUB_WORKSPACE") or Path.cwd()
    properties = {
        "file": os.path.relpath(fault.file or check.file, root),
        "line": fault.line,
        "col": fault.column,
        "title": ": ".join(filter(None, (format_path(fault.path), fault.code))),
    }
    rendered_properties = ",".join(f"{key}={_escape(str(value), property_value=True)}" for key, value in properties.items() if value)
    text = "\n".join(filter(None, (fault.message, list_others(group), list_related_positions(fault), *_suggest_change(group, check))))
    return f"::{kind} {rendered_properties}::{_escape(text)}"


def _suggest_change(group: FaultGroup, check: StackCheck) -> Iterator[str]:
    """Yield the lines to replace, and those to write instead, for the fix that the user surely meant."""
    fault = group.faults[0]
    fix = next((fix for fix in fault.fixes if fix.is_certain), None)
    for change in find_line_changes(check.file, fault, fix) if fix else ():
        yield "Suggested change:"
        yield from (f"- {line}" for line in change.old_lines)
        yield from (f"+ {line}" for line in change.new_lines)


def _escape(text: str, *, property_value: bool = False) -> str:
    """Escape the characters that delimit a workflow command: https://docs.github.com/actions/reference/workflow-commands-for-github-actions."""
    for mark in ("%", "\r", "\n", *((":", ",") if property_value else ())):
        text = text.replace(mark, f"%{ord(mark):02X}")
    return text
