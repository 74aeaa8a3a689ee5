"""The differences between two nested values, including JSON documents in strings."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from fargate_web_cli.diff.dashboards import group_titles, have_moved, index_widgets, is_dashboard, remove_position

_NAME_KEYS: Final = (
    "name",
    "Name",
    "Sid",
    "sid",
    "containerName",
    "capacityProvider",
    "key",
    "Key",
    "id",
    "Id",
    "sourceVolume",
    "deviceName",
)
_SHORT_LIST_LENGTH: Final = 6
"""Longer lists of plain values are shown item by item."""


class LiteralText(str):
    """A text that describes a value, shown without quotation marks."""


class Absent(Enum):
    """The marker for a missing value."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT


@dataclass(frozen=True)
class ValueChange:
    """One part of a value that changed.

    Attributes:
        display_path: The path for display: `containerDefinitions[web].image`.
        property_path: The path in Pulumi's notation, which ends at a string even if that holds JSON: `containerDefinitions`.
        old: The old value, or `ABSENT`.
        new: The new value, or `ABSENT`.
    """

    display_path: str
    property_path: str
    old: Any
    new: Any


def is_secret(value: Any) -> bool:
    """Return whether a value is the digest of a secret."""
    return isinstance(value, Mapping) and "$secret" in value


def is_unknown(value: Any) -> bool:
    """Return whether a value is known only after an update."""
    return isinstance(value, Mapping) and "$unknown" in value


def find_differences(
    old: Any, new: Any, display_path: str = "", property_path: str = "", *, inside_json: bool = False
) -> Iterator[ValueChange]:
    """Yield the differences between two values.

    Args:
        old: The old value.
        new: The new value.
        display_path: Their path for display.
        property_path: Their path in Pulumi's notation.
        inside_json: Whether they are part of a JSON string.
    """
    # Python considers True and 1 equal; repr distinguishes them, also inside maps and lists.
    if old == new and repr(old) == repr(new):
        return
    if isinstance(old, str) and isinstance(new, str):
        old_value, new_value = parse_json(old), parse_json(new)
        if old_value is not None and new_value is not None and type(old_value) is type(new_value):
            yield from find_differences(old_value, new_value, display_path, property_path, inside_json=True)
            return
    # One side is a JSON string, the other a document with masked secrets.
    elif isinstance(old, str) and _is_container(new) and (old_value := parse_json(old)) is not None:
        yield from find_differences(old_value, new, display_path, property_path, inside_json=True)
        return
    elif isinstance(new, str) and _is_container(old) and (new_value := parse_json(new)) is not None:
        yield from find_differences(old, new_value, display_path, property_path, inside_json=True)
        return
    if inside_json and [*_wrap_in_list(old)] == [*_wrap_in_list(new)]:
        # In policies, a single value and a list with that value are the same.
        return
    if inside_json and is_dashboard(old) and is_dashboard(new):
        yield from _compare_dashboards(old, new, display_path, property_path)
    elif _is_map(old) and _is_map(new):
        for key in sorted(old.keys() | new.keys()):
            yield from find_differences(
                old.get(key, ABSENT),
                new.get(key, ABSENT),
                append_key(display_path, key),
                property_path if inside_json else append_key(property_path, key),
                inside_json=inside_json,
            )
    elif isinstance(old, list) and isinstance(new, list):
        yield from _compare_lists(old, new, display_path, property_path, inside_json)
    elif old != new or isinstance(old, bool) != isinstance(new, bool):
        yield ValueChange(display_path, property_path, old, new)


def _compare_dashboards(old: Mapping[str, Any], new: Mapping[str, Any], display_path: str, property_path: str) -> Iterator[ValueChange]:
    old_widgets, new_widgets = index_widgets(old["widgets"]), index_widgets(new["widgets"])
    for subject, titles in group_titles([title for title in new_widgets if title not in old_widgets]):
        yield ValueChange(f"widgets of {subject}", property_path, ABSENT, LiteralText(", ".join(titles)))
    for subject, titles in group_titles([title for title in old_widgets if title not in new_widgets]):
        yield ValueChange(f"widgets of {subject}", property_path, LiteralText(", ".join(titles)), ABSENT)
    for title in (title for title in new_widgets if title in old_widgets):
        old_widget, new_widget = remove_position(old_widgets[title]), remove_position(new_widgets[title])
        yield from find_differences(old_widget, new_widget, append_key("widgets", title), property_path, inside_json=True)
    if have_moved(old_widgets, new_widgets):
        yield ValueChange("widgets", property_path, LiteralText("arranged as before"), LiteralText("arranged in another way"))
    old_rest, new_rest = ({key: value for key, value in body.items() if key != "widgets"} for body in (old, new))
    yield from find_differences(old_rest, new_rest, display_path, property_path, inside_json=True)


