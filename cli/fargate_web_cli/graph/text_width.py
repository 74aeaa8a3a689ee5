"""Estimates the width of text without a browser, rather too wide than too narrow, because the font is unknown."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Final

# In ems, from DejaVu Sans, the widest of the common sans-serif fonts of browsers.
_LETTER_WIDTHS: Final = {
    **dict.fromkeys("ijl.,:;'|! ", 0.34),
    **dict.fromkeys('()[]frt-/\\I"`', 0.43),
    **dict.fromkeys("mwMW%@", 0.99),
    **dict.fromkeys("+<=>~_^#", 0.84),
    **dict.fromkeys("ABCDEFGHJKLNOPQRSTUVXYZ&–—…→", 0.78),
}
_OTHER_WIDTH, _FOREIGN_WIDTH, _WIDE_WIDTH, _BOLD_FACTOR = 0.64, 0.85, 1.05, 1.12
_BREAKABLE_PARTS: Final = re.compile(r"[^/.,:@_\-=]*[/.,:@_\-=]+|[^/.,:@_\-=]+")
"""The parts between which a word can break: after characters that join the parts of a name."""


@cache
def _measure_letter(letter: str) -> float:
    if letter in _LETTER_WIDTHS:
        return _LETTER_WIDTHS[letter]
    if letter.isascii():
        return _OTHER_WIDTH
    if unicodedata.combining(letter):
        return 0.0
    return _WIDE_WIDTH if unicodedata.east_asian_width(letter) in "WF" or ord(letter) > 0xFFFF else _FOREIGN_WIDTH


def measure_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the maximum width of a line in pixels.

    Args:
        text: The line.
        size: The size of the font in pixels.
        bold: Whether it is bold.
    """
    return sum(map(_measure_letter, text)) * size * (_BOLD_FACTOR if bold else 1)


def wrap_text(text: str, available_width: float, size: float, *, bold: bool = False, maximum_lines: int = 3) -> list[str]:
    """Wrap text into lines that fit, with an ellipsis if it is too long.

    Args:
        text: The text.
        available_width: The width of a line in pixels.
        size: The size of the font in pixels.
        bold: Whether it is bold.
        maximum_lines: The maximum number of lines.
    """
    lines = [line for line in _split_lines(" ".join(text.split()), available_width, size, bold) if line]
    if len(lines) <= maximum_lines:
        return lines or [""]
    return [*lines[: maximum_lines - 1], shorten_text(f"{lines[maximum_lines - 1]}…", available_width, size, bold=bold)]


def shorten_text(text: str, available_width: float, size: float, *, bold: bool = False) -> str:
    """Shorten a line to a width, with an ellipsis at the end."""
    if measure_width(text, size, bold=bold) <= available_width:
        return text
    kept = text.removesuffix("…")
    while kept and measure_width(f"{kept}…", size, bold=bold) > available_width:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def _split_lines(text: str, available_width: float, size: float, bold: bool) -> Iterator[str]:
    line = ""
    for piece in _split_pieces(text, available_width, size, bold):
        if measure_width((line + piece).rstrip(), size, bold=bold) <= available_width:
            line += piece
            continue
        yield line.rstrip()
        line = piece
        while measure_width(line.rstrip(), size, bold=bold) > available_width and len(line) > 1:
            fits = next(
                end for end in range(len(line) - 1, 0, -1) if end == 1 or measure_width(line[:end], size, bold=bold) <= available_width
            )
            yield line[:fits]
            line = line[fits:]
    yield line.rstrip()


def _split_pieces(text: str, available_width: float, size: float, bold: bool) -> Iterator[str]:
    """Split text where a line can break: after words, and within words that are longer than a line."""
    for word in text.split(" "):
        if measure_width(word, size, bold=bold) <= available_width:
            yield f"{word} "
        else:
            yield from _BREAKABLE_PARTS.findall(word)
            yield " "
