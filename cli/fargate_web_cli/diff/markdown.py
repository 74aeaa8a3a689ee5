"""A difference as a comment of a pull request: a summary, a table, and folded details.

The first line is an invisible marker. It identifies the comment, so that the next push edits it in place and a pull request has one comment.
"""

import re
import sys
from collections.abc import Iterator
from typing import Final

from fargate_web_cli.diff.broadening.access_rules import AccessChange, Direction
from fargate_web_cli.diff.cost_and_deployments import list_cost_rows, summarize_cost_difference
from fargate_web_cli.diff.model import Diff, ResourceChange, StackDiff
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
from fargate_web_cli.diff.value_changes import ABSENT
from fargate_web_cli.diff.value_text import abridge_values
from fargate_web_cli.terminal.formatting import shorten_type

COMMENT_LIMIT: Final = 65536
"""The maximum length of a GitHub comment, in characters."""

_ICONS: Final = {"create": "➕", "delete": "➖", "update": "✏️", "replace": "♻️", "read": "👁️", "import": "📥", "same": "↪️"}
_ACCESS_ICONS: Final[dict[Direction, str]] = {"broader": "➕", "unclear": "❔", "narrower": "➖"}
_VALUE_WIDTHS: Final = (400, 120, 60)
_MAXIMUM_ROWS: Final = 60


def render_diff(diff: Diff, *, single_stack: bool = True, limit: int = COMMENT_LIMIT) -> str:  # noqa: ARG001 - the interface of all forms
    """Return the comment, with as much detail as the limit allows.

    Args:
        diff: The difference.
        single_stack: Ignored.
        limit: The maximum length, in characters.
    """
    for width in _VALUE_WIDTHS:
        text = _render_comment(diff, width, _MAXIMUM_ROWS)
        if len(text) <= limit:
            return text
    for rows in (_MAXIMUM_ROWS, 20, 5):
        text = _render_comment(diff, 0, rows)
        if len(text) <= limit:
            return text
    notice = "\n\nThe rest is left out: the comment would be too long.\n"
    return _cut_before_open_block(text[: limit - len(notice)].rpartition("\n")[0]) + notice


def _cut_before_open_block(text: str) -> str:
    """Return a text up to its last code block if that block has no end: the rest of the comment would become code."""
    fence, start, position = "", 0, 0
    for line in text.splitlines(keepends=True):
        if fence and line.rstrip("\n") == fence:
            fence = ""
        elif not fence and (found := re.match(r"`{3,}", line)):
            fence, start = found[0], position
        position += len(line)
    return text[:start].rstrip("\n") if fence else text


def format_marker(diff: Diff) -> str:
    """Return the marker of a comment, which depends on the subject only."""
    return f"<!-- fargate-web: {diff.subject} -->"


def _render_comment(diff: Diff, width: int, rows: int) -> str:
    return "\n".join(_format_lines(diff, width, rows)) + "\n"


def _format_lines(diff: Diff, width: int, rows: int) -> Iterator[str]:
    yield format_marker(diff)
    yield f"### Preview: {_escape_markdown(diff.title)}"
    for note in diff.notes:
        yield f"\n> {_escape_markdown(note)}"
    if not width:
        yield "\n> The details are left out: the comment would be too long. `fargate-web diff` shows them."
    for stack in diff.stacks:
        yield ""
        yield from _format_stack(stack, width, rows)


def _format_stack(stack: StackDiff, width: int, rows: int) -> Iterator[str]:
    icon = "❌ " if stack.error else "⛔ " if stack.stopped else ""
    yield f"**{icon}{_escape_markdown(stack.name)}**: {'can’t be run' if stack.error else summarize_stack(stack)}"
    for warning in stack.warnings:
        yield f"\n> ⚠️ {_escape_markdown(warning)}"
    for advice in stack.added_advice:
        yield f"\n> ⚠️ new: {_escape_markdown(advice)}"
    if stack.removed_advice:
        yield f"\n> ✅ gone: {_escape_markdown(describe_removed_advice(stack))}"
    if stack.error:
        yield from ("", *_fence_text(stack.error[:4000]))
        return
    if not stack.changes:
        yield f"\n{describe_no_changes(stack)}"
    yield from _format_access(stack, rows if not width else len(stack.access_changes))
    if stack.stopped:
        yield from ("", *_fence_text("\n".join(describe_stopped_changes(stack))))
    visible_changes = [change for change in stack.changes if change.op != "same" or change.former_urn]
    if visible_changes:
        yield "\n| | resource | what | why, and what users notice |\n| --- | --- | --- | --- |"
        yield from (_format_row(change) for change in visible_changes[:rows])
        if len(visible_changes) > rows:
            yield f"| | … and {len(visible_changes) - rows} more | | |"
    yield from (f"\n🚀 Deploys {_format_code(service)}: {_escape_markdown(how)}" for service, how in stack.deployments.items())
    yield from _format_cost(stack, width)
    if width:
        yield from _format_details(stack, width)


