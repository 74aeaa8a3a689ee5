"""Values of a difference as text."""

import json
from collections.abc import Mapping
from typing import Any, Final

from fargate_web_cli.diff.value_changes import ABSENT, LiteralText, is_secret, is_unknown
from fargate_web_cli.terminal.formatting import SECRET_PLACEHOLDER

UNKNOWN_TEXT: Final = "[known after the update]"
_NO_VALUE_TEXT: Final = "(nothing)"


def format_value(value: Any) -> str:
    """Return a value in one line, with secrets masked."""
    if value is ABSENT:
        return _NO_VALUE_TEXT
    if is_secret(value) or is_unknown(value) or isinstance(value, LiteralText):
        return str(mask_secrets(value))
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return json.dumps(mask_secrets(value), ensure_ascii=False)


def mask_secrets(value: Any) -> Any:
    """Return a copy of a value with secrets and unknown values replaced by text."""
    if is_secret(value):
        return SECRET_PLACEHOLDER
    if is_unknown(value):
        return UNKNOWN_TEXT
    if isinstance(value, Mapping):
        return {key: mask_secrets(part) for key, part in value.items()}
    return [mask_secrets(part) for part in value] if isinstance(value, list | tuple) else value


def abridge_values(old: Any, new: Any, width: int) -> tuple[str, str]:
    """Return two values, shortened to a width so that their first difference stays visible."""
    old_text, new_text = format_value(old), format_value(new)
    if max(len(old_text), len(new_text)) <= width:
        return old_text, new_text
    start = next((index for index, (a, b) in enumerate(zip(old_text, new_text, strict=False)) if a != b), min(len(old_text), len(new_text)))
    start = max(start - width // 3, 0)
    return _cut_window(old_text, start, width), _cut_window(new_text, start, width)


def _cut_window(text: str, start: int, width: int) -> str:
    if len(text) <= width:
        return text
    start = min(start, max(len(text) - width, 0))
    return ("…" if start else "") + text[start : start + width] + ("…" if start + width < len(text) else "")
