"""Renders docs/reference.md, with every key of a stack file and its limits, from the models of the settings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from fargate_web.faults.schema_index import SchemaNode, find_nested_sections
from fargate_web.settings.section import Section

_TYPE_NAMES: Final = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true/false",
}
_MAX_LISTED_CHOICES: Final = 9
"""The meaning lists longer choices, not the type."""

_HEADER: Final = """# Reference

<!-- Made by `make generate` from the models in components/fargate_web/settings; do not edit. -->

Every key of a stack file. In the file, the keys of [the top](#the-top) have the prefix `fargate-web:`, as in `fargate-web:network` for `network`;
the keys below them have none. [configuration.md](configuration.md) explains how a file is read.

- **Type** is the type of the value, with its range. "map" links to the section that lists its keys. Several types are equivalent forms:
  `cpu: 70` and `cpu: {target: 70}` mean the same.
- **Default** is the value of an omitted key. "–" is no value, or the one that the meaning describes; `{}` is a section with its own defaults.
- Prices are list prices of us-east-1 as of 2026. Use them to compare choices, not to plan a budget: check them against the AWS price list.
- Rules between keys are checked too: [checks.md](checks.md) lists every check.
- An unknown key is a fault. The report explains keys that people know from other tools: see [the last section](#what-people-write-elsewhere).
"""

_FOREIGN_KEYS_HEADER: Final = """## What people write elsewhere

Keys of ECS, CloudFormation, Terraform, Copilot or Compose, with the answer of the fault report. A misspelt key needs no entry here: the
report suggests the intended key, and for a key in the wrong section it names the right one.
"""


@dataclass(frozen=True)
class _SectionPlaces:
    """A section and its paths in a stack file."""

    model: type[Section]
    places: tuple[str, ...]

    @property
    def title(self) -> str:
        return self.places[0]


class ReferencePage:
    """The reference as Markdown.

    Attributes:
        sections: The sections in the order of a stack file, each with its paths.
    """

    def __init__(self, model: type[Section]) -> None:
        schema = model.model_json_schema()
        self._definitions: dict[str, SchemaNode] = {**schema.get("$defs", {}), model.__name__: schema}
        places: dict[type[Section], list[str]] = {}
        for place, section in _walk_sections(model, ""):
            places.setdefault(section, []).append(place)
        self.sections = [_SectionPlaces(section, tuple(at)) for section, at in places.items()]
        self._anchors = {home.model.__name__: build_anchor(home.title) for home in self.sections}

    def render_markdown(self) -> str:
        """Return the whole page."""
        parts = [_HEADER, "## The top\n", *(self._render_section(home) for home in self.sections)]
        return "\n".join(part.rstrip("\n") + "\n" for part in [*parts, _FOREIGN_KEYS_HEADER, self._render_key_hints()])

    def _render_section(self, home: _SectionPlaces) -> str:
        blocks = [f"## `{home.title}`"] if home.title else []
        if len(home.places) > 1:
            also = " and ".join(f"`{place}`" for place in home.places[1:])
            blocks.append(f"The same keys stand under {also}.")
        blocks += [escape_markdown(paragraph) for paragraph in _split_paragraphs(home.model.__doc__)]
        if home.model.find_violations is not Section.find_violations:
            blocks += [
                f"Rules between the keys: {escape_markdown(line)}" for line in _split_paragraphs(home.model.find_violations.__doc__)[:1]
            ]
        properties = self._definitions[home.model.__name__]["properties"]
        rows = ["| Key | Type | Default | Meaning |", "|---|---|---|---|"]
        for name, info in home.model.model_fields.items():
            node = properties[info.alias or name]
            default = "**required**" if info.is_required() else self._describe_default(node)
            rows.append(f"| `{info.alias or name}` | {self._describe_type(node)} | {default} | {_format_description(node)} |")
        return "\n\n".join([*blocks, "\n".join(rows)]) + "\n"

    def _describe_type(self, node: SchemaNode) -> str:
        *others, last = dict.fromkeys(self._describe_alternative(inner) for inner in _flatten_alternatives(node))
        return f"{', '.join(others)} or {last}" if others else last

    def _describe_alternative(self, node: SchemaNode) -> str:
        if "$ref" in node:
            return f"[map](#{self._anchors[_get_definition_name(node)]})"
        choices = node.get("enum", [node["const"]] if "const" in node else [])
        if choices and len(choices) <= _MAX_LISTED_CHOICES:
            return " / ".join(f"`{_format_yaml(choice)}`" for choice in choices)
        kind = node.get("type", "")
        if kind == "array":
            return f"list of {self._describe_type(node['items'])}{_describe_item_count(node)}"
        if kind == "object":
            return self._describe_map(node)
        return _TYPE_NAMES[kind] + _describe_range(node)

    def _describe_map(self, node: SchemaNode) -> str:
        values = [
            inner for inner in (*node.get("patternProperties", {}).values(), node.get("additionalProperties")) if isinstance(inner, dict)
        ]
        keys = " / ".join(f"`{key}`" for key in node.get("propertyNames", {}).get("enum", ())) or "name"
        return f"map: {keys} → {self._describe_type(values[0])}" if values and values[0] else "map"

    def _describe_default(self, node: SchemaNode) -> str:
        default, kinds = node.get("default"), list(_flatten_alternatives(node))
        switch = any("$ref" in kind for kind in kinds) and any(kind.get("type") == "boolean" for kind in kinds)
        if switch:
            return "`false`" if default is None else "`true`"
        if any("$ref" in kind for kind in kinds) and isinstance(default, dict):
            return "`{}`"
        return "–" if default is None else f"`{_escape_pipes(_format_yaml(default))}`"

    def _render_key_hints(self) -> str:
        lines = ["| Under | Written | Answer |", "|---|---|---|"]
        for home in self.sections:
            own = {} if home.model.key_hints is Section.key_hints else home.model.key_hints
            where = f"[`{home.title}`](#{build_anchor(home.title)})" if home.title else "[the top](#the-top)"
            lines += [f"| {where} | `{key}` | {escape_markdown(answer)} |" for key, answer in own.items()]
        return "\n".join(lines)


def _walk_sections(model: type[Section], place: str) -> Iterator[tuple[str, type[Section]]]:
    yield place, model
    for name, info in model.model_fields.items():
        for inner, below in find_nested_sections(info.annotation):
            yield from _walk_sections(inner, f"{place}.{info.alias or name}{below}".removeprefix("."))


def _flatten_alternatives(node: SchemaNode) -> Iterator[SchemaNode]:
    """Yield the alternatives of a value. Null is not one: it means that the key is absent."""
    if "anyOf" in node or "oneOf" in node:
        for inner in node.get("anyOf") or node["oneOf"]:
            yield from _flatten_alternatives(inner)
    elif isinstance(node.get("type"), list):
        yield from ({**node, "type": kind} for kind in node["type"])
    elif node.get("type") != "null":
        yield node


def _get_definition_name(node: SchemaNode) -> str:
    return str(node["$ref"]).rsplit("/", 1)[-1]


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


def _format_description(node: SchemaNode) -> str:
    parts = [escape_markdown(node.get("description", ""))]
    examples = [example for example in node.get("examples", ()) if _is_informative(example, node)]
    if examples:
        parts.append(f"Example: `{_escape_pipes(_format_yaml(examples[0]))}`.")
    if "cost" in node:
        parts.append(f"*Cost: {escape_markdown(node['cost'])}.*")
    if "source" in node:
        parts.append(f"[AWS]({node['source']})")
    return " ".join(part for part in parts if part)


def _is_informative(example: Any, node: SchemaNode) -> bool:
    """Return whether an example adds to the range, the default and the meaning."""
    return not isinstance(example, int | float) and example != node.get("default") and f"`{example}`" not in node.get("description", "")


def _format_yaml(value: Any) -> str:
    """Return a value as YAML for a stack file, in one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_format_yaml(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_format_yaml, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return f'"{text}"' if isinstance(value, str) and (not text or re.search(r"[:#]\s|^[*&!%@`'\"\[{]|\|", text)) else text


def escape_markdown(words: str) -> str:
    """Escape Markdown outside of code in backticks."""
    pieces = words.split("`")
    escaped = [
        re.sub(r"([*|])", r"\\\1", piece).replace("<", "&lt;") if index % 2 == 0 else _escape_pipes(piece)
        for index, piece in enumerate(pieces)
    ]
    return "`".join(escaped)


def _escape_pipes(code: str) -> str:
    return code.replace("|", "\\|")


def _split_paragraphs(docstring: str | None) -> list[str]:
    return [" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n", (docstring or "").strip())]


def build_anchor(title: str) -> str:
    """Return the anchor that GitHub generates for a heading."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") or "the-top"
