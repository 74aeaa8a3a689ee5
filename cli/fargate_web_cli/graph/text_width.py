"""How wide text will be, without a browser: rather too wide than too narrow, since the reader's font is not known."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Final

# Ems, from DejaVu Sans, the widest of the fonts that a browser may take for sans-serif.
_WIDTHS: Final = {
    **dict.fromkeys("ijl.,:;'|! ", 0.34),
    **dict.fromkeys('()[]frt-/\\I"`', 0.43),
    **dict.fromkeys("mwMW%@", 0.99),
    **dict.fromkeys("+<=>~_^#", 0.84),
    **dict.fromkeys("ABCDEFGHJKLNOPQRSTUVXYZ&–—…→", 0.78),
}
_OTHER, _FOREIGN, _WIDE, _BOLD = 0.64, 0.85, 1.05, 1.12
_JOINTS: Final = re.compile(r"[^/.,:@_\-=]*[/.,:@_\-=]+|[^/.,:@_\-=]+")
"""Where a word may break: after what joins the parts of a name."""


@cache
def _letter(letter: str) -> float:
    if letter in _WIDTHS:
        return _WIDTHS[letter]
    if letter.isascii():
        return _OTHER
    if unicodedata.combining(letter):
        return 0.0
    return _WIDE if unicodedata.east_asian_width(letter) in "WF" or ord(letter) > 0xFFFF else _FOREIGN


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Tell how many pixels a line takes at most.

    Args:
        text: The line.
        size: The size of the font in pixels.
        bold: Whether it is bold.
    """
    return sum(map(_letter, text)) * size * (_BOLD if bold else 1)


def wrapped(text: str, room: float, size: float, *, bold: bool = False, most: int = 3) -> list[str]:
    """Break text into lines that fit; what is too much ends in an ellipsis.

    Args:
        text: The text.
        room: The width of a line in pixels.
        size: The size of the font in pixels.
        bold: Whether it is bold.
        most: How many lines there may be.
    """
    lines = [line for line in _lines(" ".join(text.split()), room, size, bold) if line]
    if len(lines) <= most:
        return lines or [""]
    return [*lines[: most - 1], shortened(f"{lines[most - 1]}…", room, size, bold=bold)]


def shortened(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """Cut a line that is too long, and end it in an ellipsis."""
    if width(text, size, bold=bold) <= room:
        return text
    kept = text.removesuffix("…")
    while kept and width(f"{kept}…", size, bold=bold) > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def _lines(text: str, room: float, size: float, bold: bool) -> Iterator[str]:
    line = ""
    for piece in _pieces(text, room, size, bold):
        if width((line + piece).rstrip(), size, bold=bold) <= room:
            line += piece
            continue
        yield line.rstrip()
        line = piece
        while width(line.rstrip(), size, bold=bold) > room and len(line) > 1:
            fits = next(end for end in range(len(line) - 1, 0, -1) if end == 1 or width(line[:end], size, bold=bold) <= room)
            yield line[:fits]
            line = line[fits:]
    yield line.rstrip()


def _pieces(text: str, room: float, size: float, bold: bool) -> Iterator[str]:
    """Take text apart where a line may break: after words, and within those that are longer than a line."""
    for word in text.split(" "):
        if width(word, size, bold=bold) <= room:
            yield f"{word} "
        else:
            yield from _JOINTS.findall(word)
            yield " "
