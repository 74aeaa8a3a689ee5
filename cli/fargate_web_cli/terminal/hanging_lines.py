"""Lines that hang: a first part, and a text that continues below itself where the terminal is too narrow."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from rich.console import Console
from rich.text import Text

_MINIMUM_TEXT_WIDTH = 30
"""A text gets at least that many columns beside its first part, or begins below it."""


@dataclass(frozen=True)
class HangingLine:
    """A line before it is known how wide it may be.

    Attributes:
        prefix: What it starts with.
        text: What follows, and may be continued.
        continuation_prefix: What a continuation starts with.
    """

    prefix: Text
    text: Text = field(default_factory=Text)
    continuation_prefix: Text = field(default_factory=Text)


def wrap_line(line: HangingLine, width: int | None, console: Console) -> Iterator[Text]:
    """Break a line to a width, or not at all."""
    whole = Text.assemble(line.prefix, line.text)
    whole.rstrip()
    if width is None or whole.cell_len <= width:
        yield whole
        return
    beside = width - line.prefix.cell_len
    if not line.text or beside < _MINIMUM_TEXT_WIDTH:
        first, hanging = line.prefix.copy(), line.continuation_prefix
        first.rstrip()
        yield from _wrap_prefix(first, width, line.continuation_prefix, console)
    else:
        # Below the beginning of the text, with the guides of the tree carried on.
        hanging = line.continuation_prefix.copy()
        hanging.pad_right(line.prefix.cell_len - line.continuation_prefix.cell_len)
        hanging.truncate(line.prefix.cell_len)
    for index, row in enumerate(line.text.wrap(console, max(width - hanging.cell_len, 1), overflow="fold") if line.text else ()):
        row.rstrip()
        lead = line.prefix if index == 0 and hanging is not line.continuation_prefix else hanging
        yield Text.assemble(lead, row)


def _wrap_prefix(text: Text, width: int, continuation_prefix: Text, console: Console) -> Iterator[Text]:
    """Break the first part itself, on a terminal that is narrower than a name."""
    if text.cell_len <= width:
        yield text
        return
    first = text.wrap(console, width, overflow="fold")[0]
    following = text[len(first.plain) :]
    first.rstrip()
    yield first
    for row in following.wrap(console, max(width - continuation_prefix.cell_len, 1), overflow="fold"):
        row.rstrip()
        if row:
            yield Text.assemble(continuation_prefix, row)
