"""Hints for keys that a section does not have."""

import difflib
from typing import NamedTuple

from pydantic.alias_generators import to_snake

from .error_messages import quote_text
from .fault import SettingPath, format_path
from .schema_index import SchemaIndex, find_closest_match, normalize_key

_MAX_SUGGESTED_SECTIONS = 3


class UnknownKeyHint(NamedTuple):
    """A hint for an unknown key.

    Attributes:
        message: What is wrong and what to write instead.
        intended_path: The path that the user probably meant.
        is_respelling: Whether the key is certainly that one, spelled differently.
    """

    message: str
    intended_path: SettingPath | None = None
    is_respelling: bool = False


def describe_unknown_key(schema_index: SchemaIndex, path: SettingPath, sibling_keys: set[str]) -> UnknownKeyHint:
    """Describe what to write instead of the key at the end of a path.

    Args:
        schema_index: The fields of the model.
        path: The path of the key.
        sibling_keys: The other keys of the same map.
    """
    *parent_parts, last = path
    parent, key = tuple(parent_parts), str(last)
    section = schema_index.find_section_model(parent)
    if section is None:
        return UnknownKeyHint(f"{quote_text(key)} is not a key of this section; remove it")
    if key in section.key_hints:
        return UnknownKeyHint(f"there is no key {quote_text(key)} here: {section.key_hints[key]}")
    keys = [info.alias or name for name, info in section.model_fields.items()]
    valid_spelling = next((other for other in keys if normalize_key(other) == normalize_key(key)), None)
    if valid_spelling and any(normalize_key(other) == normalize_key(key) for other in sibling_keys - {key}):
        return UnknownKeyHint(
            f"this is {valid_spelling} a second time, spelled in another way; keep one of the two", (*parent, valid_spelling)
        )
    if valid_spelling:
        return UnknownKeyHint(
            f"there is no key {quote_text(key)} here; write {valid_spelling}", (*parent, valid_spelling), is_respelling=True
        )
    section_hint = _suggest_section(schema_index, parent, key)
    closest_key = find_closest_match(key, keys)
    if closest_key and (not section_hint or _is_close(key, closest_key)):
        spelled = to_snake(closest_key) if "_" in key else closest_key
        if any(normalize_key(other) == normalize_key(closest_key) for other in sibling_keys):
            return UnknownKeyHint(f"there is no key {quote_text(key)} here; did you mean {spelled}, which is set already?")
        also = f" ({section_hint})" if section_hint else ""
        return UnknownKeyHint(f"there is no key {quote_text(key)} here; did you mean {spelled}?{also}", (*parent, closest_key))
    if section_hint:
        return UnknownKeyHint(f"there is no key {quote_text(key)} here: {section_hint}")
    return UnknownKeyHint(f"there is no key {quote_text(key)} here; {_describe_keys_at(parent)} are {', '.join(sorted(keys))}")


def _is_close(key: str, meant: str) -> bool:
    return difflib.SequenceMatcher(None, normalize_key(key), normalize_key(meant)).ratio() > 0.85


def _suggest_section(schema_index: SchemaIndex, parent: SettingPath, key: str) -> str | None:
    """Suggest the sections that have a key of this name, the nearest first."""
    parent_names = [part for part in parent if isinstance(part, str)]
    for spelling, section_paths in schema_index.find_sections_with_key(key).items():
        nearest = sorted(section_paths, key=lambda path: (-_count_shared_parts(path.split("."), parent_names), path.count("."), path))
        most_shared = _count_shared_parts(nearest[0].split("."), parent_names)
        suggestions = [path for path in nearest if _count_shared_parts(path.split("."), parent_names) == most_shared]
        if len(suggestions) > _MAX_SUGGESTED_SECTIONS:
            return None
        subject = "it" if spelling == key else spelling
        return f"{subject} belongs {' or '.join(f'under {path}' if path else 'at the top' for path in suggestions)}"
    return None


def _count_shared_parts(section_parts: list[str], parent_names: list[str]) -> int:
    count = 0
    for section_part, parent_name in zip(section_parts, parent_names, strict=False):
        if section_part not in ("<name>", parent_name):
            break
        count += 1
    return count


def _describe_keys_at(path: SettingPath) -> str:
    return f"the keys of {format_path(path)}" if path else "the keys"
