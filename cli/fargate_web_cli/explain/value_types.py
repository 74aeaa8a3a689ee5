"""Descriptions of the types and defaults of settings, from the JSON schema of their models."""

import json
from collections.abc import Callable, Iterator
from typing import Any, Final

import yaml
from fargate_web.faults.schema_index import SchemaNode
from fargate_web.stack_file.yaml_scalars import describe_ambiguity

_TYPE_NAMES: Final = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true/false",
}
_MAX_LISTED_CHOICES: Final = 9
"""The meaning lists longer choices, not the type."""


class TypeDescriber:
    """Describes types in words.

    Args:
        format_map: Formats the word "map" for a section, given the name of its model. The reference makes it a link.
        format_code: Formats a value.
    """

    def __init__(self, format_map: Callable[[str], str], format_code: Callable[[str], str]) -> None:
        self._format_map = format_map
        self._format_code = format_code

    def describe_type(self, node: SchemaNode) -> str:
        """Describe the type of a value, with its range: `whole number 1–65535 or text`."""
        *others, last = dict.fromkeys(self._describe_alternative(inner) for inner in _flatten_alternatives(node))
        return f"{', '.join(others)} or {last}" if others else last

    def describe_default(self, node: SchemaNode) -> str:
        """Describe the value of an omitted key. Return an empty text if there is none."""
        default, kinds = node.get("default"), list(_flatten_alternatives(node))
        switch = any("$ref" in kind for kind in kinds) and any(kind.get("type") == "boolean" for kind in kinds)
        if switch:
            return self._format_code("false" if default is None else "true")
        if any("$ref" in kind for kind in kinds) and isinstance(default, dict):
            return self._format_code("{}")
        return "" if default is None else self._format_code(format_yaml(default))

    def _describe_alternative(self, node: SchemaNode) -> str:
        if "$ref" in node:
            return self._format_map(str(node["$ref"]).rsplit("/", 1)[-1])
        choices = node.get("enum", [node["const"]] if "const" in node else [])
        if choices and len(choices) <= _MAX_LISTED_CHOICES:
            return " / ".join(self._format_code(format_yaml(choice)) for choice in choices)
        kind = node.get("type", "")
        if kind == "array":
            return f"list of {self.describe_type(node['items'])}{_describe_item_count(node)}"
        if kind == "object":
            return self._describe_map(node)
        return _TYPE_NAMES[kind] + _describe_range(node)

    def _describe_map(self, node: SchemaNode) -> str:
        values = [
            inner for inner in (*node.get("patternProperties", {}).values(), node.get("additionalProperties")) if isinstance(inner, dict)
        ]
        keys = " / ".join(self._format_code(str(key)) for key in node.get("propertyNames", {}).get("enum", ())) or "name"
        return f"map: {keys} → {self.describe_type(values[0])}" if values and values[0] else "map"


def is_informative(example: Any, node: SchemaNode) -> bool:
    """Return whether an example adds to the range, the default and the meaning."""
    return not isinstance(example, int | float) and example != node.get("default") and f"`{example}`" not in node.get("description", "")


def format_yaml(value: Any) -> str:
    """Return a value as YAML for a stack file, in one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {format_yaml(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(format_yaml, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return json.dumps(text, ensure_ascii=False) if isinstance(value, str) and not _is_read_as_text(text) else text


def _is_read_as_text(text: str) -> bool:
    """Return whether every YAML parser reads a text without quotes as this text, also within braces and brackets."""
    try:
        return "|" not in text and describe_ambiguity(text) is None and yaml.safe_load(f"[{text}]") == [text]
    except yaml.YAMLError:
        return False


def _flatten_alternatives(node: SchemaNode) -> Iterator[SchemaNode]:
    """Yield the alternatives of a value. Null is not one: it means that the key is absent."""
    if "anyOf" in node or "oneOf" in node:
        for inner in node.get("anyOf") or node["oneOf"]:
            yield from _flatten_alternatives(inner)
    elif isinstance(node.get("type"), list):
        yield from ({**node, "type": kind} for kind in node["type"])
    elif node.get("type") != "null":
        yield node


def _describe_range(node: SchemaNode) -> str:
    low, high = node.get("minimum"), node.get("maximum")
    above = node.get("exclusiveMinimum")
    if low is not None and high is not None:
        return f" {low:g}–{high:g}" if high < 10**6 else f" from {low}"
    words = [f"above {above:g}"] if above is not None else [f"{low:g} or more"] if low is not None else []
    if high is not None:
        words.append(f"up to {high:g}")
    return f" {', '.join(words)}" if words else ""


def _describe_item_count(node: SchemaNode) -> str:
    low, high = node.get("minItems"), node.get("maxItems")
    if low and high:
        return f", {low}–{high} of them"
    return f", {low} or more" if low else f", up to {high}" if high else ""
