"""A stack file merged with the configuration that Pulumi.yaml has for all stacks, as Pulumi merges them."""

import json
import os
import re
from pathlib import Path as File
from typing import Any, NamedTuple

from ..faults.fault import Fault, Position, SettingPath
from ..faults.parsed_sections import ParsedSections
from .yaml_file import ENCRYPTED, SECRET_PLACEHOLDER, YamlFile
from .yaml_nodes import MappingNode, ScalarNode


class _ValueLocation(NamedTuple):
    """The file and path of a configuration key."""

    source: YamlFile
    path: SettingPath


class StackFile:
    """A stack file and its project file.

    Attributes:
        yaml_file: The stack file.
        namespace: The namespace of the sections: the part of their keys before the colon.
        project_name: The name of the project; empty if there is no project file.
        path: The path of the stack file.
    """

    def __init__(self, yaml_file: YamlFile, project_file: YamlFile | None, namespace: str, path: File | None = None) -> None:
        self.yaml_file = yaml_file
        self.path = path or File(yaml_file.display_name)
        self.namespace = namespace
        self.project_name = project_file.render_config_value(("name",)) if project_file is not None else ""
        self._locations: dict[str, _ValueLocation] = {}
        if project_file is not None:
            self._locations = {key: _ValueLocation(project_file, path) for key, path in _list_project_values(project_file, namespace)}
        self._locations |= {key: _ValueLocation(yaml_file, ("config", key)) for key, _ in yaml_file.list_keys(("config",))}

    def parse_sections(self) -> ParsedSections:
        """Parse the sections."""
        content = ParsedSections()
        for full_key, location in self._locations.items():
            namespace, _, key = full_key.partition(":")
            if namespace != self.namespace or not key or is_section_path(key):
                continue
            reading = location.source.read_value(location.path, (key,))
            content.faults += reading.faults
            content.ambiguous_paths |= reading.ambiguous_paths
            content.blank_paths |= reading.blank_paths
            content.written_texts |= reading.written_texts
            try:
                content.values[key] = decode_section(reading.value)
            except ValueError as error:
                content.values[key] = reading.value
                content.ambiguous_paths.add((key,))
                content.faults.append(Fault.at_position(self.find_position((key,)), (key,), str(error), code="invalid-json"))
        return content

    def declares_section(self, section: str) -> bool:
        """Return whether the stack file itself configures a section. A section of the project file does not count."""
        location = self._locations.get(f"{self.namespace}:{section}")
        return location is not None and location.source is self.yaml_file

    def contains_secret(self, section: str) -> bool:
        """Return whether a section is encrypted or contains an encrypted value."""
        location = self._locations.get(f"{self.namespace}:{section}")
        return location is not None and location.source.contains_secret(location.path)

    def render_config(self) -> dict[str, str]:
        """Render the whole configuration as Pulumi passes it to a program."""
        return {key: self.render_config_value(key) for key in self.list_config_keys()}

    def list_config_keys(self) -> list[str]:
        """List the keys of the whole configuration, with their namespaces."""
        return [key for key in self._locations if ":" in key]

    def list_secret_keys(self) -> list[str]:
        """List the keys that hold an encrypted value."""
        return [key for key in self.list_config_keys() if self._locations[key].source.contains_secret(self._locations[key].path)]

    def render_config_value(self, key: str) -> str:
        """Render one value as Pulumi passes it to a program. Return an empty text if there is none."""
        location = self._locations.get(key)
        if location is None:
            return ""
        value = location.source.read_value(location.path, ()).value
        return SECRET_PLACEHOLDER if value is ENCRYPTED else location.source.render_config_value(location.path)

    def find_position(self, path: SettingPath, *, at_key: bool = False) -> Position | None:
        """Return the position of a setting. Empty defaults of the project file are ignored."""
        full_key = ""
        if path:
            full_key = str(path[0]) if ":" in str(path[0]) else f"{self.namespace}:{path[0]}"
        location = self._locations.get(full_key)
        if location is None or (location.source is not self.yaml_file and not location.source.read_value(location.path, ()).value):
            return self.yaml_file.find_position(("config", full_key) if full_key else ("config",), at_key=True)
        return location.source.find_position((*location.path, *path[1:]), at_key=at_key)


