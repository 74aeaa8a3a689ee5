"""Property values with their secrets replaced by a placeholder."""

from collections.abc import Collection, Mapping
from typing import Any

from fargate_web.testing import UNKNOWN

from fargate_web_cli.terminal.formatting import SECRET_PLACEHOLDER


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


def _append_key(path: str, key: str) -> str:
    if any(mark in key for mark in '.["'):
        escaped = key.replace("\\", "\\\\").replace('"', '\\"')
        return f'{path}["{escaped}"]'
    return f"{path}.{key}" if path else key
