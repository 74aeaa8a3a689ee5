"""How descriptions are put into words."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from fargate_web_cli.preview.describe.inputs_view import InputsView
from fargate_web_cli.terminal import formatting

Describer: TypeAlias = Callable[[InputsView], Iterable[str]]
"""Says what matters of a resource, in a few words each; what is empty is left out."""

DescribersByType: TypeAlias = Mapping[str, Describer]
"""By type token."""


def format_count(number: float | None, noun: str) -> str:
    """Write `1 task`, `2 tasks`, or nothing."""
    return "" if number is None else formatting.format_count(number, noun)


def format_optional(prefix: str, text: object, suffix: str = "") -> str:
    """Write a text with what belongs to it, or nothing where there is none."""
    return f"{prefix}{text}{suffix}" if text not in ("", None) else ""


def choose_text(condition: bool, text: str, otherwise: str = "") -> str:
    """Write one thing or the other."""
    return text if condition else otherwise
