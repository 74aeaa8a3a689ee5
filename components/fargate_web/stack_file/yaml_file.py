"""A YAML file as plain values with their positions."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from ..faults.error_messages import describe_value, quote_text
from ..faults.fault import Fault, Position, SettingPath
from ..settings.fix import Fix, TextEdit
from .yaml_accidents import Mark
from .yaml_nodes import MappingNode, ScalarNode, SequenceNode, YamlError, YamlNode, parse_yaml
from .yaml_scalars import describe_ambiguity, resolve_scalar

_MAX_VALUES: Final = 50_000


class EncryptedValue:
    """A placeholder for a value that is encrypted in the file."""

    def __repr__(self) -> str:
        return "Secret()"


ENCRYPTED: Final = EncryptedValue()
AMBIGUOUS_VALUE: Final = "ambiguous-value"
"""The identifier of the check of values that YAML parsers read differently."""
SECRET_PLACEHOLDER: Final = "[secret]"
"""The text shown for an encrypted value."""


@dataclass
class ParsedValue:
    """The plain value of a part of a file.

    Attributes:
        value: Maps, lists, text, numbers, booleans, None, and `ENCRYPTED` in place of encrypted values.
        faults: Faults in the YAML itself.
        ambiguous_paths: Paths of values that YAML parsers read differently.
        blank_paths: Paths with no value after the colon or the dash.
        written_texts: Path → the text of a number or boolean that YAML reads as another text: `1.10`.
    """

    value: Any = None
    faults: list[Fault] = field(default_factory=list)
    ambiguous_paths: set[SettingPath] = field(default_factory=set)
    blank_paths: set[SettingPath] = field(default_factory=set)
    written_texts: dict[SettingPath, str] = field(default_factory=dict)


class YamlFile:
    """A YAML file.

    Attributes:
        display_name: The name of the file in messages.
        root: The root node. None if the file is empty or not valid YAML.
        syntax_fault: Why the file is not valid YAML.
        lines: The lines of the file.
    """

    def __init__(self, content: bytes, display_name: str) -> None:
        self.display_name = display_name
        self.lines = content.decode("utf-8-sig", errors="replace").split("\n")
        self.root: YamlNode | None = None
        self.syntax_fault: Fault | None = None
        try:
            self.root = parse_yaml(content)
        except YamlError as error:
            self.syntax_fault = Fault((), error.message, display_name, *error.mark, code="invalid-yaml", fixes=error.fixes)

    def find_position(self, path: SettingPath, *, at_key: bool = False) -> Position | None:
        """Return the position of the value at a path, or of its key. If the path does not exist, use its nearest existing parent.

        The position of a value on several lines is that of its key, where readers look for it.
        """
        node, mark = self.root, (1, 1)
        if node is None:
            return None
        found_key: Mark | None = None
        for part in path:
            entry = _find_entry(node, part)
            if entry is None:
                # Report a missing value at the start of the map that lacks it.
                at_key = True
                break
            found_key, node = entry
        if found_key is not None:
            mark = node.mark if not at_key and _is_inline(node) else found_key
        return Position(self.display_name, *mark)

    def read_value(self, path: SettingPath, reported_path: SettingPath) -> ParsedValue:
        """Read the value at a path. Its faults are reported under `reported_path`."""
        node = self.find_node(path)
        reading = ParsedValue()
        if node is not None:
            reader = _ValueReader(self, reading)
            reading.value = reader.read_node(node, reported_path)
        return reading

    def find_node(self, path: SettingPath) -> YamlNode | None:
        """Find the node at a path."""
        node = self.root
        for part in path:
            entry = _find_entry(node, part) if node is not None else None
            if entry is None:
                return None
            node = entry[1]
        return node

    def list_keys(self, path: SettingPath) -> list[tuple[str, Mark]]:
        """List the keys of the map at a path with their positions, including repeated keys."""
        node = self.find_node(path)
        if not isinstance(node, MappingNode):
            return []
        return [(key.text, key.mark) for key, _ in node.entries if isinstance(key, ScalarNode)]

    def render_config_value(self, path: SettingPath) -> str:
        """Render a value as Pulumi passes it to a program: a text, or JSON."""
        node = self.find_node(path)
        if isinstance(node, ScalarNode):
            return "" if node.plain and resolve_scalar(node.text) is None else node.text
        return json.dumps(_normalize_numbers(self.read_value(path, ()).value), ensure_ascii=False)

    def contains_secret(self, path: SettingPath) -> bool:
        """Return whether a value is encrypted or contains an encrypted value."""
        return any(value is ENCRYPTED for value in walk_leaves(self.read_value(path, ()).value))


class _ValueReader:
    """Converts nodes into values. Every alias gets its own copy, so that no two paths share a map."""

    def __init__(self, source: YamlFile, reading: ParsedValue) -> None:
        self._file = source.display_name
        self._reading = reading
        self._count = 0

    def read_node(self, node: YamlNode, path: SettingPath) -> Any:
        self._count += 1
        if self._count > _MAX_VALUES:
            if self._count == _MAX_VALUES + 1:
                self._add_fault(
                    node.mark, path, f"with its aliases the file has more than {_MAX_VALUES:,} values; remove some of the aliases"
                )
            return None
        if isinstance(node, ScalarNode):
            return self._read_scalar(node, path)
        if isinstance(node, SequenceNode):
            return [self.read_node(item, (*path, index)) for index, item in enumerate(node.items)]
        if len(node.entries) == 1 and (encrypted := _parse_encrypted(node)):
            return encrypted
        return self._read_map(node, path)

    def _read_scalar(self, node: ScalarNode, path: SettingPath) -> Any:
        if not node.plain:
            return node.text
        if not node.text:
            self._reading.blank_paths.add(path)
        ambiguity = describe_ambiguity(node.text)
        if ambiguity:
            self._reading.ambiguous_paths.add(path)
            self._add_fault(node.mark, path, ambiguity, code=AMBIGUOUS_VALUE)
        value = resolve_scalar(node.text)
        if isinstance(value, bool | int | float) and json.dumps(value) != node.text:
            self._reading.written_texts[path] = node.text
        return value

    def _read_map(self, node: MappingNode, path: SettingPath) -> dict[str, Any]:
        merged: dict[str, Any] = {}
        values: dict[str, Any] = {}
        first_marks: dict[str, Mark] = {}
        for key_node, value_node in node.entries:
            if not isinstance(key_node, ScalarNode):
                self._add_fault(
                    key_node.mark, path, f"a key is {'a map' if isinstance(key_node, MappingNode) else 'a list'}; keys are text"
                )
                continue
            key = key_node.text
            if key_node.plain and key == "<<":
                for name, value in self._read_merged(value_node, path).items():
                    merged.setdefault(name, value)
                continue
            self._check_key(key_node, (*path, key))
            if key in first_marks:
                self._add_fault(
                    key_node.mark,
                    (*path, key),
                    f"this key is written a second time; the first is on line {first_marks[key][0]}; keep one of the two",
                    code="key-written-twice",
                )
            first_marks.setdefault(key, key_node.mark)
            values[key] = self.read_node(value_node, (*path, key))
        return {**merged, **values}

    def _read_merged(self, node: YamlNode, path: SettingPath) -> dict[str, Any]:
        merged: dict[str, Any] = {}
        for part in node.items if isinstance(node, SequenceNode) else [node]:
            value = self.read_node(part, path)
            if not isinstance(value, dict):
                self._add_fault(part.mark, path, f"<< merges another map (<<: *name), and this is {describe_value(value)}")
                continue
            for name, inner in value.items():
                merged.setdefault(name, inner)
        return merged

    def _check_key(self, key: ScalarNode, path: SettingPath) -> None:
        if not key.plain:
            return
        ambiguity = describe_ambiguity(key.text, is_key=True)
        value = resolve_scalar(key.text)
        if ambiguity:
            self._reading.ambiguous_paths.add(path)
            self._add_fault(key.mark, path, ambiguity, code="key-without-quotes", fixes=(_quote_key(key),))
        elif not isinstance(value, str):
            problem = "the key is empty" if not key.text else f"the key is {describe_value(value)}"
            message = f"{problem}, and keys are text; quote it: {quote_text(key.text)}"
            self._add_fault(key.mark, path, message, code="key-without-quotes", fixes=(_quote_key(key),))

    def _add_fault(self, mark: Mark, path: SettingPath, message: str, *, code: str = "invalid-yaml", fixes: tuple[Fix, ...] = ()) -> None:
        self._reading.faults.append(Fault(path, message, self._file, *mark, code=code, fixes=fixes))


def _quote_key(key: ScalarNode) -> Fix:
    quoted = quote_text(key.text)
    return Fix(f"quote it: {quoted}", text_edits=(TextEdit(*key.mark, len(key.text), quoted),), is_certain=True)


def _normalize_numbers(value: Any) -> Any:
    """Normalize numbers as Go writes them into JSON, where 70.0 is 70."""
    if isinstance(value, dict):
        return {key: _normalize_numbers(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_normalize_numbers(inner) for inner in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return SECRET_PLACEHOLDER if value is ENCRYPTED else value


def walk_leaves(value: Any) -> Iterator[Any]:
    """Walk the scalar values within a value."""
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from walk_leaves(inner)
    else:
        yield value


def _parse_encrypted(node: MappingNode) -> EncryptedValue | None:
    [(key, value)] = node.entries
    is_encrypted = isinstance(key, ScalarNode) and key.text == "secure" and isinstance(value, ScalarNode)
    return ENCRYPTED if is_encrypted else None


def _is_inline(node: YamlNode) -> bool:
    """Return whether a value starts on the line of its key. A block on the lines below and an empty value do not."""
    return not (node.plain and not node.text) if isinstance(node, ScalarNode) else not node.block


def _find_entry(node: YamlNode, part: str | int) -> tuple[Mark, YamlNode] | None:
    """Find the node at a key or an index, with the position of its key. Merge keys are included."""
    if isinstance(node, SequenceNode):
        if isinstance(part, int) and part < len(node.items):
            return node.items[part].mark, node.items[part]
        return None
    if isinstance(node, ScalarNode):
        return None
    found = None
    for key, value in node.entries:
        if isinstance(key, ScalarNode) and key.text == part and not (key.plain and part == "<<"):
            found = (key.mark, value)
    if found is not None:
        return found
    for key, value in node.entries:
        if isinstance(key, ScalarNode) and key.plain and key.text == "<<":
            for merged in value.items if isinstance(value, SequenceNode) else [value]:
                found = _find_entry(merged, part)
                if found is not None:
                    return found
    return None
