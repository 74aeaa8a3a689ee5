"""A stack file together with what its project says for all stacks, merged as Pulumi does."""

import json
import re
from pathlib import Path as File
from typing import Any, NamedTuple

from ..faults.fault import Fault, Position, SettingPath
from ..faults.parsed_sections import ParsedSections
from .yaml_file import ENCRYPTED, SECRET_PLACEHOLDER, YamlFile
from .yaml_nodes import MappingNode


class _ValueLocation(NamedTuple):
    """Where a key of the configuration is written."""

    source: YamlFile
    path: SettingPath


class StackFile:
    """A stack file, and the project file beside it.

    Attributes:
        yaml_file: The stack file.
        namespace: What stands before the colon in the keys of our sections.
    """

    def __init__(self, yaml_file: YamlFile, project_file: YamlFile | None, namespace: str) -> None:
        self.yaml_file = yaml_file
        self.namespace = namespace
        self._homes: dict[str, _ValueLocation] = {}
        if project_file is not None:
            self._homes = {key: _ValueLocation(project_file, path) for key, path in _list_project_values(project_file, namespace)}
        self._homes |= {key: _ValueLocation(yaml_file, ("config", key)) for key, _ in yaml_file.list_keys(("config",))}

    def parse_sections(self) -> ParsedSections:
        """Read the sections."""
        content = ParsedSections()
        for full, home in self._homes.items():
            namespace, _, key = full.partition(":")
            if namespace != self.namespace or not key or is_section_path(key):
                continue
            reading = home.source.read_value(home.path, (key,))
            content.faults += reading.faults
            content.ambiguous_paths |= reading.ambiguous_paths
            content.blank_paths |= reading.blank_paths
            try:
                content.values[key] = decode_section(reading.value)
            except ValueError as error:
                content.values[key] = reading.value
                content.ambiguous_paths.add((key,))
                content.faults.append(Fault.at_position(self.find_position((key,)), (key,), str(error)))
        return content

    def declares_section(self, section: str) -> bool:
        """Tell whether the stack itself says something of a section, and not the project for all stacks."""
        home = self._homes.get(f"{self.namespace}:{section}")
        return home is not None and home.source is self.yaml_file

    def render_config(self) -> dict[str, str]:
        """Give the whole configuration as Pulumi hands it to a program."""
        return {key: self.render_config_value(key) for key in self._homes if ":" in key}

    def list_secret_keys(self) -> list[str]:
        """List the keys that hold an encrypted value."""
        return [key for key, home in self._homes.items() if ":" in key and home.source.contains_secret(home.path)]

    def render_config_value(self, key: str) -> str:
        """Give one value as Pulumi hands it to a program; empty where there is none."""
        home = self._homes.get(key)
        if home is None:
            return ""
        value = home.source.read_value(home.path, ()).value
        return SECRET_PLACEHOLDER if value is ENCRYPTED else home.source.render_config_value(home.path)

    def find_position(self, path: SettingPath, *, at_key: bool = False) -> Position | None:
        """Give the position of a setting; a default of the project's that says nothing is not looked at."""
        full = ""
        if path:
            full = str(path[0]) if ":" in str(path[0]) else f"{self.namespace}:{path[0]}"
        home = self._homes.get(full)
        if home is None or (home.source is not self.yaml_file and not home.source.read_value(home.path, ()).value):
            return self.yaml_file.find_position(("config", full) if full else ("config",), at_key=True)
        return home.source.find_position((*home.path, *path[1:]), at_key=at_key)


def open_stack_file(path: File, display_name: str, namespace: str) -> StackFile:
    """Read a stack file and the nearest project file beside or above it."""
    project_file = find_project_file(path.parent)
    project = None
    if project_file is not None:
        project = YamlFile(
            project_file.read_bytes(),
            str(File(display_name).parent / project_file.name) if File(display_name).parent else project_file.name,
        )
    return StackFile(YamlFile(path.read_bytes(), display_name), project, namespace)


def find_project_file(folder: File) -> File | None:
    """Find the project file in a folder or one above it."""
    for above in (folder.absolute(), *folder.absolute().parents):
        for name in ("Pulumi.yaml", "Pulumi.yml"):
            if (above / name).is_file():
                return above / name
    return None


def is_section_path(key: str) -> bool:
    """Tell whether a key is a path into a section (`services.web.port`), as the CLI takes but a file does not."""
    return re.split(r"[.\[:]", key)[0] != key


def decode_section(value: Any) -> Any:
    """Read a section that is written as JSON in a text, which is what `pulumi config set` writes.

    Raises:
        ValueError: It looks like JSON, and is not.
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
    return levels == 0 or any(_exceeds_depth(each, levels - 1) for each in inner)


def _reject_duplicate_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [key for key, _ in pairs]
        twice = next(key for key in names if names.count(key) > 1)
        raise ValueError(f"the JSON has the key {twice} twice in one map; keep one of the two")
    return found


def _reject_constant(name: str) -> Any:
    raise ValueError(f"the JSON holds {name}, which is not a number that JSON has")


def _list_project_values(project: YamlFile, namespace: str) -> list[tuple[str, SettingPath]]:
    """List what the project file gives to all stacks: a bare value, `value:`, or the `default:` of a declaration."""
    name = project.render_config_value(("name",)) or namespace
    found: list[tuple[str, SettingPath]] = []
    for key, _ in project.list_keys(("config",)):
        full = key if ":" in key else f"{name}:{key}"
        path: SettingPath = ("config", key)
        if isinstance(project.find_node(path), MappingNode):
            inner = {below for below, _ in project.list_keys(path)}
            given = next((word for word in ("value", "default") if word in inner), None)
            if given is None:
                continue
            path = (*path, given)
        found.append((full, path))
    return found
