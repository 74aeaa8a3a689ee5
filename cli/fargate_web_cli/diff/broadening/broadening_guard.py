"""The guard against broader rights and new openings: on a protected stack, or on any stack with `--fail-on broadening`."""

from collections.abc import Callable, Iterator
from typing import Final

from fargate_web_cli.diff.broadening.access_rules import AccessChange
from fargate_web_cli.diff.model import StackDiff, StoppedChange
from fargate_web_cli.terminal.formatting import shorten_type

ALLOW_BROADENING: Final = "allowBroadening"
"""The setting that names the resources whose rights and openings may become broader."""


def find_stopped_broadenings(diff: StackDiff, is_allowed: Callable[[str], bool]) -> Iterator[StoppedChange]:
    """Find the rights and openings that the guard stops.

    Args:
        diff: The difference of the stack.
        is_allowed: Whether the stack file allows broader access of the resource or component with a URN.
    """
    created = {change.urn for change in diff.changes if change.op == "create"}
    for change in diff.access_changes:
        if change.is_broadening and not any(map(is_allowed, change.urns)):
            # A whole new component is one entry.
            urn = change.urns[-1] if change.urns[-1] in created else change.urns[0]
            type_ = urn.split("::")[2].rpartition("$")[2]
            entry = f"{shorten_type(type_)}/{urn.rpartition('::')[2]}"
            yield StoppedChange("broadening", change.urns[0], describe_access(change), ALLOW_BROADENING, entry)


def describe_access(change: AccessChange) -> str:
    """Return a right or an opening as a sentence, with what deserves a second look."""
    marks = f" ({', '.join(change.marks)})" if change.marks else ""
    return f"{change.subject} {change.text}{marks}"
