"""Sentences that the text and the comment share."""

from collections import Counter
from typing import Final

from fargate_web_cli.diff.broadening.access_rules import Direction
from fargate_web_cli.diff.model import PropertyChange, ResourceChange, StackDiff
from fargate_web_cli.diff.replacement_rules import find_type_rules
from fargate_web_cli.terminal.formatting import format_count

_PAST_TENSES: Final = {
    "replace": "replaced",
    "delete": "deleted",
    "create": "created",
    "import": "imported",
    "read": "read",
    "update": "updated",
}


_DIRECTIONS: Final[dict[Direction, str]] = {"broader": "broader", "unclear": "not comparable", "narrower": "narrower"}

MAXIMUM_DERIVED: Final = 4
"""The number of derived changes that are shown for one resource."""


def list_direct_changes(change: ResourceChange) -> list[PropertyChange]:
    """Return the changes that are not derived."""
    return [property_change for property_change in change.property_changes if not property_change.derived]


def list_derived_changes(change: ResourceChange) -> list[PropertyChange]:
    """Return the changes that are only consequences of the replacement of another resource."""
    return [property_change for property_change in change.property_changes if property_change.derived]


def find_routine_name(change: ResourceChange) -> str:
    """Return the name of a routine replacement, such as `new revision`; empty for any other change."""
    return find_type_rules(change.type).routine_name if change.op == "replace" else ""


def summarize_stack(stack: StackDiff) -> str:
    """Summarize what happens to a stack: `2 replaced, 1 updated, 26 the same`."""
    routine_names = Counter(find_routine_name(change) for change in stack.changes if find_routine_name(change))
    counts = {**stack.operation_counts, "replace": stack.operation_counts.get("replace", 0) - routine_names.total()}
    parts = [f"{count} {_PAST_TENSES[op]}" for op, count in counts.items() if count]
    parts += [format_count(count, name) for name, count in routine_names.items()]
    moved_count = sum(bool(change.former_urn) for change in stack.changes)
    if moved_count:
        parts.append(f"{moved_count} moved")
    if not parts:
        parts.append("no changes")
    if stack.unchanged_count:
        parts.append(f"{stack.unchanged_count} the same")
    access = summarize_access(stack)
    return ", ".join(parts) + (f"; rights and openings: {access}" if access else "")


def summarize_access(stack: StackDiff) -> str:
    """Summarize the rights and openings of a stack: `2 broader, 1 narrower`; empty if none changes."""
    counts = Counter(change.direction for change in stack.access_changes)
    return ", ".join(f"{counts[direction]} {words}" for direction, words in _DIRECTIONS.items() if counts[direction])


def describe_no_changes(stack: StackDiff) -> str:
    """Return the sentence for a stack without changed resources."""
    return "Only outputs change." if stack.output_changes else "Nothing changes."
