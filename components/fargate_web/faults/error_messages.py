"""How messages show values."""

import json
from collections.abc import Mapping
from typing import Any, Final

import pulumi

from .fault import escape_control_characters

_MAX_QUOTED_LENGTH: Final = 80


def describe_value(value: Any) -> str:
    """Describe a value in YAML's terms. Long values are shortened, and the content of an Output is never shown."""
    if value is None:
        return "nothing"
    if isinstance(value, pulumi.Output):
        return "an Output (or a secret)"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"the number {format_number(value)}"
    if isinstance(value, str):
        return f"the text {quote_text(value)}"
    if isinstance(value, Mapping):
        return "a map"
    if isinstance(value, list | tuple | set | frozenset):
        return "a list"
    return f"a {type(value).__name__}"


def quote_text(text: str) -> str:
    """Quote a text as YAML does, and shorten a long one."""
    short = text if len(text) <= _MAX_QUOTED_LENGTH else text[: _MAX_QUOTED_LENGTH - 1] + "…"
    return '"' + escape_control_characters(short.replace("\\", "\\\\").replace('"', '\\"')) + '"'


def format_number(number: float) -> str:
    """Format a number as a user writes it."""
    if isinstance(number, float) and number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    if isinstance(number, int) and abs(number) >= 10**20:
        return f"{'-' if number < 0 else ''}{str(abs(number) % 10**4).zfill(4)} (the last digits of a very long one)"
    return str(number)


def format_yaml_value(value: Any) -> str:
    """Format a value as YAML."""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
