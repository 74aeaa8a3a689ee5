"""Reads the nodes of a YAML file into values with paths and positions."""

from collections.abc import Callable
from typing import Any, TypeAlias

from fargate_web.faults.fault import Position, SettingPath
from fargate_web.stack_file.yaml_nodes import MappingNode, ScalarNode, SequenceNode, YamlNode
from fargate_web.stack_file.yaml_scalars import resolve_scalar

from fargate_web_cli.migrate.manifest_value import ManifestValue
from fargate_web_cli.migrate.report import Report

Substitution: TypeAlias = Callable[[str, ManifestValue], str]
"""Replaces the variables in a text; the value has its position."""


class ValueReader:
    """Reads nodes into values, applies merge keys, and reports faults."""

    def __init__(self, file: str, report: Report, substitute: Substitution | None = None) -> None:
        self._file = file
        self._report = report
        self._substitute = substitute

    def read_value(self, node: YamlNode, path: SettingPath) -> ManifestValue:
        """Read a node and its children."""
        position = Position(self._file, *node.mark)
        if isinstance(node, SequenceNode):
            return ManifestValue([self.read_value(item, (*path, index)) for index, item in enumerate(node.items)], path, position)
        if isinstance(node, MappingNode):
            return ManifestValue(self._read_map(node, path), path, position)
        return ManifestValue(self._read_scalar(node, path, position), path, position)

    def _read_map(self, node: MappingNode, path: SettingPath) -> dict[str, ManifestValue]:
        entries: dict[str, ManifestValue] = {}
        for key, inner in node.entries:
            if isinstance(key, ScalarNode) and key.plain and key.text == "<<":
                merged = self.read_value(inner, path)
                for merged_map in merged.data if isinstance(merged.data, list) else [merged]:
                    entries = {**(merged_map.data if isinstance(merged_map.data, dict) else {}), **entries}
            elif not isinstance(key, ScalarNode):
                self._report.add("fault", ManifestValue(None, path, Position(self._file, *key.mark)), "this key is a list or a map")
            else:
                if key.text in entries:
                    self._report.add(
                        "fault", ManifestValue(None, (*path, key.text), Position(self._file, *key.mark)), "this key exists twice"
                    )
                entries[key.text] = self.read_value(inner, (*path, key.text))
        return entries

    def _read_scalar(self, node: ScalarNode, path: SettingPath, position: Position) -> Any:
        text = self._substitute(node.text, ManifestValue(None, path, position)) if self._substitute else node.text
        return resolve_scalar(text) if node.plain else text
