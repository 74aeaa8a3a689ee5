"""Renders docs/reference.md, with every key of a stack file and its limits, from the models of the settings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from fargate_web.faults.schema_index import SchemaNode, find_nested_sections
from fargate_web.settings.section import Section
from fargate_web_cli.explain.value_types import TypeDescriber, format_yaml, is_informative

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
        anchors = {home.model.__name__: build_anchor(home.title) for home in self.sections}
        self._types = TypeDescriber(lambda name: f"[map](#{anchors[name]})", lambda code: f"`{_escape_pipes(code)}`")

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
            default = "**required**" if info.is_required() else self._types.describe_default(node) or "–"
            rows.append(f"| `{info.alias or name}` | {self._types.describe_type(node)} | {default} | {_format_description(node)} |")
        return "\n\n".join([*blocks, "\n".join(rows)]) + "\n"

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


def _format_description(node: SchemaNode) -> str:
    parts = [escape_markdown(node.get("description", ""))]
    examples = [example for example in node.get("examples", ()) if is_informative(example, node)]
    if examples:
        parts.append(f"Example: `{_escape_pipes(format_yaml(examples[0]))}`.")
    if "cost" in node:
        parts.append(f"*Cost: {escape_markdown(node['cost'])}.*")
    if "source" in node:
        parts.append(f"[AWS]({node['source']})")
    return " ".join(part for part in parts if part)


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
