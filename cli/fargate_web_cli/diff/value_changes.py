"""The difference of two nested values: which parts of them changed, JSON inside of texts included."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, Final

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
"""Lists of plain values that are no longer are shown as a whole."""


class LiteralText(str):
    """A text that stands for a value, to be shown as it is."""


class Absent(Enum):
    """What stands where there is nothing."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT


@dataclass(frozen=True)
class ValueChange:
    """One part of a value that changed.

    Attributes:
        display_path: Where, for people: `containerDefinitions[web].image`.
        property_path: Where, as Pulumi spells it; it ends at a text, even if that holds JSON: `containerDefinitions`.
        old: What it was, or `ABSENT`.
        new: What it is, or `ABSENT`.
    """

    display_path: str
    property_path: str
    old: Any
    new: Any


def is_secret(value: Any) -> bool:
    """Tell whether a value is the digest of a secret."""
    return isinstance(value, Mapping) and "$secret" in value


def is_unknown(value: Any) -> bool:
    """Tell whether a value is one that is known after an update only."""
    return isinstance(value, Mapping) and "$unknown" in value


def find_differences(
    old: Any, new: Any, display_path: str = "", property_path: str = "", *, inside_json: bool = False
) -> Iterator[ValueChange]:
    """Find what changed between two values.

    Args:
        old: The one.
        new: The other.
        display_path: Where they stand, for people.
        property_path: Where they stand, for Pulumi.
        inside_json: Whether they stand in a JSON text.
    """
    # To Python, true and 1 are equal; repr tells them apart within maps and lists, too.
    if old == new and repr(old) == repr(new):
        return
    if isinstance(old, str) and isinstance(new, str):
        was, is_ = parse_json(old), parse_json(new)
        if was is not None and is_ is not None and type(was) is type(is_):
            yield from find_differences(was, is_, display_path, property_path, inside_json=True)
            return
    # A document and the same one with secrets in it.
    elif isinstance(old, str) and _is_container(new) and (was := parse_json(old)) is not None:
        yield from find_differences(was, new, display_path, property_path, inside_json=True)
        return
    elif isinstance(new, str) and _is_container(old) and (is_ := parse_json(new)) is not None:
        yield from find_differences(old, is_, display_path, property_path, inside_json=True)
        return
    if inside_json and [*_wrap_in_list(old)] == [*_wrap_in_list(new)]:
        # In policies one thing and a list of one thing are the same.
        return
    if _is_map(old) and _is_map(new):
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


def parse_json(text: str) -> Any:
    """Read a text as a JSON document, a map or a list; None if it is none."""
    if text[:1] not in ("{", "["):
        return None
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict | list) else None


def append_key(path: str, key: str) -> str:
    """Go one key down a path."""
    if any(mark in key for mark in '.["'):
        return f"{path}[{json.dumps(key)}]"
    return f"{path}.{key}" if path else key


def _compare_lists(old: list[Any], new: list[Any], display_path: str, property_path: str, inside_json: bool) -> Iterator[ValueChange]:
    were, are = _index_by_name(old), _index_by_name(new)
    if were is not None and are is not None:
        places = {name: index for index, name in enumerate(are)} | {name: index for index, name in enumerate(were) if name not in are}
        for name in [*are, *(name for name in were if name not in are)]:
            where = property_path if inside_json else f"{property_path}[{places[name]}]"
            yield from find_differences(
                were.get(name, ABSENT), are.get(name, ABSENT), f"{display_path}[{name}]", where, inside_json=inside_json
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
    """Compare lists whose parts have no names: what is in both is left out, the rest is taken in turn."""
    gone = [(index, item) for index, item in enumerate(old)]
    come = []
    for index, item in enumerate(new):
        same = next((pair for pair in gone if pair[1] == item), None)
        if same is None:
            come.append((index, item))
        else:
            gone.remove(same)
    for place in range(max(len(gone), len(come))):
        index = come[place][0] if place < len(come) else gone[place][0]
        was = gone[place][1] if place < len(gone) else ABSENT
        is_ = come[place][1] if place < len(come) else ABSENT
        yield from find_differences(
            was, is_, f"{display_path}[{index}]", property_path if inside_json else f"{property_path}[{index}]", inside_json=inside_json
        )
    if not gone and not come and old != new:
        yield ValueChange(display_path, property_path, old, new)


def _index_by_name(items: Sequence[Any]) -> dict[str, Any] | None:
    """Return the parts of a list by their names, if all have one of their own."""
    if not all(map(_is_map, items)):
        return None
    for key in _NAME_KEYS:
        names = [item.get(key) for item in items]
        if all(isinstance(name, str) for name in names) and len({*names}) == len(names) and names:
            return dict(zip(names, items, strict=True))
    return {} if not items else None


def sort_lists(change: ValueChange) -> ValueChange:
    """Sort the lists of a change, so that it can be told whether anything but the order is different."""

    def ordered(value: Any) -> Any:
        return sorted(value, key=str) if isinstance(value, list) else value

    return replace(change, old=ordered(change.old), new=ordered(change.new))


def _wrap_in_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _is_map(value: Any) -> bool:
    return isinstance(value, Mapping) and not is_secret(value) and not is_unknown(value)


def _is_plain(value: Any) -> bool:
    return not isinstance(value, list) and not _is_map(value)


def _is_container(value: Any) -> bool:
    return isinstance(value, list) or _is_map(value)
