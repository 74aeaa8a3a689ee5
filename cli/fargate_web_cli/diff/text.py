"""A difference as text: in colours on a terminal, plain in a pipe."""

import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from typing import Final

from rich.text import Text

from fargate_web_cli.diff.cost_and_deployments import cost_line
from fargate_web_cli.diff.model import Change, Diff, PropertyChange, StackDiff
from fargate_web_cli.diff.sentences import MOST_DERIVED, called, derived, direct, guard_lines, nothing, summary
from fargate_web_cli.diff.value_changes import ABSENT, ValueChange
from fargate_web_cli.diff.value_text import abridged
from fargate_web_cli.terminal.console import console
from fargate_web_cli.terminal.formatting import short_type

SIGNS: Final = {"create": "+", "delete": "-", "update": "~", "replace": "+-", "read": ">", "import": "=", "same": " "}
_STYLES: Final = {
    "create": "green",
    "delete": "red",
    "update": "yellow",
    "replace": "magenta",
    "read": "cyan",
    "import": "cyan",
    "same": "dim",
}
_PLAIN_WIDTH: Final = 160
_MOST_LINES: Final = 8


def written(diff: Diff, *, one: bool) -> str:  # noqa: ARG001 - the interface of all forms
    """Write a difference for a terminal, a file or a pipe."""
    terminal = sys.stdout.isatty()
    text = StringIO()
    rich = console(text, terminal=terminal)
    width = max(shutil.get_terminal_size().columns, 60) if terminal else _PLAIN_WIDTH
    for line in _page(diff, width):
        line.rstrip()
        rich.print(line)
    # A stream that has no arrows and dashes (`LC_ALL=C`) writes question marks instead of failing.
    encoding = sys.stdout.encoding or "utf-8"
    return text.getvalue().encode(encoding, "replace").decode(encoding)


def _page(diff: Diff, width: int) -> Iterator[Text]:
    yield Text.assemble("Comparing ", (diff.title, "bold"))
    for note in diff.notes:
        yield Text(f"  {note}", "dim")
    for stack in diff.stacks:
        yield Text()
        yield from _stack(stack, width)


def _stack(stack: StackDiff, width: int) -> Iterator[Text]:
    where = f" in {stack.region}" if stack.region else ""
    yield Text.assemble((stack.stack, "bold"), f"{where}: ", summary(stack) if not stack.error else "can't be run")
    for warning in stack.warnings:
        yield Text.assemble(("  warning: ", "yellow"), warning)
    if stack.error:
        yield from (Text(f"  {line}", "red") for line in stack.error.splitlines())
        return
    if not stack.changes:
        yield Text(f"  {nothing(stack)}")
    for change in stack.changes:
        yield from _change(change, width)
    if stack.outputs:
        yield Text("  outputs:", "bold")
        for each in stack.outputs:
            yield from _property(PropertyChange(each), width)
    for service, how in stack.deployments.items():
        yield Text.assemble("  deploys ", (service, "bold"), f": {how}")
    if told := cost_line(stack.cost):
        yield Text.assemble("  costs ", (told, "bold"))
    if stack.stopped:
        yield Text()
        for line in guard_lines(stack):
            yield Text(f"  {line}", "bold red" if not line.startswith(" ") else "red")


def _change(change: Change, width: int) -> Iterator[Text]:
    sign, style = SIGNS[change.op], _STYLES[change.op]
    everyday = called(change)
    if everyday:
        sign, style = SIGNS["update"], _STYLES["update"]
    protected = "  protected" if change.protect and change.op in ("replace", "delete") else ""
    yield Text.assemble(
        "  ",
        (sign.ljust(3), style),
        (short_type(change.type), "cyan"),
        " ",
        (change.name, "bold"),
        f"  {everyday}" if everyday else "",
        (protected, "red"),
    )
    if change.moved_from:
        yield Text(f"       was {change.moved_from.rpartition('::')[2]} (alias): it stays what it is", "dim")
    for reason in () if everyday else change.reasons:
        yield Text.assemble(("       why:    ", "magenta"), reason)
    if change.effect:
        yield Text.assemble(("       effect: ", style), change.effect)
    if change.avoid:
        yield Text.assemble(("       avoid:  ", "green"), change.avoid)
    if change.op in ("update", "replace"):
        for each in (*direct(change), *derived(change)[:MOST_DERIVED]):
            yield from _property(replace(each, forces=False) if everyday else each, width)
        more = len(derived(change)) - MOST_DERIVED
        if more > 0:
            yield Text(f"     … and {more} more that follow from replacements", "dim")


def _property(each: PropertyChange, width: int) -> Iterator[Text]:
    change = each.change
    if each.derived:
        forced = (" (forces replacement)", "magenta") if each.forces else ""
        yield Text.assemble("     ", _sign(change), f" {change.path}: ", (f"{change.old} → {change.new}", "dim"), forced)
        return
    lead = Text.assemble("     ", _sign(change), " ", (change.path, "bold" if each.forces else ""), ": ")
    if _is_long(change):
        yield lead
        yield from _lines(change, width)
        return
    room = max((width - lead.cell_len - 3) // 2, 24)
    old, new = abridged(change.old, change.new, room)
    if change.old is ABSENT:
        yield Text.assemble(lead, (shown_short(new, width - lead.cell_len), "green"))
    elif change.new is ABSENT:
        yield Text.assemble(lead, (shown_short(old, width - lead.cell_len), "red"))
    else:
        yield Text.assemble(lead, (old, "red"), " → ", (new, "green"), (" (forces replacement)", "magenta") if each.forces else "")


def _sign(change: ValueChange) -> tuple[str, str]:
    if change.old is ABSENT:
        return "+", "green"
    return ("-", "red") if change.new is ABSENT else ("~", "yellow")


def _is_long(change: ValueChange) -> bool:
    return isinstance(change.old, str) and isinstance(change.new, str) and "\n" in change.old + change.new


def _lines(change: ValueChange, width: int) -> Iterator[Text]:
    """Show which lines of a text come and go."""
    from difflib import unified_diff

    lines = [*unified_diff(change.old.splitlines(), change.new.splitlines(), lineterm="", n=0)][2:]
    lines = [line for line in lines if not line.startswith("@@")]
    for line in lines[:_MOST_LINES]:
        yield Text(f"         {shown_short(f'{line[:1]} {line[1:]}', width - 9)}", "red" if line.startswith("-") else "green")
    if len(lines) > _MOST_LINES:
        yield Text(f"         … and {len(lines) - _MOST_LINES} more lines", "dim")


def shown_short(text: str, width: int) -> str:
    """Cut a text that is longer than a width."""
    return text if len(text) <= max(width, 24) else text[: max(width, 24) - 1] + "…"
