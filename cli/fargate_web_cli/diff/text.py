"""A difference as text: in colours on a terminal, plain in a pipe."""

import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from textwrap import wrap
from typing import Final

from rich.text import Text

from fargate_web_cli.diff.broadening.access_rules import Direction
from fargate_web_cli.diff.broadening.broadening_guard import describe_access
from fargate_web_cli.diff.cost_and_deployments import summarize_cost_difference
from fargate_web_cli.diff.model import Diff, PropertyChange, ResourceChange, StackDiff
from fargate_web_cli.diff.sentences import (
    MAXIMUM_DERIVED,
    describe_no_changes,
    describe_removed_advice,
    find_routine_name,
    is_about_rights,
    list_derived_changes,
    list_direct_changes,
    summarize_access,
    summarize_stack,
)
from fargate_web_cli.diff.stop_report import describe_stopped_changes
from fargate_web_cli.diff.value_changes import ABSENT, ValueChange
from fargate_web_cli.diff.value_text import abridge_values
from fargate_web_cli.terminal.console import build_console
from fargate_web_cli.terminal.formatting import shorten_type

OPERATION_SIGNS: Final = {"create": "+", "delete": "-", "update": "~", "replace": "+-", "read": ">", "import": "=", "same": " "}
_OPERATION_STYLES: Final = {
    "create": "green",
    "delete": "red",
    "update": "yellow",
    "replace": "magenta",
    "read": "cyan",
    "import": "cyan",
    "same": "dim",
}
_PLAIN_WIDTH: Final = 160
_ACCESS_SIGNS: Final[dict[Direction, tuple[str, str]]] = {
    "broader": ("+", "bold red"),
    "unclear": ("?", "bold red"),
    "narrower": ("-", "dim"),
}
_MAXIMUM_LINES: Final = 8
_MAXIMUM_NARROWER: Final = 10


def render_diff(diff: Diff, *, single_stack: bool) -> str:  # noqa: ARG001 - the interface of all forms
    """Return a difference as text for a terminal, a file or a pipe."""
    terminal = sys.stdout.isatty()
    text = StringIO()
    rich = build_console(text, terminal=terminal)
    width = max(shutil.get_terminal_size().columns, 60) if terminal else _PLAIN_WIDTH
    for line in _format_diff(diff, width):
        line.rstrip()
        rich.print(line)
    # An encoding without arrows and dashes (`LC_ALL=C`) gets question marks instead of an error.
    encoding = sys.stdout.encoding or "utf-8"
    return text.getvalue().encode(encoding, "replace").decode(encoding)


def _format_diff(diff: Diff, width: int) -> Iterator[Text]:
    yield Text.assemble("Comparing ", (diff.title, "bold"))
    for note in diff.notes:
        yield Text(f"  {note}", "dim")
    for stack in diff.stacks:
        yield Text()
        yield from _format_stack(stack, width)


def _format_stack(stack: StackDiff, width: int) -> Iterator[Text]:
    region = f" in {stack.region}" if stack.region else ""
    yield Text.assemble((stack.name, "bold"), f"{region}: ", summarize_stack(stack) if not stack.error else "can't be run")
    for warning in stack.warnings:
        yield Text.assemble(("  warning: ", "yellow"), warning)
    for advice in stack.added_advice:
        yield Text.assemble(("  + warning: ", "yellow"), advice)
    if stack.removed_advice:
        yield Text.assemble(("  - ", "green"), (describe_removed_advice(stack), "dim"))
    if stack.error:
        yield from (Text(f"  {line}", "red") for line in stack.error.splitlines())
        return
    if not stack.changes:
        yield Text(f"  {describe_no_changes(stack)}")
    yield from _format_access(stack, width)
    for change in stack.changes:
        yield from _format_change(change, width)
    if stack.output_changes:
        yield Text("  outputs:", "bold")
        for property_change in stack.output_changes:
            yield from _format_property(PropertyChange(property_change), width)
    for service, how in stack.deployments.items():
        yield Text.assemble("  deploys ", (service, "bold"), f": {how}")
    if cost_summary := summarize_cost_difference(stack.cost):
        yield Text.assemble("  costs ", (cost_summary, "bold"))
    if stack.stopped:
        yield Text()
        for line in describe_stopped_changes(stack):
            yield Text(f"  {line}", "bold red" if not line.startswith(" ") else "red")


