"""The guard: on a protected stack nothing that holds data, an address or traffic is replaced or deleted by the way."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from fargate_web_cli.diff.model import BlockedChange, ResourceChange, StackDiff
from fargate_web_cli.diff.replacement_rules import find_type_rules
from fargate_web_cli.terminal.formatting import shorten_type


def apply_guard(diff: StackDiff, *, protected: bool, allowed: Collection[str]) -> StackDiff:
    """Stop what a protected stack must not lose.

    Args:
        diff: What happens to the stack.
        protected: Whether the stack is protected, or was. Resources that Pulumi protects are guarded in any stack.
        allowed: What `allowReplacement` names.
    """
    stopped = tuple(_list_blocked_changes(diff, protected, allowed))
    lost = [change for change in diff.changes if change.op in ("replace", "delete")]
    idle = [name for name in allowed if not any(matches_name(name, change) for change in lost)]
    warnings = [f"allowReplacement names {name}, which is neither replaced nor deleted; remove it once the change is made" for name in idle]
    return replace(diff, blocked=stopped, warnings=(*diff.warnings, *warnings))


def matches_name(name: str, change: ResourceChange) -> bool:
    """Tell whether a name means a resource: its logical name, `<type>/<name>` with the type in either spelling, or its URN."""
    return name in (change.name, f"{change.type}/{change.name}", f"{shorten_type(change.type)}/{change.name}", change.urn)


def _list_blocked_changes(diff: StackDiff, protected: bool, allowed: Collection[str]) -> Iterator[BlockedChange]:
    for change in diff.changes:
        kind = find_type_rules(change.type)
        lost = change.op in ("replace", "delete") and not change.is_retained and not kind.is_routine
        # A component of the program's own is nothing in AWS.
        if not lost or change.type.startswith("fargate-web:") or any(matches_name(name, change) for name in allowed):
            continue
        if change.is_protected or (protected and kind.protected_asset):
            yield BlockedChange(change, kind.protected_asset)
