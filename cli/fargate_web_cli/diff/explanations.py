"""What users notice of a change, and how to do without it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from fargate_web_cli.diff.model import ResourceChange
from fargate_web_cli.diff.property_paths import find_top_property
from fargate_web_cli.diff.replacement_rules import find_type_rules
from fargate_web_cli.terminal.formatting import shorten_type

_NAME_PROPERTIES: Final = ("name", "bucket", "dashboardName", "family")
_DELETED_FIRST_EFFECT: Final = "it has a fixed name, so that the old one is deleted before the new one is made"


def explain_replacement(type_: str, path: str) -> str:
    """Say why a change of a property replaces a resource."""
    why = find_type_rules(type_).property_reasons
    if path == "region":
        return "nothing moves from one Region to another"
    return why.get(find_top_property(path)) or why.get("*") or f"{shorten_type(type_)} can't change it in place"


def add_explanation(change: ResourceChange, inputs: Mapping[str, object]) -> ResourceChange:
    """Add to a replacement or a deletion what comes of it.

    Args:
        change: The change.
        inputs: The inputs of the resource as it is now.
    """
    kind = find_type_rules(change.type)
    if change.op == "delete":
        return replace(change, effect="it stays in AWS, and Pulumi forgets it" if change.is_retained else kind.deletion_effect)
    if change.op != "replace":
        return change
    effect = kind.replacement_effect
    changed = {each.change.property_path for each in change.property_changes}
    fixed = next((key for key in _NAME_PROPERTIES if isinstance(inputs.get(key), str) and key not in changed), None)
    if fixed and not kind.is_routine and change.type.startswith("aws:"):
        effect = f"{effect}; {_DELETED_FIRST_EFFECT}" if effect else _DELETED_FIRST_EFFECT
    followed = bool(change.property_changes or change.replacement_reasons) and all(
        each.derived or not each.forces_replacement for each in change.property_changes
    )
    avoid = "leave alone what it follows from" if followed and not kind.is_routine else kind.how_to_avoid
    if any(each.startswith("the Region changes") for each in change.replacement_reasons):
        avoid = "make a second stack in the new Region, and move the traffic by DNS"
    return replace(change, effect=effect, how_to_avoid=avoid)
