"""The guard against replacements and deletions of resources with data, an address or traffic on a protected stack."""

from collections.abc import Iterator
from typing import Final

from fargate_web_cli.diff.model import ResourceChange, StackDiff, StoppedChange
from fargate_web_cli.diff.replacement_rules import find_type_rules
from fargate_web_cli.terminal.formatting import shorten_type

ALLOW_REPLACEMENT: Final = "allowReplacement"
"""The setting that names the resources that a change may replace or delete."""

_OWN_LOAD_BALANCERS: Final = tuple(f"fargate-web:index:{each}$aws:lb/loadBalancer:LoadBalancer::" for each in ("LoadBalancer", "Service"))


def find_stopped_removals(diff: StackDiff, *, protected: bool) -> Iterator[StoppedChange]:
    """Find the replacements and deletions that the guard stops.

    Args:
        diff: The difference of the stack.
        protected: Whether the stack is or was protected. The guard always covers resources that Pulumi protects.
    """
    for change in diff.changes:
        rules = find_type_rules(change.type)
        # The engine refuses to take away what it protects, however little it would matter.
        is_routine = rules.is_routine and not change.is_protected
        if not is_removal(change) or is_routine or (change.op == "delete" and change.is_retained):
            continue
        if change.is_component and not rules.is_known:
            continue
        reason = _find_reason(change, protected)
        if reason:
            yield _build_stop(change, reason, diff.name, protected)


def _find_reason(change: ResourceChange, protected: bool) -> str:
    """Return why the guard stops a removal; empty if it does not."""
    rules = find_type_rules(change.type)
    if rules.protected_asset and (protected or change.is_protected):
        return f"holds {rules.protected_asset}"
    if change.is_protected:
        return "is protected by Pulumi"
    return "is of an unknown type" if protected and not rules.is_known else ""


def is_removal(change: ResourceChange) -> bool:
    """Return whether a change takes the current resource away."""
    return change.op in ("replace", "delete")


def _follows_deletion_protection(change: ResourceChange) -> bool:
    """Return whether the update that turns deletion protection off also ends Pulumi's protection, if the stack itself isn't protected."""
    inputs = (change.old_state or {}).get("inputs") or {}
    return any(own in change.urn for own in _OWN_LOAD_BALANCERS) and inputs.get("enableDeletionProtection") is True


def _build_stop(change: ResourceChange, reason: str, stack: str, protected: bool) -> StoppedChange:
    operation = "deleted" if change.op == "delete" else "replaced"
    short_type = shorten_type(change.type)
    needs_command = change.is_protected and (protected or not _follows_deletion_protection(change))
    return StoppedChange(
        "deletion" if change.op == "delete" else "replacement",
        change.urn,
        f"{short_type} {change.name} {reason} and would be {operation}" + (f": {change.effect}" if change.effect else ""),
        ALLOW_REPLACEMENT,
        f"{short_type}/{change.name}",
        f"pulumi state unprotect '{change.former_urn or change.urn}' --stack {stack}" if needs_command else "",
    )
