"""The guard, which stops replacements and deletions of resources with data, an address or traffic on a protected stack."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from fargate_web_cli.diff.model import BlockedChange, ResourceChange, StackDiff
from fargate_web_cli.diff.replacement_rules import find_type_rules
from fargate_web_cli.terminal.formatting import shorten_type


def apply_guard(diff: StackDiff, *, protected: bool, allowed: Collection[str]) -> StackDiff:
    """Add the changes that the guard stops, and warnings about unused entries of `allowReplacement`.

    Args:
        diff: The difference of the stack.
        protected: Whether the stack is or was protected. The guard always covers resources that Pulumi protects.
        allowed: The entries of `allowReplacement`.
    """
    blocked_changes = tuple(_list_blocked_changes(diff, protected, allowed))
    removing_changes = [change for change in diff.changes if change.op in ("replace", "delete")]
    unused = [name for name in allowed if not any(matches_name(name, change) for change in removing_changes)]
    warnings = [
        f"allowReplacement names {name}, which is neither replaced nor deleted; remove it once the change is made" for name in unused
    ]
    return replace(diff, blocked=blocked_changes, warnings=(*diff.warnings, *warnings))


def matches_name(name: str, change: ResourceChange) -> bool:
    """Return whether an entry names a resource: its logical name, `<type>/<name>` with the full or the short type, or its URN."""
    return name in (change.name, f"{change.type}/{change.name}", f"{shorten_type(change.type)}/{change.name}", change.urn)


def _list_blocked_changes(diff: StackDiff, protected: bool, allowed: Collection[str]) -> Iterator[BlockedChange]:
    for change in diff.changes:
        rules = find_type_rules(change.type)
        removing_changes = change.op in ("replace", "delete") and not change.is_retained and not rules.is_routine
        # A component of the program does not exist in AWS.
        if not removing_changes or change.type.startswith("fargate-web:") or any(matches_name(name, change) for name in allowed):
            continue
        if change.is_protected or (protected and rules.protected_asset):
            yield BlockedChange(change, rules.protected_asset)
