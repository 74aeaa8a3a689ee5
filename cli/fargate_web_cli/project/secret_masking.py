"""Property values with their secrets replaced by a placeholder."""

import json
from collections.abc import Collection, Mapping
from typing import Any, Final

from fargate_web.analysis.likely_secrets import looks_secret
from fargate_web.testing import UNKNOWN

from fargate_web_cli.terminal.formatting import SECRET_PLACEHOLDER

_MAPS_OF_VALUES: Final = frozenset(("environment", "variables", "options", "dockerLabels", "labels", "tags"))
"""The properties whose keys are names that somebody chose."""


def mask_secrets(value: Any, secrets: Collection[str], unknown_placeholder: Any = UNKNOWN, path: str = "") -> Any:
    """Return a copy of a value with `[secret]` in place of every secret.

    Args:
        value: A property map, or a part of one.
        secrets: The paths of the secrets, in Pulumi's notation: `environment.variables`, `listeners[0].port`, `tags["a.b"]`.
        unknown_placeholder: The replacement for an unknown value.
        path: The path of the value.
    """
    if path and path in secrets:
        return SECRET_PLACEHOLDER
    if isinstance(value, Mapping):
        return {key: mask_secrets(part, secrets, unknown_placeholder, _append_key(path, key)) for key, part in value.items()}
    if isinstance(value, list):
        return [mask_secrets(part, secrets, unknown_placeholder, f"{path}[{index}]") for index, part in enumerate(value)]
    return unknown_placeholder if value is UNKNOWN else value


def mask_likely_secrets(value: Any, key: str = "") -> Any:
    """Return a copy of a value with `[secret]` in place of every text that looks like a secret, such as a password in a variable.

    Args:
        value: A property map, the configuration of a stack, or a part of one. JSON in a text is read, and stays a text.
        key: The key of the value.
    """
    if isinstance(value, str):
        document = _parse_document(value)
        masked = mask_likely_secrets(document, key)
        return value if masked == document else json.dumps(masked, separators=(",", ":"), ensure_ascii=False)
    if isinstance(value, list):
        return [mask_likely_secrets(part, key) for part in value]
    if not isinstance(value, Mapping):
        return value
    name = value.get("name")
    return {
        part_key: SECRET_PLACEHOLDER
        if (part_key == "value" and isinstance(name, str) and looks_secret(name, part))
        or (key in _MAPS_OF_VALUES and looks_secret(part_key, part))
        else mask_likely_secrets(part, part_key)
        for part_key, part in value.items()
    }


def _parse_document(text: str) -> Any:
    """Return the document in a text, or None if it is no map or list."""
    if text[:1] not in ("{", "["):
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None


def _append_key(path: str, key: str) -> str:
    if any(mark in key for mark in '.["'):
        escaped = key.replace("\\", "\\\\").replace('"', '\\"')
        return f'{path}["{escaped}"]'
    return f"{path}.{key}" if path else key
