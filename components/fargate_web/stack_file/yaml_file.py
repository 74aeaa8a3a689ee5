"""A YAML file as plain values, with the position of each."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from ..faults.error_messages import quoted, shown
from ..faults.fault import Fault, Path, Position
from .yaml_nodes import Map, Mark, Node, Scalar, Sequence, YamlError, compose
from .yaml_scalars import disputed, resolve

_MOST_VALUES: Final = 50_000


class Secret:
    """Stands for a value that is encrypted in the file."""

    def __repr__(self) -> str:
        return "Secret()"


SECRET: Final = Secret()
PLACEHOLDER: Final = "[secret]"
"""Stands for an encrypted value where nobody can decrypt it."""


@dataclass
class Reading:
    """Plain values of a part of a file.

    Attributes:
        value: Maps, lists, text, numbers, booleans, None, and `SECRET` where the file has an encrypted value.
        faults: What is wrong with it as YAML.
        disputed: The places whose meaning depends on the reader.
        blank: The places where nothing stands after the colon or the dash.
    """

    value: Any = None
    faults: list[Fault] = field(default_factory=list)
    disputed: set[Path] = field(default_factory=set)
    blank: set[Path] = field(default_factory=set)


class Source:
    """A YAML file.

    Attributes:
        file: What to call it.
        root: Its content; None where it is empty or not YAML.
        fault: Why it is not YAML.
    """

    def __init__(self, content: bytes, file: str) -> None:
        self.file = file
        self.root: Node | None = None
        self.fault: Fault | None = None
        try:
            self.root = compose(content)
        except YamlError as error:
            self.fault = Fault((), error.message, file, *error.mark)

    def locate(self, path: Path, *, at_key: bool = False) -> Position | None:
        """Give the position of the value at a path, or of its key; of the nearest that exists where it does not.

        What stands on several lines is found at its key: that is where a reader looks for it.
        """
        node, mark = self.root, (1, 1)
        if node is None:
            return None
        found_key: Mark | None = None
        for part in path:
            entry = _entry(node, part)
            if entry is None:
                # A missing value is missed where the map that lacks it begins.
                at_key = True
                break
            found_key, node = entry
        if found_key is not None:
            mark = node.mark if not at_key and _is_inline(node) else found_key
        return Position(self.file, *mark)

    def read(self, path: Path, shown_at: Path) -> Reading:
        """Read the value at a path, whose faults are reported as at another path."""
        node = self.node(path)
        reading = Reading()
        if node is not None:
            reader = _Reader(self, reading)
            reading.value = reader.value(node, shown_at)
        return reading

    def node(self, path: Path) -> Node | None:
        """Find the node at a path."""
        node = self.root
        for part in path:
            entry = _entry(node, part) if node is not None else None
            if entry is None:
                return None
            node = entry[1]
        return node

    def keys(self, path: Path) -> list[tuple[str, Mark]]:
        """List the keys of the map at a path with their positions, the repeated ones too."""
        node = self.node(path)
        if not isinstance(node, Map):
            return []
        return [(key.text, key.mark) for key, _ in node.entries if isinstance(key, Scalar)]

    def text(self, path: Path) -> str:
        """Give a value as Pulumi hands it to a program: a text, or JSON."""
        node = self.node(path)
        if isinstance(node, Scalar):
            return "" if node.plain and resolve(node.text) is None else node.text
        return json.dumps(_as_json(self.read(path, ()).value), ensure_ascii=False)

    def is_secret(self, path: Path) -> bool:
        """Tell whether a value is encrypted, or has an encrypted one within."""
        return any(value is SECRET for value in leaves(self.read(path, ()).value))


class _Reader:
    """Turns nodes into values. Every alias gets its own copy, so that no two places share a map."""

    def __init__(self, source: Source, reading: Reading) -> None:
        self._file = source.file
        self._reading = reading
        self._count = 0

    def value(self, node: Node, path: Path) -> Any:
        self._count += 1
        if self._count > _MOST_VALUES:
            if self._count == _MOST_VALUES + 1:
                self._fault(node.mark, path, f"with its aliases the file has more than {_MOST_VALUES:,} values; remove some of the aliases")
            return None
        if isinstance(node, Scalar):
            return self._scalar(node, path)
        if isinstance(node, Sequence):
            return [self.value(item, (*path, index)) for index, item in enumerate(node.items)]
        if len(node.entries) == 1 and (encrypted := _encrypted(node)):
            return encrypted
        return self._map(node, path)

    def _scalar(self, node: Scalar, path: Path) -> Any:
        if not node.plain:
            return node.text
        if not node.text:
            self._reading.blank.add(path)
        dispute = disputed(node.text)
        if dispute:
            self._reading.disputed.add(path)
            self._fault(node.mark, path, dispute)
        return resolve(node.text)

    def _map(self, node: Map, path: Path) -> dict[str, Any]:
        merged: dict[str, Any] = {}
        values: dict[str, Any] = {}
        first: dict[str, Mark] = {}
        for key_node, value_node in node.entries:
            if not isinstance(key_node, Scalar):
                self._fault(key_node.mark, path, f"a key is {'a map' if isinstance(key_node, Map) else 'a list'}; keys are text")
                continue
            key = key_node.text
            if key_node.plain and key == "<<":
                for name, value in self._merged(value_node, path).items():
                    merged.setdefault(name, value)
                continue
            self._check_key(key_node, (*path, key))
            if key in first:
                self._fault(
                    key_node.mark,
                    (*path, key),
                    f"this key is written a second time; the first is on line {first[key][0]}; keep one of the two",
                )
            first.setdefault(key, key_node.mark)
            values[key] = self.value(value_node, (*path, key))
        return {**merged, **values}

    def _merged(self, node: Node, path: Path) -> dict[str, Any]:
        merged: dict[str, Any] = {}
        for part in node.items if isinstance(node, Sequence) else [node]:
            value = self.value(part, path)
            if not isinstance(value, dict):
                self._fault(part.mark, path, f"<< takes in another map (<<: *name), and this is {shown(value)}")
                continue
            for name, inner in value.items():
                merged.setdefault(name, inner)
        return merged

    def _check_key(self, key: Scalar, path: Path) -> None:
        if not key.plain:
            return
        dispute = disputed(key.text, is_key=True)
        value = resolve(key.text)
        if dispute:
            self._reading.disputed.add(path)
            self._fault(key.mark, path, dispute)
        elif not isinstance(value, str):
            what = "the key is empty" if not key.text else f"the key is {shown(value)}"
            self._fault(key.mark, path, f"{what}, and keys are text; quote it: {quoted(key.text)}")

    def _fault(self, mark: Mark, path: Path, message: str) -> None:
        self._reading.faults.append(Fault(path, message, self._file, *mark))


def _as_json(value: Any) -> Any:
    """Give a value as Go writes it into JSON, where 70.0 is 70."""
    if isinstance(value, dict):
        return {key: _as_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_as_json(inner) for inner in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return PLACEHOLDER if value is SECRET else value


def leaves(value: Any) -> Iterator[Any]:
    """Walk the single values within a value."""
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from leaves(inner)
    else:
        yield value


def _encrypted(node: Map) -> Secret | None:
    [(key, value)] = node.entries
    is_one = isinstance(key, Scalar) and key.text == "secure" and isinstance(value, Scalar)
    return SECRET if is_one else None


def _is_inline(node: Node) -> bool:
    """Tell whether a value stands where its key does, and not on the lines below it or nowhere."""
    return not (node.plain and not node.text) if isinstance(node, Scalar) else not node.block


def _entry(node: Node, part: str | int) -> tuple[Mark, Node] | None:
    """Find what stands at a key or an index, merge keys included, with the position of its key."""
    if isinstance(node, Sequence):
        if isinstance(part, int) and part < len(node.items):
            return node.items[part].mark, node.items[part]
        return None
    if isinstance(node, Scalar):
        return None
    found = None
    for key, value in node.entries:
        if isinstance(key, Scalar) and key.text == part and not (key.plain and part == "<<"):
            found = (key.mark, value)
    if found is not None:
        return found
    for key, value in node.entries:
        if isinstance(key, Scalar) and key.plain and key.text == "<<":
            for merged in value.items if isinstance(value, Sequence) else [value]:
                found = _entry(merged, part)
                if found is not None:
                    return found
    return None
