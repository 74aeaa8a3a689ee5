"""Takes what is wrong out of some data, so that the rest can be checked as well."""

import copy
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from .fault import Path
from .schema_index import Place

_GONE: Final = object()


class Spot(NamedTuple):
    """Where an error is.

    Attributes:
        path: In the user's data.
        inner: In the pruned data, whose lists are shorter.
        at_key: The key is wrong, not the value.
    """

    path: Path
    inner: Path
    at_key: bool


class Pruned:
    """A copy of some data that loses what is wrong.

    Attributes:
        data: What is left.
    """

    def __init__(self, data: Any) -> None:
        self._indices: dict[int, list[int]] = {}
        self._filled: set[Path] = set()
        self.data = self._copied(data)

    def spot(self, location: Path, *, missing: bool) -> Spot:
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
            if missing and depth == len(location) - 1:
                path.append(part)
                inner.append(part)
        return Spot(tuple(path), tuple(inner), at_key=last == "[key]" or not isinstance(last, str | int))

    def remove(self, inner: Path) -> bool:
        """Mark a place to be taken out; tell whether that is possible."""
        if not inner:
            return False
        parent = self._node(inner[:-1])
        if isinstance(parent, dict | list):
            parent[inner[-1]] = _GONE  # type: ignore[index]
        elif parent is not _GONE:
            return self.remove(inner[:-1])
        return True

    def fill(self, inner: Path, place: Place) -> bool:
        """Write a valid value where one is missing; tell whether that is possible."""
        parent = self._node(inner[:-1])
        value = _sample(place)
        if inner in self._filled or not isinstance(parent, dict) or value is _GONE:
            return self.remove(inner[:-1])
        self._filled.add(inner)
        parent[inner[-1]] = self._copied(value)
        return True

    def rename(self, inner: Path, key: str) -> None:
        """Spell a key as it should be."""
        parent = self._node(inner[:-1])
        if isinstance(parent, dict) and key not in parent:
            parent[key] = parent[inner[-1]]
        self.remove(inner)

    def sweep(self) -> None:
        """Take out what is marked."""
        self._sweep(self.data)

    def _sweep(self, node: Any) -> None:
        if isinstance(node, dict):
            for key in [key for key, value in node.items() if value is _GONE]:
                del node[key]
        elif isinstance(node, list):
            kept = [index for index, value in enumerate(node) if value is not _GONE]
            self._indices[id(node)] = [self._indices[id(node)][index] for index in kept]
            node[:] = [node[index] for index in kept]
        for value in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            self._sweep(value)

    def _node(self, inner: Path) -> Any:
        node: Any = self.data
        for part in inner:
            if isinstance(node, dict):
                node = node.get(part, None)
            elif isinstance(node, list) and isinstance(part, int) and part < len(node):
                node = node[part]
            else:
                return node if node is _GONE else None
        return node

    def _copied(self, value: Any) -> Any:
        # Not deepcopy: an Output is not to be copied, and a section is frozen.
        if isinstance(value, Mapping):
            return {key: self._copied(inner) for key, inner in value.items()}
        if isinstance(value, list):
            copied = [self._copied(inner) for inner in value]
            self._indices[id(copied)] = list(range(len(copied)))
            return copied
        return value


def _sample(place: Place) -> Any:
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
    return _GONE
