"""Takes what is wrong out of some data, so that the rest can be checked as well."""

import copy
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from .fault import SettingPath
from .schema_index import FieldSchema

_REMOVED: Final = object()


class ErrorLocation(NamedTuple):
    """Where an error is.

    Attributes:
        path: In the user's data.
        pruned_path: In the pruned data, whose lists are shorter.
        at_key: The key is wrong, not the value.
    """

    path: SettingPath
    pruned_path: SettingPath
    at_key: bool


class PrunedData:
    """A copy of some data that loses what is wrong.

    Attributes:
        data: What is left.
    """

    def __init__(self, data: Any) -> None:
        self._indices: dict[int, list[int]] = {}
        self._filled: set[SettingPath] = set()
        self.data = self._copy(data)

    def locate_error(self, location: SettingPath, *, is_missing: bool) -> ErrorLocation:
        """Find an error of pydantic's in the data.

        pydantic names what is not in the data as well: the alternatives of a union, and the keys that a shorter way of writing stands for.
        """
        node: Any = self.data
        path: list[str | int] = []
        inner: list[str | int] = []
        *_, last = location or ("",)
        for depth, part in enumerate(location):
            if isinstance(node, dict):
                key = part if part in node else next((key for key in node if str(key) == str(part)), None)
                if key is not None:
                    node = node[key]
                    path.append(key)
                    inner.append(key)
            elif isinstance(node, list) and isinstance(part, int) and part < len(node):
                path.append(self._indices[id(node)][part])
                inner.append(part)
                node = node[part]
            if is_missing and depth == len(location) - 1:
                path.append(part)
                inner.append(part)
        return ErrorLocation(tuple(path), tuple(inner), at_key=last == "[key]" or not isinstance(last, str | int))

    def mark_removed(self, pruned_path: SettingPath) -> bool:
        """Mark a place to be taken out; tell whether that is possible."""
        if not pruned_path:
            return False
        parent = self._find_node(pruned_path[:-1])
        if isinstance(parent, dict | list):
            parent[pruned_path[-1]] = _REMOVED  # type: ignore[index]
        elif parent is not _REMOVED:
            return self.mark_removed(pruned_path[:-1])
        return True

    def fill_missing(self, pruned_path: SettingPath, field_schema: FieldSchema) -> bool:
        """Write a valid value where one is missing; tell whether that is possible."""
        parent = self._find_node(pruned_path[:-1])
        value = _build_sample(field_schema)
        if pruned_path in self._filled or not isinstance(parent, dict) or value is _REMOVED:
            return self.mark_removed(pruned_path[:-1])
        self._filled.add(pruned_path)
        parent[pruned_path[-1]] = self._copy(value)
        return True

    def rename_key(self, pruned_path: SettingPath, key: str) -> None:
        """Spell a key as it should be."""
        parent = self._find_node(pruned_path[:-1])
        if isinstance(parent, dict) and key not in parent:
            parent[key] = parent[pruned_path[-1]]
        self.mark_removed(pruned_path)

    def remove_marked(self) -> None:
        """Take out what is marked."""
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

    def _find_node(self, inner: SettingPath) -> Any:
        node: Any = self.data
        for part in inner:
            if isinstance(node, dict):
                node = node.get(part, None)
            elif isinstance(node, list) and isinstance(part, int) and part < len(node):
                node = node[part]
            else:
                return node if node is _REMOVED else None
        return node

    def _copy(self, value: Any) -> Any:
        # Not deepcopy: an Output is not to be copied, and a section is frozen.
        if isinstance(value, Mapping):
            return {key: self._copy(inner) for key, inner in value.items()}
        if isinstance(value, list):
            copied = [self._copy(inner) for inner in value]
            self._indices[id(copied)] = list(range(len(copied)))
            return copied
        return value


def _build_sample(place: FieldSchema) -> Any:
    """Give a value that the model takes, or `_GONE` where none is known."""
    if place.examples:
        return copy.deepcopy(place.examples[0])
    if place.choices:
        return place.choices[0]
    for node in place.alternatives:
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
