"""Strings and canonical JSON documents that may contain Outputs: ARNs, policies, container definitions, dashboards."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pulumi


def dump_canonical_json(document: Any) -> pulumi.Input[str]:
    """Return a document as JSON with sorted keys and no whitespace, so that equal documents are equal strings.

    Empty maps, empty lists and None are left out at every depth. AWS drops them too, so every preview would show a change.
    A document without Outputs is a plain string. A document with one Output needs one apply.
    """
    outputs: list[pulumi.Output[Any]] = []
    template = _extract_outputs(document, outputs)
    if not outputs:
        return _dump_filled_json(template, ())
    if len(outputs) == 1:
        return outputs[0].apply(lambda value: _dump_filled_json(template, (value,)))
    return pulumi.Output.all(*outputs).apply(lambda values: _dump_filled_json(template, values))


def concat_inputs(*parts: pulumi.Input[str]) -> pulumi.Input[str]:
    """Concatenate strings and Outputs like `Output.concat`, but with one Output instead of five, and none if all parts are known."""
    outputs = [part for part in parts if isinstance(part, pulumi.Output)]
    if not outputs:
        return "".join(str(part) for part in parts)
    if len(outputs) == 1:
        return outputs[0].apply(lambda value: "".join(str(value) if part is outputs[0] else str(part) for part in parts))

    def fill(values: Sequence[str]) -> str:
        resolved = iter(values)
        return "".join(str(next(resolved)) if isinstance(part, pulumi.Output) else str(part) for part in parts)

    return pulumi.Output.all(*outputs).apply(fill)


class _OutputPlaceholder:
    """The place of an Output in a document."""

    __slots__ = ("index",)

    def __init__(self, index: int) -> None:
        self.index = index


def _extract_outputs(value: Any, outputs: list[pulumi.Output[Any]]) -> Any:
    if isinstance(value, pulumi.Output):
        outputs.append(value)
        return _OutputPlaceholder(len(outputs) - 1)
    if isinstance(value, Mapping):
        return {key: _extract_outputs(item, outputs) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_extract_outputs(item, outputs) for item in value]
    return value


def _dump_filled_json(template: Any, values: Sequence[Any]) -> str:
    return json.dumps(_fill_outputs(template, values), sort_keys=True, separators=(",", ":"))


def _fill_outputs(value: Any, values: Sequence[Any]) -> Any:
    if isinstance(value, _OutputPlaceholder):
        return values[value.index]
    if isinstance(value, dict):
        filled = {key: _fill_outputs(item, values) for key, item in value.items()}
        return {key: item for key, item in filled.items() if item is not None and item not in ({}, [])}
    if isinstance(value, list):
        return [_fill_outputs(item, values) for item in value]
    return value
