"""Hints for keys that a section does not have."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic.alias_generators import to_snake

from ..settings.fix import Edit, Fix, SettingPath, rename
from .error_messages import quote_text
from .fault import format_path
from .key_fixes import accepts_value, build_hint_fixes, build_move, split_joined_key
from .schema_index import SchemaIndex, find_closest_match, normalize_key

_MAX_SUGGESTED_SECTIONS: Final = 3
_JOINERS: Final = (":", "=")


@dataclass(frozen=True, slots=True)
class UnknownKeyHint:
    """A hint for an unknown key.

    Attributes:
        message: What is wrong and what to write instead.
        intended_path: The path that the user probably meant.
        is_respelling: Whether the key is certainly that one, spelled differently.
        fixes: What to write instead, as data. Paths start at the settings of the model.
    """

    message: str
    intended_path: SettingPath | None = None
    is_respelling: bool = False
    fixes: tuple[Fix, ...] = ()


def describe_unknown_key(schema_index: SchemaIndex, path: SettingPath, sibling_keys: set[str], value: Any = None) -> UnknownKeyHint:
    """Describe what to write instead of the key at the end of a path.

    Args:
        schema_index: The fields of the model.
        path: The path of the key.
        sibling_keys: The other keys of the same map.
        value: The value of the key.
    """
    *parent_parts, last = path
    parent, key = tuple(parent_parts), str(last)
    section = schema_index.find_section_model(parent)
    if section is None:
        return UnknownKeyHint(f"{quote_text(key)} is not a key of this section; remove it")
    start = f"there is no key {quote_text(key)} here"
    others = sibling_keys - {key}
    if key in section.key_hints:
        return _describe_known_key(schema_index, path, section.key_hints[key], value, others)
    keys = [info.alias or name for name, info in section.model_fields.items()]
    joined = _find_joined_key(key, keys)
    if joined:
        return _describe_joined_key(path, *joined, value, others)
    valid_spelling = next((other for other in keys if normalize_key(other) == normalize_key(key)), None)
    if valid_spelling and any(normalize_key(other) == normalize_key(key) for other in others):
        return UnknownKeyHint(
            f"this is {valid_spelling} a second time, spelled in another way; keep one of the two", (*parent, valid_spelling)
        )
    if valid_spelling:
        right = rename(*path, to=valid_spelling, certain=True)
        return UnknownKeyHint(f"{start}; write {valid_spelling}", (*parent, valid_spelling), is_respelling=True, fixes=(right,))
    # Terraform and Compose write the keys of ECS in snake case.
    hint = next((hint for other, hint in section.key_hints.items() if normalize_key(other) == normalize_key(key)), None)
    if hint:
        return _describe_known_key(schema_index, path, hint, value, others)
    section_hint, section_path = _suggest_section(schema_index, parent, key) or (None, None)
    closest_key = find_closest_match(key, keys)
    if closest_key and (not section_hint or _is_close(key, closest_key)):
        spelled = to_snake(closest_key) if "_" in key else closest_key
        if any(normalize_key(other) == normalize_key(closest_key) for other in sibling_keys):
            return UnknownKeyHint(f"{start}; did you mean {spelled}, which is set already?")
        also = f" ({section_hint})" if section_hint else ""
        fitting = accepts_value(schema_index.find_schema((*parent, closest_key)), value)
        fixes = (rename(*path, to=closest_key, certain=_is_close(key, closest_key)),) if fitting else ()
        return UnknownKeyHint(f"{start}; did you mean {spelled}?{also}", (*parent, closest_key), fixes=fixes)
    named = _find_named_section(schema_index, parent, keys, value)
    if named:
        message = f"{start}; a single one stands by its name under {named}: write {named}: {{{key}: …}}"
        edits = (Edit((*parent, named, key), "set", value), Edit(path, "remove"))
        return UnknownKeyHint(message, (*parent, named), fixes=(Fix(f"write {named}: {{{key}: …}}", edits, is_certain=True),))
    if section_hint:
        target = None if section_path is None else _follow_path(section_path, parent)
        move = build_move(schema_index, path, target, value) if target else ()
        return UnknownKeyHint(f"{start}: {section_hint}", fixes=move)
    nearest = sorted(keys, key=lambda other: -difflib.SequenceMatcher(None, key.lower(), other.lower()).ratio())[:3]
    list_all = f"`fargate-web explain {format_path(parent)}`" if parent else "docs/reference.md"
    return UnknownKeyHint(f"{start}; the nearest are {', '.join(nearest[:-1])} and {nearest[-1]}, and {list_all} lists all; remove it")


def _describe_known_key(schema_index: SchemaIndex, path: SettingPath, hint: str, value: Any, others: set[str]) -> UnknownKeyHint:
    """Describe a key of another tool by the hint of the section."""
    fixes = build_hint_fixes(schema_index, path, hint, value, others)
    meant = next((_find_target(edit) for fix in fixes for edit in fix.edits if edit.action != "remove"), None)
    return UnknownKeyHint(f"there is no key {quote_text(str(path[-1]))} here: {hint}", meant, fixes=fixes)


def _find_target(edit: Edit) -> SettingPath:
    """Return the path at which a value stands after an edit."""
    return (*edit.path[:-1], str(edit.value)) if edit.action == "rename" else edit.path


def _find_joined_key(key: str, keys: list[str]) -> tuple[str, str, str] | None:
    """Find a key that is joined to its value (`minCapacity:1`) or to a namespace (`shop:scaling`)."""
    for joiner in _JOINERS:
        before, found, after = key.partition(joiner)
        if found and before.strip() in keys and after:
            return before.strip(), after.strip(), joiner
        if found and joiner == ":" and after in keys:
            return after, "", joiner
    return None


def _describe_joined_key(path: SettingPath, meant: str, text: str, joiner: str, value: Any, others: set[str]) -> UnknownKeyHint:
    parent = path[:-1]
    if not text:
        fixes = () if meant in others else (rename(*path, to=meant, certain=True),)
        message = f"{quote_text(str(path[-1]))} has a namespace, which only the sections have; write {meant}"
        return UnknownKeyHint(message, (*parent, meant), fixes=fixes)
    reason = "a space follows the colon of a key" if joiner == ":" else "a colon follows a key, and no equals sign"
    message = f"{reason}; write {meant}: {text}"
    if value is not None or meant in others:
        return UnknownKeyHint(message, (*parent, meant))
    return UnknownKeyHint(message, (*parent, meant), fixes=(split_joined_key(path, meant, text),))


def _find_named_section(schema_index: SchemaIndex, parent: SettingPath, keys: list[str], value: Any) -> str | None:
    """Find the key whose map has names that the user chooses, for a section that stands beside it. At the top other checks find those."""
    if not parent or not isinstance(value, Mapping):
        return None
    return next(
        (
            key
            for key in keys
            if schema_index.find_schema((*parent, key)).holds_sections and _fits(schema_index, (*parent, key, "x"), value)
        ),
        None,
    )


def _fits(schema_index: SchemaIndex, path: SettingPath, value: Mapping[str, Any]) -> bool:
    section = schema_index.find_section_model(path)
    return section is not None and bool(value) and value.keys() <= {info.alias or name for name, info in section.model_fields.items()}


def _is_close(key: str, meant: str) -> bool:
    return difflib.SequenceMatcher(None, normalize_key(key), normalize_key(meant)).ratio() > 0.85


def _suggest_section(schema_index: SchemaIndex, parent: SettingPath, key: str) -> tuple[str, str | None] | None:
    """Suggest the sections that have a key of this name, the nearest first, and return the path if it is only one."""
    parent_names = [part for part in parent if isinstance(part, str)]
    for spelling, section_paths in schema_index.find_sections_with_key(key).items():
        nearest = sorted(section_paths, key=lambda path: (-_count_shared_parts(path.split("."), parent_names), path.count("."), path))
        most_shared = _count_shared_parts(nearest[0].split("."), parent_names)
        suggestions = [path for path in nearest if _count_shared_parts(path.split("."), parent_names) == most_shared]
        # An additional route has keys of its service, too: the service is meant.
        outer = {f"{path}.additionalRoutes.<name>" for path in suggestions}
        suggestions = [path for path in suggestions if path not in outer]
        # Which entry of a list is meant can't be told, so that another place comes first.
        suggestions = [path for path in suggestions if "[]" not in path] or suggestions
        if len(suggestions) > _MAX_SUGGESTED_SECTIONS:
            return None
        subject = "it" if spelling == key else spelling
        hint = f"{subject} belongs {' or '.join(f'under {path}' if path else 'at the top' for path in suggestions)}"
        return hint, f"{suggestions[0]}.{spelling}".removeprefix(".") if len(suggestions) == 1 else None
    return None


def _follow_path(section_path: str, parent: SettingPath) -> SettingPath | None:
    """Fill the names of a path in the model: `services.<name>.scaling.minCapacity` for a key below `services.web`."""
    parts = section_path.split(".")
    path: list[str] = []
    for index, part in enumerate(parts):
        if part == "<name>":
            if index >= len(parent) or list(parent[:index]) != path:
                return None
            path.append(str(parent[index]))
        elif part.endswith("[]"):
            return None
        else:
            path.append(part)
    return tuple(path)


def _count_shared_parts(section_parts: list[str], parent_names: list[str]) -> int:
    count = 0
    for section_part, parent_name in zip(section_parts, parent_names, strict=False):
        if section_part not in ("<name>", parent_name):
            break
        count += 1
    return count
