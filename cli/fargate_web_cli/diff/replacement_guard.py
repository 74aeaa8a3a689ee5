"""The guard against replacements and deletions of resources with data, an address or traffic on a protected stack."""

from collections.abc import Iterator
from typing import Final

from fargate_web_cli.diff.model import ResourceChange, StackDiff, StoppedChange
from fargate_web_cli.diff.replacement_rules import find_type_rules
from fargate_web_cli.terminal.formatting import shorten_type

ALLOW_REPLACEMENT: Final = "allowReplacement"
"""The setting that names the resources that a change may replace or delete."""


def find_stopped_removals(diff: StackDiff, *, protected: bool) -> Iterator[StoppedChange]:
    """Find the replacements and deletions that the guard stops.

    Args:
        diff: The difference of the stack.
        protected: Whether the stack is or was protected. The guard always covers resources that Pulumi protects.
    """
    for change in diff.changes:
        rules = find_type_rules(change.type)
        # A component of the program does not exist in AWS.
        if not is_removal(change) or change.is_retained or rules.is_routine or change.type.startswith("fargate-web:"):
            continue
        if change.is_protected or (protected and rules.protected_asset):
            reason = f"holds {rules.protected_asset}" if rules.protected_asset else "is protected by Pulumi"
            yield _build_stop(change, reason, diff.name)


def is_removal(change: ResourceChange) -> bool:
    """Return whether a change takes the current resource away."""
    return change.op in ("replace", "delete")


def _build_stop(change: ResourceChange, reason: str, stack: str) -> StoppedChange:
    operation = "deleted" if change.op == "delete" else "replaced"
    short_type = shorten_type(change.type)
    return StoppedChange(
        "deletion" if change.op == "delete" else "replacement",
        change.urn,
        f"{short_type} {change.name} {reason} and would be {operation}: {change.effect or 'see above'}",
        ALLOW_REPLACEMENT,
        f"{short_type}/{change.name}",
        f"pulumi state unprotect '{change.former_urn or change.urn}' --stack {stack}" if change.is_protected else "",
    )
