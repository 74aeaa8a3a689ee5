"""Explanations of settings: the text of the reference, for the terminal."""

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from fargate_web.faults.schema_index import SchemaNode, find_nested_sections, normalize_key
from fargate_web.settings.section import Section
from fargate_web.settings.stack import Stack

from fargate_web_cli.explain.value_types import TypeDescriber, format_yaml, is_informative
from fargate_web_cli.terminal.formatting import wrap_text

_MAX_EXPLAINED = 3


@dataclass(frozen=True)
class Setting:
    """A key of a stack file.

    Attributes:
        path: Its path, with `<name>` for names that the user chooses: `services.<name>.healthCheck`.
        node: Its JSON schema.
        sections: The models of the sections that it holds, with what follows the key: `.<name>` for a map of them.
    """

    path: str
    node: SchemaNode
    sections: tuple[tuple[type[Section], str], ...]

    @property
    def is_map(self) -> bool:
        """Whether it is a map of sections by name."""
        return any(below == ".<name>" for _, below in self.sections)

    @property
    def key(self) -> str:
        """The last part of the path."""
        return self.path.rpartition(".")[2]


class SettingIndex:
    """All settings of a stack file.

    Attributes:
        settings: The settings in the order of the reference.
    """

    def __init__(self) -> None:
        schema = Stack.model_json_schema()
        self._definitions: dict[str, SchemaNode] = {**schema["$defs"], Stack.__name__: schema}
        self._types = TypeDescriber(lambda _: "map", str)
        self.settings = [*self._walk(Stack, "")]

    def find(self, query: str) -> list[Setting]:
        """Find the settings of a path, or of its end: `services.*.healthCheck`, `services.web.healthCheck` and `healthCheck` are the same."""
        parts = _split_path(query)
        exact = [setting for setting in self.settings if _matches(_split_path(setting.path), parts)]
        if exact and len(parts) > 1:
            return exact
        ends = [setting for setting in self.settings if _matches(_split_path(setting.path)[-len(parts) :], parts)]
        # services.web is an entry of the map services.
        return ends or [setting for setting in self.settings if setting.is_map and _split_path(setting.path) == parts[:-1]]

    def explain(self, settings: Sequence[Setting], width: int) -> str:
        """Explain settings. Those that differ only in their place are explained once, and many different ones are only listed."""
        groups: dict[str, list[Setting]] = {}
        for setting in settings:
            groups.setdefault("\n".join(self._explain(setting, width)), []).append(setting)
        if len(groups) > _MAX_EXPLAINED:
            return "\n".join([f"{settings[0].key} is a key of several sections; name one:", *(f"  {setting.path}" for setting in settings)])
        return "\n\n".join(
            "\n".join([*textwrap.wrap(", ".join(setting.path for setting in found), width, subsequent_indent="  "), text])
            for text, found in groups.items()
        )

    def _walk(self, model: type[Section], place: str) -> Iterator[Setting]:
        properties = self._definitions[model.__name__]["properties"]
        for name, info in model.model_fields.items():
            key = info.alias or name
            sections = tuple(find_nested_sections(info.annotation))
            path = f"{place}.{key}".removeprefix(".")
            yield Setting(path, properties[key], sections)
            for inner, below in sections:
                yield from self._walk(inner, path + below)

    def _explain(self, setting: Setting, width: int) -> Iterator[str]:
        node = setting.node
        yield from wrap_text(node.get("description", ""), width, indent="  ")
        yield ""
        examples = [example for example in node.get("examples", ()) if is_informative(example, node)]
        rows: list[tuple[str, Any]] = [
            ("Type", self._types.describe_type(node)),
            ("Default", self._types.describe_default(node)),
            ("Example", f"{setting.key}: {format_yaml(examples[0])}" if examples else ""),
            ("Cost", node.get("cost")),
            ("Source", node.get("source")),
        ]
        for name, text in rows:
            if text:
                yield from wrap_text(f"{name + ':':<9}{text}", width, indent="  ", hanging=9)
        for model, below in dict(setting.sections).items():
            yield from self._list_keys(model, setting.key + below, width)

    def _list_keys(self, model: type[Section], place: str, width: int) -> Iterator[str]:
        rules = (model.find_violations.__doc__ or "") if model.find_violations is not Section.find_violations else ""
        if rules:
            yield from wrap_text(f"Rules:   {' '.join(rules.split())}", width, indent="  ", hanging=9)
        yield ""
        yield f"  Keys of {place}:"
        properties = self._definitions[model.__name__]["properties"]
        keys = [info.alias or name for name, info in model.model_fields.items()]
        longest = max(map(len, keys))
        for key in keys:
            yield from wrap_text(
                f"  {key:<{longest}}  {_first_sentence(properties[key].get('description', ''))}", width, indent="  ", hanging=longest + 4
            )


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=[a-z)`])[.:] (?=[A-Z`])", text)[0].rstrip(".")


def _split_path(path: str) -> list[str]:
    """Split a path into its keys, without indices and the namespace of a section."""
    return [part for part in re.split(r"\.|\[[^\]]*\]", path.removeprefix("fargate-web:")) if part]


def _matches(known: list[str], asked: list[str]) -> bool:
    return (
        len(known) == len(asked)
        and known[0] != "<name>"
        and all(part == "<name>" or normalize_key(part) == normalize_key(other) for part, other in zip(known, asked, strict=True))
    )
