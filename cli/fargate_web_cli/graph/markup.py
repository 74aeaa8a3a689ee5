"""HTML and SVG elements whose text is always escaped."""

import re
from typing import Final

_ESCAPES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})

# Characters that XML forbids, and marks that change the direction of text and could disguise a value.
_UNPRINTABLE: Final = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


class Markup(str):
    """Markup, which is not escaped again."""

    __slots__ = ()


def escape_text(text: object) -> Markup:
    """Escape text for content and attributes. Characters that XML forbids become replacement characters."""
    if isinstance(text, Markup):
        return text
    return Markup(_UNPRINTABLE.sub("\ufffd", str(text)).translate(_ESCAPES))


def join_markup(*parts: object, separator: str = "") -> Markup:
    """Join parts, escaping those that are not markup."""
    return Markup(separator.join(escape_text(part) for part in parts))


def build_element(name: str, /, *children: object, **attributes: object) -> Markup:
    """Return an element, well-formed as HTML and XML.

    Args:
        name: Its name.
        *children: Its content, escaped if it is not markup.
        **attributes: `class_` is class and `aria_label` is aria-label. None and False omit an attribute, True writes it without a value.
    """
    rendered_attributes = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{"" if value is True else escape_text(value)}"'
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    return Markup(f"<{name}{rendered_attributes}>{join_markup(*children)}</{name}>")


def render_prose(text: str) -> Markup:
    """Return a sentence as markup, with code for text in backticks."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return escape_text(text)
    return join_markup(*(build_element("code", part) if number % 2 else part for number, part in enumerate(parts)))
