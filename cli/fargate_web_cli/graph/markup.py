"""HTML and SVG elements whose text is always escaped."""

import re
from typing import Final

_ESCAPES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})

# XML takes none of these in any spelling, and marks that turn the direction of text could make a value read as another.
_UNPRINTABLE: Final = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


class Markup(str):
    """Text that is markup already, and is not escaped again."""

    __slots__ = ()


def escape_text(text: object) -> Markup:
    """Escape text, for content and for attributes alike; what a document can't hold becomes a replacement character."""
    if isinstance(text, Markup):
        return text
    return Markup(_UNPRINTABLE.sub("\ufffd", str(text)).translate(_ESCAPES))


def join_markup(*parts: object, separator: str = "") -> Markup:
    """Join parts; what is not markup is escaped."""
    return Markup(separator.join(escape_text(part) for part in parts))


def build_element(name: str, /, *children: object, **attributes: object) -> Markup:
    """Write an element, well-formed as XML too.

    Args:
        name: Its name.
        *children: Its content; what is not markup is escaped.
        **attributes: `class_` is class and `aria_label` is aria-label. None and False leave an attribute out, True gives it no value.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{"" if value is True else escape_text(value)}"'
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    return Markup(f"<{name}{written}>{join_markup(*children)}</{name}>")


def render_prose(text: str) -> Markup:
    """Write a sentence in which code stands between backticks."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return escape_text(text)
    return join_markup(*(build_element("code", part) if number % 2 else part for number, part in enumerate(parts)))
