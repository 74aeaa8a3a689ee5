"""The exit status of `diff` and `render`."""

import sys
from collections.abc import Mapping
from typing import Final

from fargate_web_cli.diff.model import Diff, StopKind
from fargate_web_cli.terminal.formatting import format_count

STOP_STATUSES: Final[Mapping[StopKind, int]] = {
    "replacement": 3,
    "deletion": 3,
    "loss of protection": 3,
    "unknown base": 3,
    "broadening": 4,
}
"""The exit status by kind of stopped change. Of several, the lowest counts."""


def find_exit_status(diff: Diff, *, expect_no_changes: bool) -> int:
    """Report errors, stopped and unexpected changes on stderr, and return the exit status."""
    for stack in diff.stacks:
        if stack.error:
            print(f"{stack.name}: {stack.error}", file=sys.stderr)
    if any(stack.error for stack in diff.stacks):
        return 1
    stopped = [change for stack in diff.stacks for change in stack.stopped]
    if stopped:
        broadenings = sum(change.kind == "broadening" for change in stopped)
        others = len(stopped) - broadenings
        counts = [
            f"{format_count(others, 'change')} of what is protected" if others else "",
            f"{format_count(broadenings, 'broader right or opening', 'broader rights or openings')}" if broadenings else "",
        ]
        print(f"Stopped by the guard: {' and '.join(filter(None, counts))}.", file=sys.stderr)
        return min(STOP_STATUSES[change.kind] for change in stopped)
    changed = [stack.name for stack in diff.stacks if stack.has_changes]
    if expect_no_changes and changed:
        print(f"No changes were expected, and there are some: {', '.join(changed)}.", file=sys.stderr)
        return 1
    return 0
