"""Text that every view of a stack uses. This module does not import Pulumi, so that a diff can be written without it."""

import textwrap
from typing import Final

SECRET_PLACEHOLDER: Final = "[secret]"
"""Replaces a secret."""

UNKNOWN_PLACEHOLDER: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""Replaces an unknown value in Pulumi's JSON documents."""


def format_count(number: float, noun: str, plural: str = "") -> str:
    """Return `1 task` or `2 tasks`."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def shorten_type(type_: str) -> str:
    """Return a type as Pulumi's CLI displays it: `aws:ecs:Service` for `aws:ecs/service:Service`."""
    package, module, name = [*type_.split(":"), "", ""][:3]
    return ":".join(part for part in (package, module.partition("/")[0], name) if part)


def wrap_text(text: str, width: int, *, indent: str = "", hanging: int = 0) -> list[str]:
    """Wrap a text at spaces alone, so that names, paths and URLs stay whole.

    Args:
        text: The text.
        width: The columns, with the indent.
        indent: The start of each line.
        hanging: The further columns before each line after the first.
    """
    return textwrap.wrap(
        text, width, initial_indent=indent, subsequent_indent=indent + " " * hanging, break_long_words=False, break_on_hyphens=False
    )