def _format_access(stack: StackDiff, width: int) -> Iterator[Text]:
    """Yield the section of rights and openings. Long lines continue below: nothing that is granted is cut off."""
    if not stack.access_changes:
        return
    yield Text.assemble("  ", ("Rights and openings", "bold"), f": {summarize_access(stack)}")
    narrower = [change for change in stack.access_changes if not change.is_broadening]
    for change in (*(change for change in stack.access_changes if change.is_broadening), *narrower[:_MAXIMUM_NARROWER]):
        sign, style = _ACCESS_SIGNS[change.direction]
        lines = wrap(describe_access(change), max(width - 9, 40), break_long_words=False, break_on_hyphens=False)
        yield from (Text(f"    {sign if not index else ' '}  {line}", style) for index, line in enumerate(lines))
    if len(narrower) > _MAXIMUM_NARROWER:
        yield Text(f"    … and {len(narrower) - _MAXIMUM_NARROWER} more that become narrower", "dim")


def _format_change(change: ResourceChange, width: int) -> Iterator[Text]:
    sign, style = OPERATION_SIGNS[change.op], _OPERATION_STYLES[change.op]
    routine_name = find_routine_name(change)
    if routine_name:
        sign, style = OPERATION_SIGNS["update"], _OPERATION_STYLES["update"]
    protected = "  protected" if change.is_protected and change.op in ("replace", "delete") else ""
    yield Text.assemble(
        "  ",
        (sign.ljust(3), style),
        (shorten_type(change.type), "cyan"),
        " ",
        (change.name, "bold"),
        f"  {routine_name}" if routine_name else "",
        f"  {change.summary}" if change.summary else "",
        (protected, "red"),
    )
    if change.former_urn:
        yield Text(f"       was {change.former_urn.rpartition('::')[2]} (alias): it stays what it is", "dim")
    for reason in () if routine_name else change.replacement_reasons:
        yield Text.assemble(("       why:    ", "magenta"), reason)
    if change.effect:
        yield Text.assemble(("       effect: ", style), change.effect)
    if change.how_to_avoid:
        yield Text.assemble(("       avoid:  ", "green"), change.how_to_avoid)
    if change.op in ("update", "replace"):
        for property_change in (*list_direct_changes(change), *list_derived_changes(change)[:MAXIMUM_DERIVED]):
            yield from _format_property(replace(property_change, forces_replacement=False) if routine_name else property_change, width)
        hidden_count = len(list_derived_changes(change)) - MAXIMUM_DERIVED
        if hidden_count > 0:
            yield Text(f"     … and {hidden_count} more that follow from replacements", "dim")


def _format_property(property_change: PropertyChange, width: int) -> Iterator[Text]:
    change = property_change.change
    if property_change.derived:
        forced = (" (forces replacement)", "magenta") if property_change.forces_replacement else ""
        yield Text.assemble("     ", _choose_sign(change), f" {change.display_path}: ", (f"{change.old} → {change.new}", "dim"), forced)
        return
    prefix = Text.assemble(
        "     ", _choose_sign(change), " ", (change.display_path, "bold" if property_change.forces_replacement else ""), ": "
    )
    if _has_multiple_lines(change):
        yield prefix
        yield from _format_text_lines(change, width)
        return
    value_width = sys.maxsize if is_about_rights(change) else max((width - prefix.cell_len - 3) // 2, 24)
    if ABSENT in (change.old, change.new) and not is_about_rights(change):
        value_width = max(width - prefix.cell_len - 1, 24)
    old, new = abridge_values(change.old, change.new, value_width)
    if change.old is ABSENT:
        yield Text.assemble(prefix, (new, "green"))
    elif change.new is ABSENT:
        yield Text.assemble(prefix, (old, "red"))
    else:
        yield Text.assemble(
            prefix, (old, "red"), " → ", (new, "green"), (" (forces replacement)", "magenta") if property_change.forces_replacement else ""
        )


def _choose_sign(change: ValueChange) -> tuple[str, str]:
    if change.old is ABSENT:
        return "+", "green"
    return ("-", "red") if change.new is ABSENT else ("~", "yellow")


def _has_multiple_lines(change: ValueChange) -> bool:
    return isinstance(change.old, str) and isinstance(change.new, str) and "\n" in change.old + change.new


def _format_text_lines(change: ValueChange, width: int) -> Iterator[Text]:
    """Yield the added and removed lines of a text."""
    from difflib import unified_diff

    lines = [*unified_diff(change.old.splitlines(), change.new.splitlines(), lineterm="", n=0)][2:]
    lines = [line for line in lines if not line.startswith("@@")]
    for line in lines[:_MAXIMUM_LINES]:
        yield Text(f"         {shorten_text(f'{line[:1]} {line[1:]}', width - 9)}", "red" if line.startswith("-") else "green")
    if len(lines) > _MAXIMUM_LINES:
        yield Text(f"         … and {len(lines) - _MAXIMUM_LINES} more lines", "dim")


def shorten_text(text: str, width: int) -> str:
    """Cut a text that is longer than a width."""
    return text if len(text) <= max(width, 24) else text[: max(width, 24) - 1] + "…"