def parse_json(text: str) -> Any:
    """Parse a text as a JSON map or list; None if it is neither."""
    if text[:1] not in ("{", "["):
        return None
    try:
        document = json.loads(text)
    except ValueError:
        return None
    return document if isinstance(document, dict | list) else None


def append_key(path: str, key: str) -> str:
    """Append a key to a path."""
    if any(mark in key for mark in '.["'):
        return f"{path}[{json.dumps(key)}]"
    return f"{path}.{key}" if path else key


def _compare_lists(old: list[Any], new: list[Any], display_path: str, property_path: str, inside_json: bool) -> Iterator[ValueChange]:
    old_items, new_items = _index_by_name(old), _index_by_name(new)
    if old_items is not None and new_items is not None:
        indices = {name: index for index, name in enumerate(new_items)} | {
            name: index for index, name in enumerate(old_items) if name not in new_items
        }
        for name in [*new_items, *(name for name in old_items if name not in new_items)]:
            item_path = property_path if inside_json else f"{property_path}[{indices[name]}]"
            yield from find_differences(
                old_items.get(name, ABSENT), new_items.get(name, ABSENT), f"{display_path}[{name}]", item_path, inside_json=inside_json
            )
    elif all(map(_is_plain, old)) and all(map(_is_plain, new)):
        yield from _compare_plain_lists(old, new, display_path, property_path)
    else:
        yield from _compare_unnamed_items(old, new, display_path, property_path, inside_json)


def _compare_plain_lists(old: list[Any], new: list[Any], display_path: str, property_path: str) -> Iterator[ValueChange]:
    unique = len({*map(str, old)}) == len(old) and len({*map(str, new)}) == len(new)
    if not unique or max(len(old), len(new)) <= _SHORT_LIST_LENGTH or {*map(str, old)} == {*map(str, new)}:
        yield ValueChange(display_path, property_path, old, new)
        return
    for item in old:
        if item not in new:
            yield ValueChange(f"{display_path}[]", property_path, item, ABSENT)
    for item in new:
        if item not in old:
            yield ValueChange(f"{display_path}[]", property_path, ABSENT, item)


def _compare_unnamed_items(
    old: list[Any], new: list[Any], display_path: str, property_path: str, inside_json: bool
) -> Iterator[ValueChange]:
    """Compare lists whose items have no names: skip the equal items, and pair the others in order."""
    removed = [(index, item) for index, item in enumerate(old)]
    added = []
    for index, item in enumerate(new):
        equal_item = next((pair for pair in removed if pair[1] == item), None)
        if equal_item is None:
            added.append((index, item))
        else:
            removed.remove(equal_item)
    for position in range(max(len(removed), len(added))):
        index = added[position][0] if position < len(added) else removed[position][0]
        old_value = removed[position][1] if position < len(removed) else ABSENT
        new_value = added[position][1] if position < len(added) else ABSENT
        yield from find_differences(
            old_value,
            new_value,
            f"{display_path}[{index}]",
            property_path if inside_json else f"{property_path}[{index}]",
            inside_json=inside_json,
        )
    if not removed and not added and old != new:
        yield ValueChange(display_path, property_path, old, new)


def _index_by_name(items: Sequence[Any]) -> dict[str, Any] | None:
    """Return the items of a list by name; None if they have no unique names."""
    if not all(map(_is_map, items)):
        return None
    for key in _NAME_KEYS:
        names = [item.get(key) for item in items]
        if all(isinstance(name, str) for name in names) and len({*names}) == len(names) and names:
            return dict(zip(names, items, strict=True))
    return {} if not items else None


def _wrap_in_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _is_map(value: Any) -> bool:
    return isinstance(value, Mapping) and not is_secret(value) and not is_unknown(value)


def _is_plain(value: Any) -> bool:
    return not isinstance(value, list) and not _is_map(value)


def _is_container(value: Any) -> bool:
    return isinstance(value, list) or _is_map(value)
