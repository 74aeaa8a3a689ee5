"""The sections of validated settings, and the paths of their fields as in the YAML."""

from collections.abc import Iterable, Iterator
from typing import Any

from ..settings.section import Section
from .fault import SettingPath


def walk_sections(value: Any, path: SettingPath) -> Iterator[tuple[SettingPath, Section]]:
    """Walk the sections that the user wrote. Defaults need no check."""
    if isinstance(value, Section):
        yield path, value
        fields = type(value).__pydantic_fields__
        for name in value.model_fields_set:
            inner = getattr(value, name)
            if isinstance(inner, Section | dict | list):
                yield from walk_sections(inner, (*path, fields[name].alias or name))
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from walk_sections(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from walk_sections(inner, (*path, index))


def convert_field_path(section: Section, dotted: str) -> SettingPath:
    """Turn the dotted field names of a rule into a path of keys as in the YAML."""
    path: list[str | int] = []
    node: Any = section
    parts = dotted.split(".")
    while parts:
        part = parts.pop(0)
        if isinstance(node, Section) and part in type(node).__pydantic_fields__:
            path.append(type(node).__pydantic_fields__[part].alias or part)
            node = getattr(node, part)
        elif isinstance(node, dict):
            # A name that the user chose may contain dots.
            while part not in node and parts:
                part = f"{part}.{parts.pop(0)}"
            path.append(part)
            node = node.get(part)
        else:
            path.append(int(part) if part.isdigit() else part)
            node = None
    return tuple(path)


def overlaps_any(others: Iterable[SettingPath], path: SettingPath) -> bool:
    """Return whether a path is that of one of the others, above it or within it."""
    return any(path[: len(other)] == other or other[: len(path)] == path for other in others)