def _format_access(stack: StackDiff, maximum: int) -> Iterator[str]:
    """Yield the section of rights and openings: what becomes broader, and folded what becomes narrower."""
    if not stack.access_changes:
        return
    yield f"\n**🔓 Rights and openings**: {summarize_access(stack)}\n"
    broader = [change for change in stack.access_changes if change.is_broadening]
    narrower = [change for change in stack.access_changes if not change.is_broadening]
    yield from (_format_access_change(change) for change in broader[:maximum])
    if len(broader) > maximum:
        yield f"- **… and {len(broader) - maximum} more**, left out because the comment would be too long"
    if narrower:
        yield f"\n<details><summary>{len(narrower)} narrower</summary>\n"
        yield from (_format_access_change(change) for change in narrower[:maximum])
        yield "\n</details>"


def _format_access_change(change: AccessChange) -> str:
    marks = f" **{_escape_markdown(', '.join(change.marks))}**" if change.marks else ""
    sentence = f"{change.subject} {change.text}".replace("`", "’")
    return f"- {_ACCESS_ICONS[change.direction]} `{sentence}`{marks}"


def _format_row(change: ResourceChange) -> str:
    effect, how_to_avoid = _escape_markdown(change.effect), _escape_markdown(change.how_to_avoid)
    routine_name = find_routine_name(change)
    explanation = (
        [effect]
        if routine_name
        else [
            _escape_markdown(change.summary),
            *map(_escape_markdown, change.replacement_reasons),
            f"**{effect}**" if effect else "",
            f"Avoid: {how_to_avoid}" if how_to_avoid else "",
        ]
    )
    operation = routine_name or ("moved" if change.op == "same" else change.op)
    return f"| {_ICONS['update' if routine_name else change.op]} | {_format_code(f'{shorten_type(change.type)} {change.name}')} | {operation} | {'<br>'.join(filter(None, explanation))} |"


def _format_cost(stack: StackDiff, width: int) -> Iterator[str]:
    summary = summarize_cost_difference(stack.cost)
    if stack.cost is None or not summary:
        return
    if not width:
        yield f"\n💰 Costs {_escape_markdown(summary)}"
        return
    yield f"\n<details><summary>💰 Costs {_escape_markdown(summary)}</summary>\n"
    yield "US dollars a month at the desired number of tasks, an estimate from list prices.\n"
    yield "| | whose | before | after | difference |\n| --- | --- | ---: | ---: | ---: |"
    yield from (f"| {' | '.join(map(_escape_markdown, row))} |" for row in list_cost_rows(stack.cost))
    yield "\n</details>"


def _format_details(stack: StackDiff, width: int) -> Iterator[str]:
    changes = [change for change in stack.changes if change.op in ("update", "replace") and change.property_changes]
    if not changes and not stack.output_changes:
        return
    yield f"\n<details><summary>Details of {_escape_markdown(stack.name)}</summary>\n"
    lines: list[str] = []
    for change in changes:
        lines.append(f"@@ {shorten_type(change.type)} {change.name} @@")
        for property_change in (*list_direct_changes(change), *list_derived_changes(change)[:MAXIMUM_DERIVED]):
            lines += _format_property(
                property_change.change.display_path,
                property_change.change.old,
                property_change.change.new,
                sys.maxsize if is_about_rights(property_change.change) else width,
                " (forces replacement)" if property_change.forces_replacement and not find_routine_name(change) else "",
            )
    if stack.output_changes:
        lines.append("@@ outputs @@")
        for output in stack.output_changes:
            lines += _format_property(output.display_path, output.old, output.new, width, "")
    yield from _fence_text("\n".join(lines), "diff")
    yield "\n</details>"


def _format_property(path: str, old: object, new: object, width: int, note: str) -> Iterator[str]:
    old_text, new_text = abridge_values(old, new, width)
    if old is not ABSENT:
        yield f"- {path}: {old_text}"
    if new is not ABSENT:
        yield f"+ {path}: {new_text}{note}"


def _fence_text(text: str, language: str = "text") -> list[str]:
    """Return a text as a code block, with a fence that is longer than any in the text."""
    longest = max((len(found) for found in re.findall(r"`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return [f"{fence}{language}", text, fence]


def _format_code(text: str) -> str:
    return f"`{text.replace('`', '’').replace('|', chr(92) + '|')}`"


def _escape_markdown(text: str) -> str:
    """Escape Markdown, HTML and mentions in a text."""
    return re.sub(r"([\\`*_<>\[\]|])", r"\\\1", text).replace("@", "@\u200b").replace("\n", " ")
