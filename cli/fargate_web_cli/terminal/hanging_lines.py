"""Lines that hang: a first part, and a text that continues below itself where the terminal is too narrow."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from rich.console import Console
from rich.text import Text

_MINIMUM_TEXT_WIDTH = 30
"""A text gets at least that many columns beside its first part, or begins below it."""

_MAXIMUM_PHRASE_WIDTH = 32
_JOINT = "\ue000"
"""Stands for a space at which no line is broken: of the private use area, since rich breaks at no-break spaces too."""


@dataclass(frozen=True)
class HangingLine:
    """A line before it is known how wide it may be.

    Attributes:
        prefix: What it starts with.
        text: What follows, and may be continued.
        continuation_prefix: What a continuation starts with.
        keeps_phrases: Whether the text is a list of short phrases between commas, each of which stays on one line.
    """

    prefix: Text
    text: Text = field(default_factory=Text)
    continuation_prefix: Text = field(default_factory=Text)
    keeps_phrases: bool = False


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
    available = max(width - hanging.cell_len, 1)
    text = _join_phrases(line.text, min(available, _MAXIMUM_PHRASE_WIDTH)) if line.keeps_phrases else line.text
    for index, row in enumerate(text.wrap(console, available, overflow="fold") if text else ()):
        row.plain = row.plain.replace(_JOINT, " ")
        row.rstrip()
        lead = line.prefix if index == 0 and hanging is not line.continuation_prefix else hanging
        yield Text.assemble(lead, row)


def _join_phrases(text: Text, longest: int) -> Text:
    """Join the words of each phrase between commas that fits on a line."""
    joined = text.copy()
    joined.plain = re.sub("[^,;:]+", lambda phrase: _join_words(phrase[0]) if len(phrase[0]) < longest else phrase[0], text.plain)
    return joined


def _join_words(phrase: str) -> str:
    """Join the words of a phrase; the space before the first stays, since the phrase before it ends there."""
    first = len(phrase) - len(phrase.lstrip())
    return phrase[:first] + phrase[first:].replace(" ", _JOINT)


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
