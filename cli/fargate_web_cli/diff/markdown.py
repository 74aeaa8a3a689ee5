"""A difference as a comment of a pull request: a summary, a table, and the details folded.

The first line is a marker that no reader sees. By it the comment is found again and edited in place, so that a pull request has one comment
however often it is pushed to.
"""

import re
from collections.abc import Iterator
from typing import Final

from fargate_web_cli.diff.cost_and_deployments import cost_line, cost_rows
from fargate_web_cli.diff.model import Change, Diff, StackDiff
from fargate_web_cli.diff.sentences import MOST_DERIVED, called, derived, direct, guard_lines, nothing, summary
from fargate_web_cli.diff.value_changes import ABSENT
from fargate_web_cli.diff.value_text import abridged
from fargate_web_cli.terminal.formatting import short_type

LIMIT: Final = 65536
"""GitHub refuses a comment that has more characters."""

_ICONS: Final = {"create": "➕", "delete": "➖", "update": "✏️", "replace": "♻️", "read": "👁️", "import": "📥", "same": "↪️"}
_WIDTHS: Final = (400, 120, 60)
_MOST_ROWS: Final = 60


def written(diff: Diff, *, one: bool = True, limit: int = LIMIT) -> str:  # noqa: ARG001 - the interface of all forms
    """Write the comment, with ever less detail until it is short enough.

    Args:
        diff: The difference.
        one: Of no matter here.
        limit: How many characters it may have.
    """
    for width in _WIDTHS:
        text = _comment(diff, width, _MOST_ROWS)
        if len(text) <= limit:
            return text
    for rows in (_MOST_ROWS, 20, 5):
        text = _comment(diff, 0, rows)
        if len(text) <= limit:
            return text
    cut = "\n\nThe rest is left out: the comment would be too long.\n"
    return text[: limit - len(cut)].rpartition("\n")[0] + cut


def marker(diff: Diff) -> str:
    """Return the first line of a comment, always the same for its subject."""
    return f"<!-- fargate-web: {diff.subject} -->"


def _comment(diff: Diff, width: int, rows: int) -> str:
    return "\n".join(_lines(diff, width, rows)) + "\n"


def _lines(diff: Diff, width: int, rows: int) -> Iterator[str]:
    yield marker(diff)
    yield f"### Preview: {_plain(diff.title)}"
    for note in diff.notes:
        yield f"\n> {_plain(note)}"
    if not width:
        yield "\n> The details are left out: the comment would be too long. `fargate-web diff` shows them."
    for stack in diff.stacks:
        yield ""
        yield from _stack(stack, width, rows)


def _stack(stack: StackDiff, width: int, rows: int) -> Iterator[str]:
    icon = "❌ " if stack.error else "⛔ " if stack.stopped else ""
    yield f"**{icon}{_plain(stack.stack)}**: {'can’t be run' if stack.error else summary(stack)}"
    for warning in stack.warnings:
        yield f"\n> ⚠️ {_plain(warning)}"
    if stack.error:
        yield from ("", *_fenced(stack.error[:4000]))
        return
    if not stack.changes:
        yield f"\n{nothing(stack)}"
    if stack.stopped:
        yield from ("", *_fenced("\n".join(guard_lines(stack))))
    shown_ = [change for change in stack.changes if change.op != "same" or change.moved_from]
    if shown_:
        yield "\n| | resource | what | why, and what users notice |\n| --- | --- | --- | --- |"
        yield from (_row(change) for change in shown_[:rows])
        if len(shown_) > rows:
            yield f"| | … and {len(shown_) - rows} more | | |"
    yield from (f"\n🚀 Deploys {_code(service)}: {_plain(how)}" for service, how in stack.deployments.items())
    yield from _cost(stack, width)
    if width:
        yield from _details(stack, width)


def _row(change: Change) -> str:
    effect, avoid = _plain(change.effect), _plain(change.avoid)
    everyday = called(change)
    said = [effect] if everyday else [*map(_plain, change.reasons), f"**{effect}**" if effect else "", f"Avoid: {avoid}" if avoid else ""]
    what = everyday or ("moved" if change.op == "same" else change.op)
    return f"| {_ICONS['update' if everyday else change.op]} | {_code(f'{short_type(change.type)} {change.name}')} | {what} | {'<br>'.join(filter(None, said))} |"


def _cost(stack: StackDiff, width: int) -> Iterator[str]:
    told = cost_line(stack.cost)
    if stack.cost is None or not told:
        return
    if not width:
        yield f"\n💰 Costs {_plain(told)}"
        return
    yield f"\n<details><summary>💰 Costs {_plain(told)}</summary>\n"
    yield "US dollars a month at the desired number of tasks, an estimate from list prices.\n"
    yield "| | whose | before | after | difference |\n| --- | --- | ---: | ---: | ---: |"
    yield from (f"| {' | '.join(map(_plain, row))} |" for row in cost_rows(stack.cost))
    yield "\n</details>"


def _details(stack: StackDiff, width: int) -> Iterator[str]:
    changes = [change for change in stack.changes if change.op in ("update", "replace") and change.properties]
    if not changes and not stack.outputs:
        return
    yield f"\n<details><summary>Details of {_plain(stack.stack)}</summary>\n"
    lines: list[str] = []
    for change in changes:
        lines.append(f"@@ {short_type(change.type)} {change.name} @@")
        for each in (*direct(change), *derived(change)[:MOST_DERIVED]):
            lines += _property(
                each.change.path,
                each.change.old,
                each.change.new,
                width,
                " (forces replacement)" if each.forces and not called(change) else "",
            )
    if stack.outputs:
        lines.append("@@ outputs @@")
        for output in stack.outputs:
            lines += _property(output.path, output.old, output.new, width, "")
    yield from _fenced("\n".join(lines), "diff")
    yield "\n</details>"


def _property(path: str, old: object, new: object, width: int, note: str) -> Iterator[str]:
    one, other = abridged(old, new, width)
    if old is not ABSENT:
        yield f"- {path}: {one}"
    if new is not ABSENT:
        yield f"+ {path}: {other}{note}"


def _fenced(text: str, language: str = "text") -> list[str]:
    """Put a text into a block that nothing in it can end."""
    longest = max((len(found) for found in re.findall(r"`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return [f"{fence}{language}", text, fence]


def _code(text: str) -> str:
    return f"`{text.replace('`', '’').replace('|', chr(92) + '|')}`"


def _plain(text: str) -> str:
    """Keep a text from being taken for Markdown, HTML or a mention."""
    return re.sub(r"([\\`*_<>\[\]|])", r"\\\1", text).replace("@", "@\u200b").replace("\n", " ")
