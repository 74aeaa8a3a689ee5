"""`image` and `port` at the top of a stack file: those of the service `web`.

`pulumi new` asks for them, and it can ask for plain values only: a value inside a section would take the place of the whole section.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from ..faults.fault import Fault, Position, PositionFinder, SettingPath
from ..faults.parsed_sections import ParsedSections

SERVICE_NAME: Final = "web"
SHORT_KEYS: Final = ("image", "port")
_SERVICES_SECTION: Final = "services"


@dataclass(frozen=True)
class ExpandedSettings:
    """Settings whose short keys stand where they belong.

    Attributes:
        settings: The sections, without the short keys.
        find_position: Finds a setting where it is written.
        content: What is known of the file, by the places where things stand now.
        faults: What is said in both ways.
    """

    settings: dict[str, Any]
    find_position: PositionFinder
    content: ParsedSections
    faults: tuple[Fault, ...] = ()


def expand_short_keys(settings: Mapping[str, Any], find_position: PositionFinder, content: ParsedSections) -> ExpandedSettings:
    """Put `image` and `port` into the service `web`, and refuse what is said there too."""
    short = {key: settings[key] for key in SHORT_KEYS if key in settings}
    others = {key: value for key, value in settings.items() if key not in short}
    services = others.get(_SERVICES_SECTION, {})
    service = services.get(SERVICE_NAME, {}) if isinstance(services, Mapping) else None
    if not short or not isinstance(service, Mapping):
        # What is wrong with the section itself is told by whoever checks it.
        return ExpandedSettings(others, find_position, content)
    faults = tuple(
        Fault.at_position(
            find_position((key,)),
            (key,),
            f"services.{SERVICE_NAME}.{key} says it too, and one of them would be ignored; keep one of the two",
        )
        for key in short
        if key in service
    )
    others[_SERVICES_SECTION] = {**services, SERVICE_NAME: {**short, **service}}
    moved: dict[SettingPath, SettingPath] = {(key,): (_SERVICES_SECTION, SERVICE_NAME, key) for key in short if key not in service}
    places = {there: here for here, there in moved.items()}
    alone = not settings.get(_SERVICES_SECTION)

    def located(path: SettingPath, *, at_key: bool = False) -> Position | None:
        if path[:3] in places:
            return find_position((*places[path[:3]], *path[3:]), at_key=at_key)
        if alone and path[:1] == (_SERVICES_SECTION,):
            return find_position((next(iter(short)),), at_key=True)
        return find_position(path, at_key=at_key)

    return ExpandedSettings(
        others,
        located,
        replace(content, ambiguous_paths=_move_paths(content.ambiguous_paths, moved), blank_paths=_move_paths(content.blank_paths, moved)),
        faults,
    )


def _move_paths(paths: set[SettingPath], moved: Mapping[SettingPath, SettingPath]) -> set[SettingPath]:
    return {moved.get(path[:1], path[:1]) + path[1:] for path in paths}
