"""Masks values that look like secrets, such as a password in an environment variable, wherever a difference shows inputs."""

import hashlib
from collections.abc import Mapping
from typing import Any, Final

from fargate_web.analysis.likely_secrets import looks_secret

from fargate_web_cli.diff.value_changes import parse_json

_MAPS_OF_VALUES: Final = frozenset(("environment", "variables", "options", "dockerLabels", "labels", "tags"))
"""The properties whose keys are names that somebody chose."""


def mask_likely_secrets(value: Any, key: str = "") -> Any:
    """Return a copy of inputs with the digest of a secret in place of every text that looks like one.

    Args:
        value: The inputs of a resource, or a part of them.
        key: The key of the value.
    """
    if isinstance(value, str):
        document = parse_json(value)
        if document is None:
            return value
        masked = mask_likely_secrets(document, key)
        return value if masked == document else masked
    if isinstance(value, list):
        return [mask_likely_secrets(item, key) for item in value]
    if not isinstance(value, Mapping):
        return value
    name = value.get("name", value.get("Name"))
    return {
        part_key: _digest_secret(part)
        if (isinstance(name, str) and part_key == "value" and looks_secret(name, part))
        or (key in _MAPS_OF_VALUES and looks_secret(part_key, part))
        else mask_likely_secrets(part, part_key)
        for part_key, part in value.items()
    }


def _digest_secret(text: str) -> dict[str, str]:
    return {"$secret": hashlib.sha256(text.encode()).hexdigest()}
