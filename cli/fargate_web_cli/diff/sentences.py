"""Sentences that the text and the comment share."""

import re
from collections import Counter
from typing import Final

from fargate_web_cli.diff.advice import find_setting
from fargate_web_cli.diff.broadening.access_rules import Direction
from fargate_web_cli.diff.model import PropertyChange, ResourceChange, StackDiff
from fargate_web_cli.diff.property_paths import find_top_property
from fargate_web_cli.diff.replacement_rules import find_type_rules
from fargate_web_cli.diff.value_changes import ValueChange
from fargate_web_cli.terminal.formatting import format_count

_PAST_TENSES: Final = {
    "replace": "replaced",
    "delete": "deleted",
    "create": "created",
    "import": "imported",
    "read": "read",
    "update": "updated",
}


_RIGHTS_PROPERTIES: Final = frozenset(
    (
        *("policy", "assumeRolePolicy", "inlinePolicies", "managedPolicyArns", "policyArn", "permissionsBoundary", "policyDocument"),
        *("ingress", "egress", "cidrBlocks", "ipv6CidrBlocks", "cidrIpv4", "cidrIpv6", "accessPolicies", "resourcePolicy"),
    )
)
_RIGHTS_PATH: Final = re.compile(r"\.(?:secrets|secretOptions|environmentFiles|repositoryCredentials)\b")
_DIRECTIONS: Final[dict[Direction, str]] = {"broader": "broader", "unclear": "not comparable", "narrower": "narrower"}

MAXIMUM_DERIVED: Final = 4
"""The number of derived changes that are shown for one resource."""


def list_direct_changes(change: ResourceChange) -> list[PropertyChange]:
    """Return the changes that are not derived."""
    return [property_change for property_change in change.property_changes if not property_change.derived]


def list_derived_changes(change: ResourceChange) -> list[PropertyChange]:
    """Return the changes that are only consequences of the replacement of another resource."""
    return [property_change for property_change in change.property_changes if property_change.derived]


def is_about_rights(change: ValueChange) -> bool:
    """Return whether a change is one of permissions, secrets or openings, which is never shortened."""
    return find_top_property(change.property_path) in _RIGHTS_PROPERTIES or bool(_RIGHTS_PATH.search(change.display_path))


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


def describe_removed_advice(stack: StackDiff) -> str:
    """Name the warnings that the change makes unnecessary."""
    return f"warnings about {', '.join(dict.fromkeys(map(find_setting, stack.removed_advice)))}"
