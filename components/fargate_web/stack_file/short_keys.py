"""The short keys `image` and `port` at the top of a stack file, which configure the service `web`.

`pulumi new` asks for them. It can ask for plain values only: a value inside a section would replace the whole section.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from ..faults.fault import Fault, Position, PositionFinder, SettingPath
from ..faults.parsed_sections import ParsedSections
from ..settings.fix import Fix, format_inline

SERVICE_NAME: Final = "web"
SHORT_KEYS: Final = ("image", "port")
_SERVICES_SECTION: Final = "services"


@dataclass(frozen=True)
class ExpandedSettings:
    """Settings whose short keys are moved into the service `web`.

    Attributes:
        settings: The sections, without the short keys.
        find_position: Finds the position of a setting in the file, by its path after the move.
        content: The parsed file, with paths after the move.
        faults: Faults for settings that are written in both ways.
    """

    settings: dict[str, Any]
    find_position: PositionFinder
    content: ParsedSections
    faults: tuple[Fault, ...] = ()


def expand_short_keys(settings: Mapping[str, Any], find_position: PositionFinder, content: ParsedSections) -> ExpandedSettings:
    """Move `image` and `port` into the service `web`. Report a fault for each that the service sets too."""
    short = {key: settings[key] for key in SHORT_KEYS if key in settings}
    others = {key: value for key, value in settings.items() if key not in short}
    services = others.get(_SERVICES_SECTION, {})
    service = services.get(SERVICE_NAME, {}) if isinstance(services, Mapping) else None
    if not short or not isinstance(service, Mapping):
        # Faults of the section itself are reported by its validation.
        return ExpandedSettings(others, find_position, content)
    faults = tuple(
        Fault.at_position(
            find_position((key,)),
            (key,),
            f"services.{SERVICE_NAME}.{key} sets it too, and one of them would be ignored; keep one of the two",
            code="written-in-both-ways",
        )
        for key in short
        if key in service
    )
    others[_SERVICES_SECTION] = {**services, SERVICE_NAME: {**short, **service}}
    moved: dict[SettingPath, SettingPath] = {(key,): (_SERVICES_SECTION, SERVICE_NAME, key) for key in short if key not in service}
    original_paths = {target: source for source, target in moved.items()}
    has_short_keys_only = not settings.get(_SERVICES_SECTION)

    def find_moved_position(path: SettingPath, *, at_key: bool = False) -> Position | None:
        if path[:3] in original_paths:
            return find_position((*original_paths[path[:3]], *path[3:]), at_key=at_key)
        if has_short_keys_only and path[:1] == (_SERVICES_SECTION,):
            return find_position((next(iter(short)),), at_key=True)
        return find_position(path, at_key=at_key)

    return ExpandedSettings(
        others,
        find_moved_position,
        replace(
            content,
            ambiguous_paths=_move_paths(content.ambiguous_paths, moved),
            blank_paths=_move_paths(content.blank_paths, moved),
            written_texts={_move_path(path, moved): text for path, text in content.written_texts.items()},
        ),
        faults,
    )


def place_fixes_at_short_keys(fault: Fault, keys: Collection[str], services: object) -> Fault:
    """Return a fault whose fixes change the short keys of the file, and not the keys of the service that they stand for.

    Args:
        fault: The fault.
        keys: The short keys that the file has.
        services: The section `services` of the file.
    """
    service = services.get(SERVICE_NAME) if isinstance(services, Mapping) else None
    written = service if isinstance(service, Mapping) else {}
    sources: dict[SettingPath, SettingPath] = {(_SERVICES_SECTION, SERVICE_NAME, key): (key,) for key in keys if key not in written}
    return replace(fault, fixes=tuple(_place_fix(fix, sources) for fix in fault.fixes))


def _place_fix(fix: Fix, sources: Mapping[SettingPath, SettingPath]) -> Fix:
    edits, text = [], fix.text
    for edit in fix.edits:
        if edit.path == (_SERVICES_SECTION, SERVICE_NAME) and isinstance(edit.value, Mapping):
            # A whole service: the file has its short keys already.
            value = {key: inner for key, inner in edit.value.items() if (*edit.path, key) not in sources}
            text = text.replace(format_inline(edit.value), format_inline(value))
            edits.append(replace(edit, value=value))
        else:
            edits.append(replace(edit, path=(*sources.get(edit.path[:3], edit.path[:3]), *edit.path[3:])))
    return replace(fix, text=text, edits=tuple(edits))


def _move_paths(paths: set[SettingPath], moved: Mapping[SettingPath, SettingPath]) -> set[SettingPath]:
    return {_move_path(path, moved) for path in paths}


def _move_path(path: SettingPath, moved: Mapping[SettingPath, SettingPath]) -> SettingPath:
    return moved.get(path[:1], path[:1]) + path[1:]
