"""Groups of faults with the same message, so that advice for many services is shown once."""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from fargate_web.faults.fault import Fault

_ELISION: Final = "…"
_VALUE_PATTERN: Final = re.compile(r"[\d/@:\"']")


class FaultGroup(NamedTuple):
    """Faults with the same message.

    Attributes:
        message: The shared message, with `…` for each word that differs, such as the address of an image.
        faults: The faults, in their original order.
    """

    message: str
    faults: tuple[Fault, ...]


def group_faults(faults: Iterable[Fault]) -> list[FaultGroup]:
    """Group the faults that have the same message and setting in different services or tasks.

    Args:
        faults: The faults or warnings.

    Returns:
        The groups, in the order of the first fault of each.
    """
    groups: dict[tuple[object, ...], list[Fault]] = {}
    for fault in faults:
        groups.setdefault((fault.path[2:], *_mask_values(fault)), []).append(fault)
    return [FaultGroup(_merge_messages(group), tuple(group)) for group in groups.values()]


def _mask_values(fault: Fault) -> list[str]:
    """Split a message into words, each empty if it can be a value of the setting: an address, a number, a quoted text."""
    return ["" if _VALUE_PATTERN.search(word) else word for word in fault.message.split(" ")]


def _merge_messages(faults: list[Fault]) -> str:
    words: list[str] = []
    for column in zip(*(fault.message.split(" ") for fault in faults), strict=True):
        word = column[0] if len(set(column)) == 1 else _ELISION
        if word != _ELISION or words[-1:] != [_ELISION]:
            words.append(word)
    return " ".join(words)
