"""Tells from an old and a new value whether a protection is lost."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from math import inf
from typing import Any, Final

_OFF_WORDS: Final = frozenset(("", "0", "false", "off", "no", "none", "disabled", "disabling", "inactive", "suspended"))


def is_turned_off(*, absent: bool = False, on: Sequence[str] = ()) -> Callable[[Any, Any], bool]:
    """Return a test for a switch that is turned off.

    Args:
        absent: Whether it is on if nothing is written.
        on: The values that mean on; by default all that don't mean off.
    """
    return lambda old, new: _is_on(old, absent, on) and not _is_on(new, absent, on)


def is_turned_on(*, absent: bool = False) -> Callable[[Any, Any], bool]:
    """Return a test for a switch that is turned on, and takes a protection away with that.

    Args:
        absent: Whether it is on if nothing is written.
    """
    return lambda old, new: not _is_on(old, absent, ()) and _is_on(new, absent, ())


def is_lowered(*, absent: float | None = None, unlimited: Sequence[Any] = (), ranks: Sequence[str] = ()) -> Callable[[Any, Any], bool]:
    """Return a test for a number that gets smaller.

    Args:
        absent: What nothing means; by default it means that AWS keeps what is there.
        unlimited: The values without a limit.
        ranks: Words in ascending order, in place of numbers. Nothing means the first.
    """

    def read(value: Any) -> float | None:
        if ranks:
            return float(ranks.index(value)) if value in ranks else 0.0
        if value in unlimited:
            return inf
        if value is None:
            return absent
        with suppress(TypeError, ValueError):
            return float(value)
        return None

    def is_lower(old: Any, new: Any) -> bool:
        before, after = read(old), read(new)
        return before is not None and after is not None and after < before

    return is_lower


def is_cleared(old: Any, new: Any) -> bool:
    """Return whether a value is taken away."""
    return bool(old) and not new


def has_fewer_items(old: Any, new: Any) -> bool:
    """Return whether a list gets shorter."""
    before, after = ([] if value is None else value for value in (old, new))
    return isinstance(before, list | tuple) and isinstance(after, list | tuple) and len(after) < len(before)


def is_shortened_expiration(old: Any, new: Any) -> bool:
    """Return whether lifecycle rules of a bucket delete objects earlier."""
    return _find_shortest(new, "expiration", "days") < _find_shortest(old, "expiration", "days")


def keeps_fewer_backups(old: Any, new: Any) -> bool:
    """Return whether the rules of a backup plan get fewer, or delete backups earlier."""
    return has_fewer_items(old, new) or _find_shortest(new, "lifecycle", "deleteAfter") < _find_shortest(old, "lifecycle", "deleteAfter")


def loses_transit_encryption(old: Any, new: Any) -> bool:
    """Return whether volumes of a task definition that still exist are mounted without encryption."""
    before, after = (
        {volume.get("name"): _read(volume, "efsVolumeConfiguration", "transitEncryption") for volume in _list_maps(volumes)}
        for volumes in (old, new)
    )
    return any(_is_on(before[name], False, ()) and not _is_on(after[name], False, ()) for name in before.keys() & after.keys())


def _is_on(value: Any, absent: bool, on: Sequence[str]) -> bool:
    if value is None:
        return absent
    return value in on if on else str(value).lower() not in _OFF_WORDS


def _find_shortest(rules: Any, *path: str) -> float:
    """Return the smallest number in the rules that are on; infinite if there is none."""
    numbers = [_read(rule, *path) for rule in _list_maps(rules) if _is_on(rule.get("status"), True, ())]
    return min((float(number) for number in numbers if isinstance(number, int | float) and number > 0), default=inf)


def _read(value: Any, *path: str) -> Any:
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _list_maps(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list | tuple) else []
