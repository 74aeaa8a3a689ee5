"""What to say of a key that a section does not have."""

import difflib
from typing import NamedTuple

from pydantic.alias_generators import to_snake

from .error_messages import quote_text
from .fault import SettingPath, format_path
from .schema_index import SchemaIndex, find_closest_match, normalize_key

_MAX_SUGGESTED_SECTIONS = 3


class UnknownKeyHint(NamedTuple):
    """What to say.

    Attributes:
        message: The words.
        intended_path: The place that was probably meant.
        is_respelling: It is that place beyond doubt, in another spelling.
    """

    message: str
    intended_path: SettingPath | None = None
    is_respelling: bool = False


def describe_unknown_key(schema_index: SchemaIndex, path: SettingPath, sibling_keys: set[str]) -> UnknownKeyHint:
    """Say what to write instead of the key at the end of a path.

    Args:
        schema_index: All fields there are.
        path: Where the key stands.
        sibling_keys: The keys that stand beside it.
    """
    *above, last = path
    parent, key = tuple(above), str(last)
    section = schema_index.find_section_model(parent)
    if section is None:
        return UnknownKeyHint(f"{quote_text(key)} is not a key that can be written here; remove it")
    if key in section.key_hints:
        return UnknownKeyHint(f"there is no key {quote_text(key)} here: {section.key_hints[key]}")
    keys = [info.alias or name for name, info in section.model_fields.items()]
    twin = next((other for other in keys if normalize_key(other) == normalize_key(key)), None)
    if twin and any(normalize_key(other) == normalize_key(key) for other in sibling_keys - {key}):
        return UnknownKeyHint(f"this is {twin} a second time, spelled in another way; keep one of the two", (*parent, twin))
    if twin:
        return UnknownKeyHint(f"there is no key {quote_text(key)} here; write {twin}", (*parent, twin), is_respelling=True)
    elsewhere = _suggest_section(schema_index, parent, key)
    meant = find_closest_match(key, keys)
    if meant and (not elsewhere or _is_close(key, meant)):
        spelled = to_snake(meant) if "_" in key else meant
        if any(normalize_key(other) == normalize_key(meant) for other in sibling_keys):
            return UnknownKeyHint(f"there is no key {quote_text(key)} here; did you mean {spelled}, which is written as well?")
        also = f" ({elsewhere})" if elsewhere else ""
        return UnknownKeyHint(f"there is no key {quote_text(key)} here; did you mean {spelled}?{also}", (*parent, meant))
    if elsewhere:
        return UnknownKeyHint(f"there is no key {quote_text(key)} here: {elsewhere}")
    return UnknownKeyHint(f"there is no key {quote_text(key)} here; {_describe_keys_at(parent)} are {', '.join(sorted(keys))}")


def _is_close(key: str, meant: str) -> bool:
    return difflib.SequenceMatcher(None, normalize_key(key), normalize_key(meant)).ratio() > 0.85


def _suggest_section(outline: SchemaIndex, parent: SettingPath, key: str) -> str | None:
    """Tell where a key of this name belongs, the nearest places first."""
    here = [part for part in parent if isinstance(part, str)]
    for right, homes in outline.find_sections_with_key(key).items():
        near = sorted(homes, key=lambda home: (-_count_shared_parts(home.split("."), here), home.count("."), home))
        most = _count_shared_parts(near[0].split("."), here)
        nearest_homes = [home for home in near if _count_shared_parts(home.split("."), here) == most]
        if len(nearest_homes) > _MAX_SUGGESTED_SECTIONS:
            return None
        subject = "it" if right == key else right
        return f"{subject} belongs {' or '.join(f'under {home}' if home else 'at the top' for home in nearest_homes)}"
    return None


def _count_shared_parts(home: list[str], here: list[str]) -> int:
    count = 0
    for part, own in zip(home, here, strict=False):
        if part not in ("<name>", own):
            break
        count += 1
    return count


def _describe_keys_at(path: SettingPath) -> str:
    return f"the keys of {format_path(path)}" if path else "the keys"
