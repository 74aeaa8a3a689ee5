"""The difference of two nested values: which parts of them changed, JSON inside of texts included."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, Final

_NAMES: Final = ("name", "Name", "Sid", "sid", "containerName", "capacityProvider", "key", "Key", "id", "Id", "sourceVolume", "deviceName")
_FEW: Final = 6
"""Lists of plain values that are no longer are shown as a whole."""


class Verbatim(str):
    """A text that stands for a value, to be shown as it is."""


class Absent(Enum):
    """What stands where there is nothing."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT


@dataclass(frozen=True)
class ValueChange:
    """One part of a value that changed.

    Attributes:
        path: Where, for people: `containerDefinitions[web].image`.
        at: Where, as Pulumi spells it; it ends at a text, even if that holds JSON: `containerDefinitions`.
        old: What it was, or `ABSENT`.
        new: What it is, or `ABSENT`.
    """

    path: str
    at: str
    old: Any
    new: Any


def is_secret(value: Any) -> bool:
    """Tell whether a value is the digest of a secret."""
    return isinstance(value, Mapping) and "$secret" in value


def is_unknown(value: Any) -> bool:
    """Tell whether a value is one that is known after an update only."""
    return isinstance(value, Mapping) and "$unknown" in value


def differences(old: Any, new: Any, path: str = "", at: str = "", *, inside: bool = False) -> Iterator[ValueChange]:
    """Find what changed between two values.

    Args:
        old: The one.
        new: The other.
        path: Where they stand, for people.
        at: Where they stand, for Pulumi.
        inside: Whether they stand in a JSON text.
    """
    # To Python, true and 1 are equal; repr tells them apart within maps and lists, too.
    if old == new and repr(old) == repr(new):
        return
    if isinstance(old, str) and isinstance(new, str):
        was, is_ = parsed(old), parsed(new)
        if was is not None and is_ is not None and type(was) is type(is_):
            yield from differences(was, is_, path, at, inside=True)
            return
    # A document and the same one with secrets in it.
    elif isinstance(old, str) and _sealed(new) and (was := parsed(old)) is not None:
        yield from differences(was, new, path, at, inside=True)
        return
    elif isinstance(new, str) and _sealed(old) and (is_ := parsed(new)) is not None:
        yield from differences(old, is_, path, at, inside=True)
        return
    if inside and [*_listed(old)] == [*_listed(new)]:
        # In policies one thing and a list of one thing are the same.
        return
    if _is_map(old) and _is_map(new):
        for key in sorted(old.keys() | new.keys()):
            yield from differences(
                old.get(key, ABSENT), new.get(key, ABSENT), below(path, key), at if inside else below(at, key), inside=inside
            )
    elif isinstance(old, list) and isinstance(new, list):
        yield from _of_lists(old, new, path, at, inside)
    elif old != new or isinstance(old, bool) != isinstance(new, bool):
        yield ValueChange(path, at, old, new)


def parsed(text: str) -> Any:
    """Read a text as a JSON document, a map or a list; None if it is none."""
    if text[:1] not in ("{", "["):
        return None
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict | list) else None


def below(path: str, key: str) -> str:
    """Go one key down a path."""
    if any(mark in key for mark in '.["'):
        return f"{path}[{json.dumps(key)}]"
    return f"{path}.{key}" if path else key


def _of_lists(old: list[Any], new: list[Any], path: str, at: str, inside: bool) -> Iterator[ValueChange]:
    were, are = _by_name(old), _by_name(new)
    if were is not None and are is not None:
        places = {name: index for index, name in enumerate(are)} | {name: index for index, name in enumerate(were) if name not in are}
        for name in [*are, *(name for name in were if name not in are)]:
            where = at if inside else f"{at}[{places[name]}]"
            yield from differences(were.get(name, ABSENT), are.get(name, ABSENT), f"{path}[{name}]", where, inside=inside)
    elif all(map(_is_plain, old)) and all(map(_is_plain, new)):
        yield from _of_plain_lists(old, new, path, at)
    else:
        yield from _of_unnamed(old, new, path, at, inside)


def _of_plain_lists(old: list[Any], new: list[Any], path: str, at: str) -> Iterator[ValueChange]:
    unique = len({*map(str, old)}) == len(old) and len({*map(str, new)}) == len(new)
    if not unique or max(len(old), len(new)) <= _FEW or {*map(str, old)} == {*map(str, new)}:
        yield ValueChange(path, at, old, new)
        return
    for item in old:
        if item not in new:
            yield ValueChange(f"{path}[]", at, item, ABSENT)
    for item in new:
        if item not in old:
            yield ValueChange(f"{path}[]", at, ABSENT, item)


def _of_unnamed(old: list[Any], new: list[Any], path: str, at: str, inside: bool) -> Iterator[ValueChange]:
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
        yield from differences(was, is_, f"{path}[{index}]", at if inside else f"{at}[{index}]", inside=inside)
    if not gone and not come and old != new:
        yield ValueChange(path, at, old, new)


def _by_name(items: Sequence[Any]) -> dict[str, Any] | None:
    """Return the parts of a list by their names, if all have one of their own."""
    if not all(map(_is_map, items)):
        return None
    for key in _NAMES:
        names = [item.get(key) for item in items]
        if all(isinstance(name, str) for name in names) and len({*names}) == len(names) and names:
            return dict(zip(names, items, strict=True))
    return {} if not items else None


def without_order(change: ValueChange) -> ValueChange:
    """Sort the lists of a change, so that it can be told whether anything but the order is different."""

    def ordered(value: Any) -> Any:
        return sorted(value, key=str) if isinstance(value, list) else value

    return replace(change, old=ordered(change.old), new=ordered(change.new))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _is_map(value: Any) -> bool:
    return isinstance(value, Mapping) and not is_secret(value) and not is_unknown(value)


def _is_plain(value: Any) -> bool:
    return not isinstance(value, list) and not _is_map(value)


def _sealed(value: Any) -> bool:
    return isinstance(value, list) or _is_map(value)
