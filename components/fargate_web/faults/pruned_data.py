"""Removal of invalid values from the data, so that the rest can be validated too."""

import copy
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from .fault import SettingPath
from .schema_index import FieldSchema

_REMOVED: Final = object()


class ErrorLocation(NamedTuple):
    """The location of an error.

    Attributes:
        path: The path in the user's data.
        pruned_path: The path in the pruned data, whose lists may be shorter.
        at_key: Whether the key is wrong, not the value.
    """

    path: SettingPath
    pruned_path: SettingPath
    at_key: bool


class PrunedData:
    """A copy of the data from which invalid values are removed.

    Attributes:
        data: The remaining data.
    """

    def __init__(self, data: Any) -> None:
        self._indices: dict[int, list[int]] = {}
        self._filled: set[SettingPath] = set()
        self.data = self._copy(data)

    def locate_error(self, location: SettingPath, *, is_missing: bool) -> ErrorLocation:
        """Locate one of pydantic's errors in the data.

        pydantic's location also contains parts that the data does not have: the alternatives of a union, and the keys that a shorthand expands to.
        """
        node: Any = self.data
        path: list[str | int] = []
        pruned_path: list[str | int] = []
        *_, last = location or ("",)
        for depth, part in enumerate(location):
            if isinstance(node, dict):
                key = part if part in node else next((key for key in node if str(key) == str(part)), None)
                if key is not None:
                    node = node[key]
                    path.append(key)
                    pruned_path.append(key)
            elif isinstance(node, list) and isinstance(part, int) and part < len(node):
                path.append(self._indices[id(node)][part])
                pruned_path.append(part)
                node = node[part]
            if is_missing and depth == len(location) - 1:
                path.append(part)
                pruned_path.append(part)
        return ErrorLocation(tuple(path), tuple(pruned_path), at_key=last == "[key]" or not isinstance(last, str | int))

    def mark_removed(self, pruned_path: SettingPath) -> bool:
        """Mark a value for removal. Return whether that is possible."""
        if not pruned_path:
            return False
        parent = self._find_node(pruned_path[:-1])
        if isinstance(parent, dict | list):
            parent[pruned_path[-1]] = _REMOVED  # type: ignore[index]
        elif parent is not _REMOVED:
            return self.mark_removed(pruned_path[:-1])
        return True

    def fill_missing(self, pruned_path: SettingPath, field_schema: FieldSchema) -> bool:
        """Insert a valid sample for a missing value. Return whether that is possible."""
        parent = self._find_node(pruned_path[:-1])
        value = _build_sample(field_schema)
        if pruned_path in self._filled or not isinstance(parent, dict) or value is _REMOVED:
            return self.mark_removed(pruned_path[:-1])
        self._filled.add(pruned_path)
        parent[pruned_path[-1]] = self._copy(value)
        return True

    def rename_key(self, pruned_path: SettingPath, key: str) -> None:
        """Rename a misspelled key to its correct spelling."""
        parent = self._find_node(pruned_path[:-1])
        if isinstance(parent, dict) and key not in parent:
            parent[key] = parent[pruned_path[-1]]
        self.mark_removed(pruned_path)

    def remove_marked(self) -> None:
        """Remove the marked values."""
        self._remove_marked_in(self.data)

    def _remove_marked_in(self, node: Any) -> None:
        if isinstance(node, dict):
            for key in [key for key, value in node.items() if value is _REMOVED]:
                del node[key]
        elif isinstance(node, list):
            kept = [index for index, value in enumerate(node) if value is not _REMOVED]
            self._indices[id(node)] = [self._indices[id(node)][index] for index in kept]
            node[:] = [node[index] for index in kept]
        for value in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            self._remove_marked_in(value)

    def _find_node(self, pruned_path: SettingPath) -> Any:
        node: Any = self.data
        for part in pruned_path:
            if isinstance(node, dict):
                node = node.get(part, None)
            elif isinstance(node, list) and isinstance(part, int) and part < len(node):
                node = node[part]
            else:
                return node if node is _REMOVED else None
        return node

    def _copy(self, value: Any) -> Any:
        # Not deepcopy: an Output must not be copied, and a section is frozen.
        if isinstance(value, Mapping):
            return {key: self._copy(inner) for key, inner in value.items()}
        if isinstance(value, list):
            copied = [self._copy(inner) for inner in value]
            self._indices[id(copied)] = list(range(len(copied)))
            return copied
        return value


def _build_sample(field_schema: FieldSchema) -> Any:
    """Return a value that the model accepts, or `_REMOVED` if none is known."""
    if field_schema.examples:
        return copy.deepcopy(field_schema.examples[0])
    if field_schema.choices:
        return field_schema.choices[0]
    for node in field_schema.alternatives:
        match node.get("type"):
            case "integer" | "number":
                return node.get("minimum", node.get("exclusiveMinimum", 0) + 1)
            case "array" if not node.get("minItems"):
                return []
            case "object" if not node.get("required"):
                return {}
            case "boolean":
                return False
    return _REMOVED
