"""Groups of faults with the same message, so that advice for many services is shown once."""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from fargate_web.faults.fault import Fault

_VALUE_PATTERN: Final = re.compile(r"[\d/@:\"']")


class FaultGroup(NamedTuple):
    """Faults with the same message.

    Attributes:
        message: The message of the first fault, whose advice can be followed as it is.
        faults: The faults, in their original order.
    """

    message: str
    faults: tuple[Fault, ...]

    @property
    def introduction_of_others(self) -> str:
        """The words before the settings of the other faults, which tell whether the values in the message are theirs too."""
        return "also" if all(fault.message == self.message for fault in self.faults) else "also, each with its own value:"


def group_faults(faults: Iterable[Fault], *, exactly: bool = False) -> list[FaultGroup]:
    """Group the faults that have the same message and setting in different services or tasks.

    Args:
        faults: The faults or warnings.
        exactly: Whether to group only equal messages. Otherwise the values in the messages may differ; of a fault, what differs can be exactly what
            the user must correct.

    Returns:
        The groups, in the order of the first fault of each.
    """
    groups: dict[tuple[object, ...], list[Fault]] = {}
    for fault in faults:
        words = [fault.message] if exactly else _mask_values(fault)
        groups.setdefault((fault.code, fault.path[2:], *words), []).append(fault)
    return [FaultGroup(group[0].message, tuple(group)) for group in groups.values()]


def _mask_values(fault: Fault) -> list[str]:
    """Split a message into words, each empty if it can be a value of the setting: an address, a number, a quoted text."""
    return ["" if _VALUE_PATTERN.search(word) else word for word in fault.message.split(" ")]
