"""The result of a preflight, as text and as JSON, with the positions of the settings."""

import json
import shutil
from collections.abc import Iterator
from typing import Any

from fargate_web.checks.finding import Finding
from fargate_web.faults.fault import Fault, PositionFinder, escape_control_characters, format_path
from fargate_web.settings.fix import join_fixes

from fargate_web_cli.live.plain_text import clean_text
from fargate_web_cli.live.preflight.planned_stack import PlannedStack
from fargate_web_cli.live.preflight.run import PreflightResult
from fargate_web_cli.terminal.formatting import format_count, wrap_text


def render_text(planned: PlannedStack, result: PreflightResult, find_position: PositionFinder, *, terminal: bool = False) -> str:
    """Return each finding with its position, what could not be checked by its reason, and a summary in the last line."""
    width = shutil.get_terminal_size().columns if terminal else None
    lines = []
    for finding in result.findings:
        fault = _place(finding, find_position)
        position = ":".join(str(part) for part in (fault.file, fault.line, fault.column) if part is not None)
        head = ": ".join(part for part in (position, finding.severity, format_path(fault.path)) if part)
        lines += _wrap(f"{head}: {escape_control_characters(fault.message)} [{fault.code}]", width)
    for reason, subjects in _group_unchecked(result):
        lines += _wrap(escape_control_characters(f"not checked: {', '.join(subjects)}: {reason}"), width)
    return "\n".join([*lines, _summarize(planned, result)]) + "\n"


def render_json(planned: PlannedStack, result: PreflightResult, find_position: PositionFinder) -> str:
    """Return one JSON document."""
    document = {
        "ok": not any(finding.severity == "error" for finding in result.findings),
        "stack": planned.name,
        "account": result.account,
        "region": planned.region,
        "findings": [_serialize(finding, find_position) for finding in result.findings],
        "silenced": [{**_serialize(finding, find_position), "reason": reason} for finding, reason in result.silenced],
        "notChecked": [{"subject": each.subject, "reason": each.reason, "action": each.action or None} for each in result.unchecked],
        "calls": result.calls,
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _place(finding: Finding, find_position: PositionFinder) -> Fault:
    message = clean_text(join_fixes(finding.message, finding.fixes))
    return Fault.at_position(find_position(finding.path), finding.path, message, code=finding.code, fixes=finding.fixes)


def _serialize(finding: Finding, find_position: PositionFinder) -> dict[str, Any]:
    fault = _place(finding, find_position)
    return {
        "check": finding.code,
        "severity": finding.severity,
        "path": format_path(fault.path),
        "message": fault.message,
        "file": fault.file,
        "line": fault.line,
        "column": fault.column,
        "related": [format_path(path) for path in finding.related_paths],
    }


def _group_unchecked(result: PreflightResult) -> Iterator[tuple[str, list[str]]]:
    subjects: dict[str, list[str]] = {}
    for each in result.unchecked:
        subjects.setdefault(each.reason, []).append(each.subject)
    for reason, found in subjects.items():
        yield reason, list(dict.fromkeys(found))


def _summarize(planned: PlannedStack, result: PreflightResult) -> str:
    errors = sum(finding.severity == "error" for finding in result.findings)
    warnings = len(result.findings) - errors
    parts = [
        format_count(errors, "error") if errors else "no errors",
        format_count(warnings, "warning") if warnings else "no warnings",
        *([f"{len(result.silenced)} silenced"] if result.silenced else []),
        *([f"{len(result.unchecked)} not checked"] if result.unchecked else []),
    ]
    return (
        f"{planned.name} in account {result.account}, {planned.region}: {', '.join(parts)} ({format_count(result.calls, 'call')} to AWS)."
    )


def _wrap(line: str, width: int | None) -> list[str]:
    return [line] if width is None or len(line) <= width else wrap_text(line, max(width, 40), hanging=4)
