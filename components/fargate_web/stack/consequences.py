"""Faults that another fault causes. One cause is reported once."""

from collections.abc import Iterable
from typing import Final

from ..faults.fault import Fault
from ..faults.schema_index import normalize_key

_UNREAD_CODES: Final = frozenset(("wrong-structure", "wrong-indentation", "wrong-namespace", "path-as-key"))
"""The identifiers of faults that leave settings where nothing reads them."""


def remove_consequences(faults: Iterable[Fault]) -> list[Fault]:
    """Leave out that there are no services or no Region where another fault tells that they stand at the wrong place."""
    found = [*faults]
    unread = [fault for fault in found if fault.code in _UNREAD_CODES or _names_services(fault)]
    names = {normalize_key(str(fault.path[0]).rpartition(":")[2]) for fault in unread if fault.path}
    hidden = {"no-services"} if unread or any(_is_about_an_entry(fault) for fault in found) else set()
    hidden |= {"missing-region"} if names & {"region", "awsregion"} else set()
    return [fault for fault in found if fault.code not in hidden]


def _is_about_an_entry(fault: Fault) -> bool:
    """Return whether a fault is within a section whose entries are what the stack consists of: there would be some if it were not wrong."""
    return fault.code != "no-services" and fault.path[:1] in {("services",), ("scheduledTasks",), ("repositories",)}


def _names_services(fault: Fault) -> bool:
    """Return whether a section that does not exist was meant for services or scheduled tasks."""
    return (
        fault.code == "unknown-key"
        and len(fault.path) == 1
        and (
            any(name in fault.message for name in ("services:", "scheduledTasks:", "did you mean services", "did you mean scheduledTasks"))
        )
    )
