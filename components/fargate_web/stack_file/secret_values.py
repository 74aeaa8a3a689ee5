"""Encrypted values: they pass through the program as secrets, and are never shown."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pulumi

from ..faults.fault import Fault, Path
from .yaml_file import PLACEHOLDER, SECRET, leaves

_WITHHELD = (
    "this is not valid (the value is not shown, since the section holds secrets and the file that tells which values they are was not found); "
    "see the description of the key in the reference"
)


def secret(value: Any) -> pulumi.Output[Any]:
    """Wrap a value, with or without an event loop: a preview without Pulumi has none."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        loop = asyncio.new_event_loop()
        try:
            return loop.run_until_complete(_wrapped(value))
        finally:
            loop.close()
    return pulumi.Output.secret(value)


async def _wrapped(value: Any) -> pulumi.Output[Any]:
    output = pulumi.Output.secret(value)
    # What is known when the loop closes can be awaited in any other.
    await output.future()
    await output.is_secret()
    await output.resources()
    return output


def combined(written: Any, received: Any, *, guarded: bool, path: Path = ()) -> Any:
    """Join what the file says with what Pulumi handed over: the secrets are only there, and so is what an environment of ESC adds.

    Args:
        written: A value of the file, with `SECRET` where it is encrypted.
        received: The same place of the configuration.
        guarded: Whether what is not in the file may be secret.
        path: The place.
    """
    if written is SECRET:
        return secret(received)
    if isinstance(written, dict) and isinstance(received, dict):
        added = {key: guard(value, (*path, key)) if guarded else value for key, value in received.items() if key not in written}
        kept = {key: combined(value, received.get(key, value), guarded=guarded, path=(*path, key)) for key, value in written.items()}
        return {**kept, **added}
    if isinstance(written, list) and isinstance(received, list) and len(written) == len(received):
        return [
            combined(one, other, guarded=guarded, path=(*path, index))
            for index, (one, other) in enumerate(zip(written, received, strict=True))
        ]
    return without_secrets(written)


def without_secrets(value: Any) -> Any:
    """Copy a value with placeholders for what is encrypted."""
    if value is SECRET:
        return secret(PLACEHOLDER)
    if isinstance(value, dict):
        return {key: without_secrets(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [without_secrets(inner) for inner in value]
    return value


def guard(value: Any, path: Path) -> Any:
    """Wrap every text that is likely to be secret, where it is not known which are: environment variables, labels and references to secrets."""
    match path:
        case ("services" | "scheduledTasks", _, *_, "environment" | "secrets" | "dockerLabels", _) if isinstance(value, str):
            return secret(value)
        case (_, _, "logs", "fireLens", "options" | "secretOptions", _) if isinstance(value, str):
            return secret(value)
    if isinstance(value, dict):
        return {key: guard(inner, (*path, key)) for key, inner in value.items()}
    return value


def withheld(fault: Fault, values: Mapping[str, Any]) -> Fault:
    """Leave a message out that may repeat a text of a section that holds secrets."""
    value: Any = values
    for part in fault.path:
        if isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, list) and isinstance(part, int):
            value = value[part] if part < len(value) else None
        else:
            break
    texts = [leaf for leaf in leaves(value) if isinstance(leaf, str)]
    return replace(fault, message=_WITHHELD) if any(re.search(r"\w", text) for text in texts) else fault