def open_stack_file(
    path: File, display_name: str, namespace: str, project_file: File | None = None, content: bytes | None = None
) -> StackFile:
    """Open a stack file with a project file.

    Args:
        path: The stack file.
        display_name: Its name in messages.
        namespace: The namespace of its sections.
        project_file: The project file. Default: the nearest one, in the folder of the stack file or above.
        content: The content of the stack file, if it is not yet written.
    """
    if project_file is None:
        project_file = find_project_file(path.parent)
    project = None
    if project_file is not None:
        relative = os.path.relpath(project_file)
        project = YamlFile(project_file.read_bytes(), str(project_file) if relative.startswith("..") else relative)
    return StackFile(YamlFile(path.read_bytes() if content is None else content, display_name), project, namespace, path)


def find_project_file(folder: File) -> File | None:
    """Find the project file in a folder or one above it."""
    for parent in (folder.absolute(), *folder.absolute().parents):
        for name in ("Pulumi.yaml", "Pulumi.yml"):
            if (parent / name).is_file():
                return parent / name
    return None


def read_stack_folder(project_file: File) -> File:
    """Read the folder of the stack files of a project: that of its project file, or the one that `stackConfigDir` names."""
    project = YamlFile(project_file.read_bytes(), project_file.name)
    # An older way to write it, which Pulumi still takes, is a text under `config`.
    names = (
        project.render_config_value((key,)) for key in ("stackConfigDir", "config") if isinstance(project.find_node((key,)), ScalarNode)
    )
    return project_file.parent / next(filter(None, names), ".")


def is_section_path(key: str) -> bool:
    """Return whether a key is a path into a section (`services.web.port`). The CLI accepts such keys, a file does not."""
    return re.split(r"[.\[:]", key)[0] != key


def decode_section(value: Any) -> Any:
    """Decode a section that is written as JSON text, as `pulumi config set` writes it.

    Raises:
        ValueError: The text looks like JSON but is not valid.
    """
    if not isinstance(value, str):
        return value
    try:
        found = json.loads(value, object_pairs_hook=_reject_duplicate_keys, parse_constant=_reject_constant)
    except RecursionError:
        raise ValueError("the JSON is nested without end") from None
    except json.JSONDecodeError as error:
        if value.lstrip()[:1] in ("{", "["):
            raise ValueError(f"the text is not JSON: {error.msg} (character {error.pos + 1} of it); write the section as YAML") from None
        return value
    if _exceeds_depth(found):
        raise ValueError("the JSON is nested without end")
    return found


def _exceeds_depth(value: Any, levels: int = 64) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return levels == 0 or any(_exceeds_depth(item, levels - 1) for item in inner)


def _reject_duplicate_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [key for key, _ in pairs]
        duplicate = next(key for key in names if names.count(key) > 1)
        raise ValueError(f"the JSON has the key {duplicate} twice in one map; keep one of the two")
    return found


def _reject_constant(name: str) -> Any:
    raise ValueError(f"the JSON holds {name}, which is not a number that JSON has")


def _list_project_values(project: YamlFile, namespace: str) -> list[tuple[str, SettingPath]]:
    """List the values that the project file sets for all stacks: a bare value, `value:`, or the `default:` of a declaration."""
    name = project.render_config_value(("name",)) or namespace
    values: list[tuple[str, SettingPath]] = []
    for key, _ in project.list_keys(("config",)):
        full_key = key if ":" in key else f"{name}:{key}"
        path: SettingPath = ("config", key)
        if isinstance(project.find_node(path), MappingNode):
            inner = {key_below for key_below, _ in project.list_keys(path)}
            value_key = next((word for word in ("value", "default") if word in inner), None)
            if value_key is None:
                continue
            path = (*path, value_key)
        values.append((full_key, path))
    return values
