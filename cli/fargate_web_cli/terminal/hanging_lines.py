"""Lines with a hanging indent: a prefix, and a text that continues below itself on a narrow terminal."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from rich.console import Console
from rich.text import Text

_MINIMUM_TEXT_WIDTH = 30
"""The columns that a text needs beside its prefix; with fewer, the text starts below the prefix."""

_MAXIMUM_PHRASE_WIDTH = 32
_JOINT = "\ue000"
"""Replaces a space that must not break. It is a private-use character because rich also breaks lines at no-break spaces."""


@dataclass(frozen=True)
class HangingLine:
    """A line that is not wrapped yet.

    Attributes:
        prefix: The start of the line.
        text: The text after the prefix, which can wrap.
        continuation_prefix: The start of each further line.
        keeps_phrases: Whether to keep each phrase between commas on one line.
    """

    prefix: Text
    text: Text = field(default_factory=Text)
    continuation_prefix: Text = field(default_factory=Text)
    keeps_phrases: bool = False


def wrap_line(line: HangingLine, width: int | None, console: Console) -> Iterator[Text]:
    """Wrap a line to a width, or return it whole if the width is None."""
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
        # Align with the start of the text, and continue the guides of the tree.
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
    """Join the words of each phrase between commas, unless the phrase is too long for a line."""
    joined = text.copy()
    joined.plain = re.sub("[^,;:]+", lambda phrase: _join_words(phrase[0]) if len(phrase[0]) < longest else phrase[0], text.plain)
    return joined


def _join_words(phrase: str) -> str:
    """Join the words of a phrase. The leading space stays: the line can break there."""
    first = len(phrase) - len(phrase.lstrip())
    return phrase[:first] + phrase[first:].replace(" ", _JOINT)


def _wrap_prefix(text: Text, width: int, continuation_prefix: Text, console: Console) -> Iterator[Text]:
    """Wrap the prefix itself, for a terminal that is narrower than a name."""
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
