"""The fixes of hints: a hint that names one key is advice that can be followed without the user."""

import re
from collections.abc import Mapping
from typing import Any, Final

from ..settings.fix import Edit, Fix, SettingPath
from .schema_index import FieldSchema, SchemaIndex

_RENAME_PATTERN: Final = re.compile(r"(?:.*[;:] )?write (?P<key>\w+)")
_MOVE_PATTERN: Final = re.compile(r"(?:.*[;:] )?write (?P<first>\w+): \{(?P<second>\w+): …\}")
_ASIDE_PATTERN: Final = re.compile(r"(?:.*[;:] )?write (?P<key>\w+) (?:at|on) the service")
_SWITCH_PATTERN: Final = re.compile(r"(?:.*[;:] )?write (?P<key>\w+): true")
_REMOVE_PATTERN: Final = re.compile(r".*; remove it")
_TYPES: Final = (
    (bool, "boolean"),
    (int, "integer"),
    (int, "number"),
    (float, "number"),
    (str, "string"),
    (list, "array"),
    (Mapping, "object"),
)


def build_hint_fixes(schema_index: SchemaIndex, path: SettingPath, hint: str, value: Any, sibling_keys: set[str]) -> tuple[Fix, ...]:
    """Build the fixes of a hint. The forms `write KEY`, `write KEY: true`, `write KEY: {KEY: …}`, `write KEY at the service` and `…; remove it` have one."""
    parent = path[:-1]
    if _REMOVE_PATTERN.fullmatch(hint):
        return (Fix(f"remove {path[-1]}", (Edit(path, "remove"),)),)
    moved = _MOVE_PATTERN.fullmatch(hint)
    if moved:
        return build_move(schema_index, path, (*parent, moved["first"], moved["second"]), value)
    aside = _ASIDE_PATTERN.fullmatch(hint)
    if aside and parent[:1] == ("services",):
        return build_move(schema_index, path, (*parent[:2], aside["key"]), value)
    switch = _SWITCH_PATTERN.fullmatch(hint)
    if switch and switch["key"] not in sibling_keys and schema_index.find_schema((*parent, switch["key"])).accepts_type("boolean"):
        is_on = value is not False
        edits = (Edit((*parent, switch["key"]), "set", is_on), Edit(path, "remove"))
        return (Fix(f"write {switch['key']}: {str(is_on).lower()}", edits, isinstance(value, bool)),)
    renamed = _RENAME_PATTERN.fullmatch(hint)
    target = (*parent, renamed["key"]) if renamed else ()
    if renamed and renamed["key"] not in sibling_keys and accepts_value(schema_index.find_schema(target), value):
        if not _has_known_keys(schema_index, target, value):
            return ()
        certain = is_whole_value(schema_index.find_schema((*parent, renamed["key"])), value)
        return (Fix(f"write {renamed['key']}", (Edit(path, "rename", renamed["key"]),), certain),)
    return ()


def build_move(schema_index: SchemaIndex, path: SettingPath, target: SettingPath, value: Any) -> tuple[Fix, ...]:
    """Build the fix that moves a key to another place, if its value is of a kind that the place accepts."""
    field_schema = schema_index.find_schema(target)
    if not accepts_value(field_schema, value) or not _has_known_keys(schema_index, target, value):
        return ()
    edits = (Edit(target, "set", value), Edit(path, "remove"))
    return (Fix(f"write it as {'.'.join(map(str, target))}", edits, is_whole_value(field_schema, value)),)


def split_joined_key(path: SettingPath, meant: str, text: str) -> Fix:
    """Build the fix that writes `minCapacity: 1` for the key `minCapacity:1`."""
    is_number = text.isdecimal() and (text == "0" or text[0] != "0")
    value = int(text) if is_number else {"true": True, "false": False}.get(text, text)
    edits = (Edit((*path[:-1], meant), "set", value), Edit(path, "remove"))
    return Fix(f"write {meant}: {text}", edits, is_certain=True)


def accepts_value(field_schema: FieldSchema, value: Any) -> bool:
    """Return whether a field accepts a value of this kind."""
    if not field_schema.alternatives:
        return False
    if isinstance(value, bool):
        return field_schema.accepts_type("boolean") or value in field_schema.choices
    kinds = {name for kind, name in _TYPES if isinstance(value, kind)}
    if (
        isinstance(value, str)
        and field_schema.choices
        and not any(node.get("type") == "string" and "enum" not in node for node in field_schema.alternatives)
    ):
        return value in field_schema.choices
    if isinstance(value, str) and not kinds - {"string"}:
        return field_schema.accepts_type("string") and field_schema.accepts_text(value)
    return field_schema.accepts_type(*kinds)


def _has_known_keys(schema_index: SchemaIndex, target: SettingPath, value: Any) -> bool:
    """Return whether a section has all the keys of a map. Otherwise the next report would be about its keys."""
    section = schema_index.find_section_model(target) if isinstance(value, Mapping) else None
    known = {info.alias or name for name, info in section.model_fields.items()} if section else set()
    return section is None or value.keys() <= known


def is_whole_value(field_schema: FieldSchema, value: Any) -> bool:
    """Return whether a value means the same under another key: maps of other tools have other keys, unless the user chooses them."""
    if isinstance(value, list):
        return not any(isinstance(item, Mapping | list) for item in value)
    free = any(isinstance(node.get("additionalProperties"), dict) for node in field_schema.alternatives)
    return not isinstance(value, Mapping) or (free and not any(isinstance(inner, Mapping | list) for inner in value.values()))
