"""Values as texts by which two versions can be compared, even if a value is secret or not known yet."""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from fargate_web_cli.diff.value_changes import is_secret, is_unknown
from fargate_web_cli.diff.value_text import UNKNOWN_TEXT
from fargate_web_cli.terminal.formatting import SECRET_PLACEHOLDER

_IDENTITY: Final = re.compile(r"(\[secret\]|\[known after the update\])#[^#]*#")


def is_opaque(value: Any) -> bool:
    """Return whether a value, or any part of it, is secret or known only after an update."""
    if is_secret(value) or is_unknown(value):
        return True
    if isinstance(value, Mapping):
        return any(map(is_opaque, value.values()))
    return isinstance(value, list | tuple) and any(map(is_opaque, value))


def identify_value(value: Any) -> str:
    """Return a text that two equal values have in common. `show_identity` makes it readable."""
    if is_secret(value):
        return f"{SECRET_PLACEHOLDER}#{value['$secret']}#"
    if is_unknown(value):
        return f"{UNKNOWN_TEXT}#{json.dumps(value['$unknown'], sort_keys=True)}#"
    if isinstance(value, str):
        return value
    if isinstance(value, bool | int | float) or value is None:
        return json.dumps(value)
    return json.dumps(_identify_parts(value), sort_keys=True, ensure_ascii=False)


def show_identity(text: str) -> str:
    """Return the text of `identify_value` without what only identifies it."""
    return _IDENTITY.sub(r"\1", text)


def _identify_parts(value: Any) -> Any:
    if is_opaque(value) and (is_secret(value) or is_unknown(value)):
        return identify_value(value)
    if isinstance(value, Mapping):
        return {str(key): _identify_parts(part) for key, part in value.items()}
    return [_identify_parts(part) for part in value] if isinstance(value, list | tuple) else value
