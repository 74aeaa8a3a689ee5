"""Encrypted values. They pass through the program as secrets, and are never shown."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import pulumi

from ..faults.fault import Fault, SettingPath
from ..faults.schema_index import index_schema
from ..settings.stack import Stack
from .references import is_reference
from .short_keys import SERVICE_NAME, SHORT_KEYS
from .yaml_file import ENCRYPTED, SECRET_PLACEHOLDER, walk_leaves

_NAMING_KEYS: Final = frozenset(("managedPolicies", "allowFrom"))
"""Their texts are a part of the names of resources, which must be the same wherever the stack file is."""
_REDACTED_MESSAGE = (
    "this is not valid (the value is not shown: the section holds secrets, and the file that marks which values are secret was not found); "
    "see the description of the key in the reference"
)


def wrap_secret(value: Any) -> pulumi.Output[Any]:
    """Wrap a value as a secret Output. Works without a running event loop too, as in an offline preview."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        loop = asyncio.new_event_loop()
        try:
            return loop.run_until_complete(_wrap_resolved(value))
        finally:
            loop.close()
    return pulumi.Output.secret(value)


async def _wrap_resolved(value: Any) -> pulumi.Output[Any]:
    output = pulumi.Output.secret(value)
    # An Output that is resolved before its loop closes can be awaited in any other loop.
    await output.future()
    await output.is_secret()
    await output.resources()
    return output


def merge_received_secrets(file_value: Any, received_value: Any, *, may_be_secret: bool, path: SettingPath = ()) -> Any:
    """Merge the values of the file with those that Pulumi passed. Only the latter contain the secrets and the values of a Pulumi ESC environment.

    Args:
        file_value: A value of the file, with `ENCRYPTED` in place of encrypted values.
        received_value: The value of the same key in the configuration that Pulumi passed.
        may_be_secret: Whether values that are not in the file may be secret.
        path: The path of the value.
    """
    if file_value is ENCRYPTED:
        return wrap_secret(received_value)
    if isinstance(file_value, dict) and isinstance(received_value, dict):
        added = {
            key: wrap_likely_secrets(value, (*path, key)) if may_be_secret else value
            for key, value in received_value.items()
            if key not in file_value
        }
        kept = {
            key: merge_received_secrets(value, received_value.get(key, value), may_be_secret=may_be_secret, path=(*path, key))
            for key, value in file_value.items()
        }
        return {**kept, **added}
    if isinstance(file_value, list) and isinstance(received_value, list) and len(file_value) == len(received_value):
        return [
            merge_received_secrets(file_item, received_item, may_be_secret=may_be_secret, path=(*path, index))
            for index, (file_item, received_item) in enumerate(zip(file_value, received_value, strict=True))
        ]
    return mask_secrets(file_value)


def mask_secrets(value: Any) -> Any:
    """Copy a value and replace encrypted values with placeholders."""
    if value is ENCRYPTED:
        return wrap_secret(SECRET_PLACEHOLDER)
    if isinstance(value, dict):
        return {key: mask_secrets(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [mask_secrets(inner) for inner in value]
    return value


def wrap_likely_secrets(value: Any, path: SettingPath) -> Any:
    """Wrap every text that may be a secret, if the secret ones are not known: all that a secret is allowed for."""
    if is_reference(value):
        return value
    if isinstance(value, dict):
        return {key: wrap_likely_secrets(inner, (*path, key)) for key, inner in value.items()}
    if isinstance(value, list):
        return [wrap_likely_secrets(inner, (*path, index)) for index, inner in enumerate(value)]
    # Pulumi decrypts to texts. The first word of a health check's command says how ECS runs it.
    if isinstance(value, str) and value not in ("CMD", "CMD-SHELL") and _may_be_secret(path):
        return wrap_secret(value)
    return value


def _may_be_secret(path: SettingPath) -> bool:
    if not _NAMING_KEYS.isdisjoint(path):
        return False
    if path[0] in SHORT_KEYS:
        path = ("services", SERVICE_NAME, *path)
    alternatives = index_schema(Stack).find_schema(path).alternatives
    # A part of the conditions of a statement, for instance, has no schema: any value is allowed.
    return not alternatives or any(node.get("secret") and node.get("type") == "string" for node in alternatives)


def redact_fault(fault: Fault, values: Mapping[str, Any]) -> Fault:
    """Redact the message of a fault that may repeat a text from a section with secrets."""
    value: Any = values
    for part in fault.path:
        if isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, list) and isinstance(part, int):
            value = value[part] if part < len(value) else None
        else:
            break
    texts = [leaf for leaf in walk_leaves(value) if isinstance(leaf, str)]
    return replace(fault, message=_REDACTED_MESSAGE) if any(re.search(r"\w", text) for text in texts) else fault
