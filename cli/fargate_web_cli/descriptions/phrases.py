"""Text fragments for descriptions."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from fargate_web_cli.descriptions.inputs_view import InputsView
from fargate_web_cli.terminal import formatting

Describer: TypeAlias = Callable[[InputsView], Iterable[str]]
"""Yields short facts about a resource; empty ones are omitted."""

DescribersByType: TypeAlias = Mapping[str, Describer]
"""Describers by type token."""


def format_count(number: float | None, noun: str) -> str:
    """Return `1 task` or `2 tasks`; empty for None."""
    return "" if number is None else formatting.format_count(number, noun)


def format_optional(prefix: str, text: object, suffix: str = "") -> str:
    """Return a text with a prefix and suffix; empty without a text."""
    return f"{prefix}{text}{suffix}" if text not in ("", None) else ""


def choose_text(condition: bool, text: str, otherwise: str = "") -> str:
    """Return one of two texts."""
    return text if condition else otherwise
