"""Explanations of changes: their effect on users, and how to avoid them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from fargate_web_cli.diff.model import ResourceChange
from fargate_web_cli.diff.property_paths import find_top_property
from fargate_web_cli.diff.replacement_rules import find_type_rules
from fargate_web_cli.terminal.formatting import shorten_type

_NAME_PROPERTIES: Final = ("name", "bucket", "dashboardName", "family")
_DELETED_FIRST_EFFECT: Final = "it has a fixed name, so that the old one is deleted before the new one is created"


def explain_replacement(type_: str, path: str) -> str:
    """Explain why a change of a property replaces a resource."""
    reasons = find_type_rules(type_).property_reasons
    if path == "region":
        return "nothing moves from one Region to another"
    return reasons.get(find_top_property(path)) or reasons.get("*") or f"{shorten_type(type_)} can't change it in place"


def add_explanation(change: ResourceChange, inputs: Mapping[str, object]) -> ResourceChange:
    """Add the effect of a replacement or deletion, and how to avoid it.

    Args:
        change: The change.
        inputs: The current inputs of the resource.
    """
    rules = find_type_rules(change.type)
    if change.is_component and not rules.is_known:
        return change
    if change.op == "delete":
        return replace(change, effect="it stays in AWS, and Pulumi forgets it" if change.is_retained else rules.deletion_effect)
    if change.op != "replace":
        return change
    effect = rules.replacement_effect
    changed = {entry.change.property_path for entry in change.property_changes}
    fixed_name = next((key for key in _NAME_PROPERTIES if isinstance(inputs.get(key), str) and key not in changed), None)
    if fixed_name and not rules.is_routine and change.type.startswith("aws:"):
        effect = f"{effect}; {_DELETED_FIRST_EFFECT}" if effect else _DELETED_FIRST_EFFECT
    is_consequence = bool(change.property_changes or change.replacement_reasons) and all(
        entry.derived or not entry.forces_replacement for entry in change.property_changes
    )
    how_to_avoid = "avoid the replacement that causes it" if is_consequence and not rules.is_routine else rules.how_to_avoid
    if any(entry.startswith("the Region changes") for entry in change.replacement_reasons):
        how_to_avoid = "create a second stack in the new Region, and move the traffic by DNS"
    return replace(change, effect=effect, how_to_avoid=how_to_avoid)


def explain_unknown_update(change: ResourceChange) -> ResourceChange:
    """Add to the update of a resource of an unknown type that it may be a replacement. Only the engine knows."""
    if change.op != "update" or change.is_component or find_type_rules(change.type).is_known:
        return change
    changed = dict.fromkeys(find_top_property(entry.change.property_path) for entry in change.property_changes)
    return replace(change, effect=f"whether this replaces it is not known ({', '.join(changed)}): `pulumi preview` tells")
