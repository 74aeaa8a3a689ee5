"""The same advice for many services, told once."""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from fargate_web.faults.fault import Fault

_VALUE_PATTERN: Final = re.compile(r"[\d/@:\"']")


class FaultGroup(NamedTuple):
    """Faults that say the same.

    Attributes:
        message: What the first says, so that its advice can be followed as it is.
        faults: The faults, in their order.
    """

    message: str
    faults: tuple[Fault, ...]

    @property
    def introduction_of_others(self) -> str:
        """The words before the settings of the other faults, which tell whether the values in the message are theirs too."""
        return "also" if all(fault.message == self.message for fault in self.faults) else "also, each with its own value:"


def group_faults(faults: Iterable[Fault]) -> list[FaultGroup]:
    """Group faults that say the same of the same setting of different services, tasks and so on.

    Args:
        faults: The faults, or warnings.

    Returns:
        The groups, in the order of the first fault of each.
    """
    groups: dict[tuple[object, ...], list[Fault]] = {}
    for fault in faults:
        groups.setdefault((fault.path[2:], *_mask_values(fault)), []).append(fault)
    return [FaultGroup(group[0].message, tuple(group)) for group in groups.values()]


def _mask_values(fault: Fault) -> list[str]:
    """Split a message into words, with nothing in place of those that may be a value of the setting: an address, a number, a quoted text."""
    return ["" if _VALUE_PATTERN.search(word) else word for word in fault.message.split(" ")]
