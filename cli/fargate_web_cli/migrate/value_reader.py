"""Reads the nodes of a YAML file into values with paths and positions."""

from collections.abc import Callable
from typing import Final, TypeAlias

from fargate_web.faults.fault import Position, SettingPath
from fargate_web.stack_file.yaml_nodes import MappingNode, ScalarNode, SequenceNode, YamlNode
from fargate_web.stack_file.yaml_scalars import resolve_scalar

from fargate_web_cli.migrate.manifest_value import ManifestValue
from fargate_web_cli.migrate.report import Report

Substitution: TypeAlias = Callable[[str, ManifestValue], str]
"""Replaces the variables in a text; the value has its position."""

_MAXIMUM_VALUES: Final = 50_000
"""Nested aliases can expand ten lines to billions of values."""


class ValueReader:
    """Reads nodes into values, applies merge keys, and reports faults."""

    def __init__(self, file: str, report: Report, substitute: Substitution | None = None) -> None:
        self._file = file
        self._report = report
        self._substitute = substitute
        self._count = 0

    def read_value(self, node: YamlNode, path: SettingPath) -> ManifestValue:
        """Read a node and its children."""
        position = Position(self._file, *node.mark)
        self._count += 1
        if self._count > _MAXIMUM_VALUES:
            if self._count == _MAXIMUM_VALUES + 1:
                self._add_fault(
                    node, path, f"with its aliases the file has more than {_MAXIMUM_VALUES:,} values; remove some of the aliases"
                )
            return ManifestValue(None, path, position)
        if isinstance(node, SequenceNode):
            return ManifestValue([self.read_value(item, (*path, index)) for index, item in enumerate(node.items)], path, position)
        if isinstance(node, MappingNode):
            return ManifestValue(self._read_map(node, path), path, position)
        return self.read_scalar(node, path, position)

    def _read_map(self, node: MappingNode, path: SettingPath) -> dict[str, ManifestValue]:
        merged: dict[str, ManifestValue] = {}
        found: dict[str, ManifestValue] = {}
        for key, inner in node.entries:
            if isinstance(key, ScalarNode) and key.plain and key.text == "<<":
                merged = {**self._read_merged(inner, path), **merged}
            elif not isinstance(key, ScalarNode):
                self._add_fault(key, path, "this key is a list or a map")
            else:
                if key.text in found:
                    self._add_fault(key, (*path, key.text), "this key exists twice")
                found[key.text] = self.read_value(inner, (*path, key.text))
        # The keys of the map itself override those that it merges.
        return {**merged, **found}

    def _read_merged(self, node: YamlNode, path: SettingPath) -> dict[str, ManifestValue]:
        merged: dict[str, ManifestValue] = {}
        for part in node.items if isinstance(node, SequenceNode) else [node]:
            if isinstance(part, MappingNode):
                merged = {**(self.read_value(part, path).data or {}), **merged}
            else:
                self._add_fault(part, path, "<< merges another map (<<: *name), and this is not a map")
        return merged

    def _add_fault(self, node: YamlNode, path: SettingPath, message: str) -> None:
        self._report.add("fault", ManifestValue(None, path, Position(self._file, *node.mark)), message)

    def read_scalar(self, node: ScalarNode, path: SettingPath, position: Position) -> ManifestValue:
        """Read a scalar: its text decides the type, unless it is quoted."""
        text = self.read_text(node, path, position)
        return ManifestValue(resolve_scalar(text) if node.plain else text, path, position)

    def read_text(self, node: ScalarNode, path: SettingPath, position: Position) -> str:
        """Return the text of a scalar, with its variables replaced."""
        return self._substitute(node.text, ManifestValue(None, path, position)) if self._substitute else node.text
