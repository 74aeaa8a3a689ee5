"""`image` and `port` at the top of a stack file: those of the service `web`.

`pulumi new` asks for them, and it can ask for plain values only: a value inside a section would take the place of the whole section.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from ..faults.fault import Fault, Locate, Path, Position
from ..faults.parsed_sections import Content

NAME: Final = "web"
KEYS: Final = ("image", "port")
_SECTION: Final = "services"


@dataclass(frozen=True)
class Spread:
    """Settings whose short keys stand where they belong.

    Attributes:
        settings: The sections, without the short keys.
        locate: Finds a setting where it is written.
        content: What is known of the file, by the places where things stand now.
        faults: What is said in both ways.
    """

    settings: dict[str, Any]
    locate: Locate
    content: Content
    faults: tuple[Fault, ...] = ()


def spread(settings: Mapping[str, Any], locate: Locate, content: Content) -> Spread:
    """Put `image` and `port` into the service `web`, and refuse what is said there too."""
    short = {key: settings[key] for key in KEYS if key in settings}
    others = {key: value for key, value in settings.items() if key not in short}
    services = others.get(_SECTION, {})
    service = services.get(NAME, {}) if isinstance(services, Mapping) else None
    if not short or not isinstance(service, Mapping):
        # What is wrong with the section itself is told by whoever checks it.
        return Spread(others, locate, content)
    faults = tuple(
        Fault.at(locate((key,)), (key,), f"services.{NAME}.{key} says it too, and one of them would be ignored; keep one of the two")
        for key in short
        if key in service
    )
    others[_SECTION] = {**services, NAME: {**short, **service}}
    moved: dict[Path, Path] = {(key,): (_SECTION, NAME, key) for key in short if key not in service}
    places = {there: here for here, there in moved.items()}
    alone = not settings.get(_SECTION)

    def located(path: Path, *, at_key: bool = False) -> Position | None:
        if path[:3] in places:
            return locate((*places[path[:3]], *path[3:]), at_key=at_key)
        if alone and path[:1] == (_SECTION,):
            return locate((next(iter(short)),), at_key=True)
        return locate(path, at_key=at_key)

    return Spread(others, located, replace(content, disputed=_moved(content.disputed, moved), blank=_moved(content.blank, moved)), faults)


def _moved(paths: set[Path], moved: Mapping[Path, Path]) -> set[Path]:
    return {moved.get(path[:1], path[:1]) + path[1:] for path in paths}
