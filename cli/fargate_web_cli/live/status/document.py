"""The state of services as a document for machines."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from typing import Any

from fargate_web_cli.live.status.model import StackStatus


def build_document(status: StackStatus) -> dict[str, Any]:
    """Return the state of a stack as a document for JSON: the fields of the model in camel case, times in UTC."""
    return {_write_key(each.name): _convert(getattr(status, each.name)) for each in fields(status)}


def _convert(value: Any) -> Any:
    if is_dataclass(value):
        return {_write_key(each.name): _convert(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):  # its keys are names of AWS
        return {key: _convert(part) for key, part in value.items()}
    if isinstance(value, tuple):
        return [_convert(part) for part in value]
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z") if isinstance(value, datetime) else value


def _write_key(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)
