"""Lines that hang: a first part, and a text that continues below itself where the terminal is too narrow."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from rich.console import Console
from rich.text import Text

_LEAST = 30
"""A text gets at least that many columns beside its first part, or begins below it."""


@dataclass(frozen=True)
class Line:
    """A line before it is known how wide it may be.

    Attributes:
        first: What it starts with.
        text: What follows, and may be continued.
        rest: What a continuation starts with.
    """

    first: Text
    text: Text = field(default_factory=Text)
    rest: Text = field(default_factory=Text)


def fitted(line: Line, width: int | None, console: Console) -> Iterator[Text]:
    """Break a line to a width, or not at all."""
    whole = Text.assemble(line.first, line.text)
    whole.rstrip()
    if width is None or whole.cell_len <= width:
        yield whole
        return
    beside = width - line.first.cell_len
    if not line.text or beside < _LEAST:
        first, hanging = line.first.copy(), line.rest
        first.rstrip()
        yield from _wrapped(first, width, line.rest, console)
    else:
        # Below the beginning of the text, with the guides of the tree carried on.
        hanging = line.rest.copy()
        hanging.pad_right(line.first.cell_len - line.rest.cell_len)
        hanging.truncate(line.first.cell_len)
    for index, row in enumerate(line.text.wrap(console, max(width - hanging.cell_len, 1), overflow="fold") if line.text else ()):
        row.rstrip()
        lead = line.first if index == 0 and hanging is not line.rest else hanging
        yield Text.assemble(lead, row)


def _wrapped(text: Text, width: int, rest: Text, console: Console) -> Iterator[Text]:
    """Break the first part itself, on a terminal that is narrower than a name."""
    if text.cell_len <= width:
        yield text
        return
    first = text.wrap(console, width, overflow="fold")[0]
    following = text[len(first.plain) :]
    first.rstrip()
    yield first
    for row in following.wrap(console, max(width - rest.cell_len, 1), overflow="fold"):
        row.rstrip()
        if row:
            yield Text.assemble(rest, row)
