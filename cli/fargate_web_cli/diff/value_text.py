"""How a difference is put into words."""

import json
from collections.abc import Mapping
from typing import Any, Final

from fargate_web_cli.diff.value_changes import ABSENT, Verbatim, is_secret, is_unknown
from fargate_web_cli.terminal.formatting import SECRET

UNKNOWN: Final = "[known after the update]"
_NOTHING: Final = "(nothing)"


def shown(value: Any) -> str:
    """Write a value in one line, with secrets masked."""
    if value is ABSENT:
        return _NOTHING
    if is_secret(value) or is_unknown(value) or isinstance(value, Verbatim):
        return str(masked(value))
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return json.dumps(masked(value), ensure_ascii=False)


def masked(value: Any) -> Any:
    """Copy a value without secrets, as JSON has it."""
    if is_secret(value):
        return SECRET
    if is_unknown(value):
        return UNKNOWN
    if isinstance(value, Mapping):
        return {key: masked(part) for key, part in value.items()}
    return [masked(part) for part in value] if isinstance(value, list | tuple) else value


def abridged(old: Any, new: Any, width: int) -> tuple[str, str]:
    """Write two values, each no longer than a width, so that the place where they begin to differ is seen."""
    one, other = shown(old), shown(new)
    if max(len(one), len(other)) <= width:
        return one, other
    start = next((index for index, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    start = max(start - width // 3, 0)
    return _window(one, start, width), _window(other, start, width)


def _window(text: str, start: int, width: int) -> str:
    if len(text) <= width:
        return text
    start = min(start, max(len(text) - width, 0))
    return ("…" if start else "") + text[start : start + width] + ("…" if start + width < len(text) else "")
