"""The result of a check as text."""

import shutil
from collections.abc import Iterator, Sequence
from typing import Final

from fargate_web.faults.fault import Fault, Position, escape_control_characters, format_path

from fargate_web_cli.check.stack_check import StackCheck
from fargate_web_cli.terminal.fault_groups import FaultGroup, group_faults
from fargate_web_cli.terminal.formatting import format_count, wrap_text

KINDS: Final = (("error", "faults"), ("warning", "warnings"))
"""The words for a fault and a warning, and the fields of `StackCheck` that hold them."""


def render_text(checks: Sequence[StackCheck], *, terminal: bool = False) -> str:
    """Return each group of faults and warnings, and a summary in the last line."""
    width = shutil.get_terminal_size().columns if terminal else None
    lines = [line for check in checks for kind, field in KINDS for line in _render_groups(kind, getattr(check, field), width)]
    lines += [line for check in checks if check.environments for line in _wrap(_describe_environments(check), width)]
    return "\n".join([*lines, summarize(checks)]) + "\n"


def summarize(checks: Sequence[StackCheck]) -> str:
    """Return the numbers of files, faults and warnings, in one line."""
    faults = sum(len(check.faults) for check in checks)
    warnings = sum(len(check.warnings) for check in checks)
    silenced = sum(len(check.silenced) for check in checks)
    files = f"{format_count(len(checks), 'stack file')} checked ({', '.join(escape_control_characters(check.stack) for check in checks)})"
    found = [format_count(faults, "fault") if faults else "no faults", format_count(warnings, "warning") if warnings else "no warnings"]
    return f"{files}: {', '.join([*found, *([f'{silenced} silenced'] if silenced else [])])}."


def _describe_environments(check: StackCheck) -> str:
    """Return what the check can't know of the Pulumi ESC environments of a stack."""
    missing = ", ".join(format_path(fault.path) for fault in check.missing)
    needed = f"; they must have {missing}" if missing else ""
    names = escape_control_characters(", ".join(check.environments))
    return f"{check.stack}: the values of its Pulumi ESC environment ({names}) are not known here{needed}; `pulumi preview` checks them."


def group_reports(kind: str, faults: Sequence[Fault]) -> list[FaultGroup]:
    """Group the reports that say the same of different services."""
    return group_faults(faults, exactly=kind == "error")


def list_others(group: FaultGroup) -> str:
    """Return the words that name the settings of a group after the first. Return an empty text if there are none."""
    first, *others = group.faults
    return f"{group.introduction_of_others} {', '.join(_format_setting(fault, first) for fault in others)}" if others else ""


def list_related_positions(fault: Fault) -> str:
    """Return the words that name the positions of the other settings that a fault involves. Return an empty text if there are none."""
    return f"see {', '.join(_format_position(position, fault.file) for position in fault.related)}" if fault.related else ""


def _render_groups(kind: str, faults: Sequence[Fault], width: int | None) -> Iterator[str]:
    for group in group_reports(kind, faults):
        first = group.faults[0]
        position = ":".join(str(part) for part in (first.file, first.line, first.column) if part is not None)
        head = ": ".join(part for part in (position, kind, format_path(first.path)) if part)
        yield from _wrap(f"{head}: {escape_control_characters(group.message)} [{first.code}]", width)
        for line in filter(None, (list_others(group), list_related_positions(first) if len(group.faults) == 1 else "")):
            yield from _wrap(f"    {line}", width)


def _format_setting(fault: Fault, first: Fault) -> str:
    if fault.line is None or fault.column is None or fault.file is None:
        return format_path(fault.path)
    return f"{format_path(fault.path)} ({_format_position(Position(fault.file, fault.line, fault.column), first.file)})"


def _format_position(position: Position, file: str | None) -> str:
    place = f"{position.line}:{position.column}"
    return place if position.file == file else f"{position.file}:{place}"


def _wrap(line: str, width: int | None) -> list[str]:
    if width is None or len(line) <= width:
        return [line]
    return wrap_text(line, max(width, 40), hanging=4)
