"""A stack file together with what its project says for all stacks, merged as Pulumi does."""

import json
import re
from pathlib import Path as File
from typing import Any, NamedTuple

from ..faults.fault import Fault, Path, Position
from ..faults.parsed_sections import Content
from .yaml_file import PLACEHOLDER, SECRET, Source
from .yaml_nodes import Map


class _Home(NamedTuple):
    """Where a key of the configuration is written."""

    source: Source
    path: Path


class StackFile:
    """A stack file, and the project file beside it.

    Attributes:
        source: The stack file.
        namespace: What stands before the colon in the keys of our sections.
    """

    def __init__(self, source: Source, project: Source | None, namespace: str) -> None:
        self.source = source
        self.namespace = namespace
        self._homes: dict[str, _Home] = {}
        if project is not None:
            self._homes = {key: _Home(project, path) for key, path in _project_values(project, namespace)}
        self._homes |= {key: _Home(source, ("config", key)) for key, _ in source.keys(("config",))}

    def content(self) -> Content:
        """Read the sections."""
        content = Content()
        for full, home in self._homes.items():
            namespace, _, key = full.partition(":")
            if namespace != self.namespace or not key or is_path(key):
                continue
            reading = home.source.read(home.path, (key,))
            content.faults += reading.faults
            content.disputed |= reading.disputed
            content.blank |= reading.blank
            try:
                content.values[key] = decoded(reading.value)
            except ValueError as error:
                content.values[key] = reading.value
                content.disputed.add((key,))
                content.faults.append(Fault.at(self.locate((key,)), (key,), str(error)))
        return content

    def says(self, section: str) -> bool:
        """Tell whether the stack itself says something of a section, and not the project for all stacks."""
        home = self._homes.get(f"{self.namespace}:{section}")
        return home is not None and home.source is self.source

    def config(self) -> dict[str, str]:
        """Give the whole configuration as Pulumi hands it to a program."""
        return {key: self.text(key) for key in self._homes if ":" in key}

    def secret_keys(self) -> list[str]:
        """List the keys that hold an encrypted value."""
        return [key for key, home in self._homes.items() if ":" in key and home.source.is_secret(home.path)]

    def text(self, key: str) -> str:
        """Give one value as Pulumi hands it to a program; empty where there is none."""
        home = self._homes.get(key)
        if home is None:
            return ""
        value = home.source.read(home.path, ()).value
        return PLACEHOLDER if value is SECRET else home.source.text(home.path)

    def locate(self, path: Path, *, at_key: bool = False) -> Position | None:
        """Give the position of a setting; a default of the project's that says nothing is not looked at."""
        full = ""
        if path:
            full = str(path[0]) if ":" in str(path[0]) else f"{self.namespace}:{path[0]}"
        home = self._homes.get(full)
        if home is None or (home.source is not self.source and not home.source.read(home.path, ()).value):
            return self.source.locate(("config", full) if full else ("config",), at_key=True)
        return home.source.locate((*home.path, *path[1:]), at_key=at_key)


def open_stack_file(file: File, shown: str, namespace: str) -> StackFile:
    """Read a stack file and the nearest project file beside or above it."""
    project_file = find_project(file.parent)
    project = None
    if project_file is not None:
        project = Source(
            project_file.read_bytes(), str(File(shown).parent / project_file.name) if File(shown).parent else project_file.name
        )
    return StackFile(Source(file.read_bytes(), shown), project, namespace)


def find_project(folder: File) -> File | None:
    """Find the project file in a folder or one above it."""
    for above in (folder.absolute(), *folder.absolute().parents):
        for name in ("Pulumi.yaml", "Pulumi.yml"):
            if (above / name).is_file():
                return above / name
    return None


def is_path(key: str) -> bool:
    """Tell whether a key is a path into a section (`services.web.port`), as the CLI takes but a file does not."""
    return re.split(r"[.\[:]", key)[0] != key


def decoded(value: Any) -> Any:
    """Read a section that is written as JSON in a text, which is what `pulumi config set` writes.

    Raises:
        ValueError: It looks like JSON, and is not.
    """
    if not isinstance(value, str):
        return value
    try:
        found = json.loads(value, object_pairs_hook=_without_repeats, parse_constant=_no_constant)
    except RecursionError:
        raise ValueError("the JSON is nested without end") from None
    except json.JSONDecodeError as error:
        if value.lstrip()[:1] in ("{", "["):
            raise ValueError(f"the text is not JSON: {error.msg} (character {error.pos + 1} of it); write the section as YAML") from None
        return value
    if _is_deep(found):
        raise ValueError("the JSON is nested without end")
    return found


def _is_deep(value: Any, levels: int = 64) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return levels == 0 or any(_is_deep(each, levels - 1) for each in inner)


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [key for key, _ in pairs]
        twice = next(key for key in names if names.count(key) > 1)
        raise ValueError(f"the JSON has the key {twice} twice in one map; keep one of the two")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"the JSON holds {name}, which is not a number that JSON has")


def _project_values(project: Source, namespace: str) -> list[tuple[str, Path]]:
    """List what the project file gives to all stacks: a bare value, `value:`, or the `default:` of a declaration."""
    name = project.text(("name",)) or namespace
    found: list[tuple[str, Path]] = []
    for key, _ in project.keys(("config",)):
        full = key if ":" in key else f"{name}:{key}"
        path: Path = ("config", key)
        if isinstance(project.node(path), Map):
            inner = {below for below, _ in project.keys(path)}
            given = next((word for word in ("value", "default") if word in inner), None)
            if given is None:
                continue
            path = (*path, given)
        found.append((full, path))
    return found
