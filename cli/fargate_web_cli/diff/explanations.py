"""What users notice of a change, and how to do without it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from fargate_web_cli.diff.model import Change
from fargate_web_cli.diff.property_paths import top
from fargate_web_cli.diff.replacement_rules import kind_of
from fargate_web_cli.terminal.formatting import short_type

_NAMED: Final = ("name", "bucket", "dashboardName", "family")
_DELETED_FIRST: Final = "it has a fixed name, so that the old one is deleted before the new one is made"


def reason(type_: str, path: str) -> str:
    """Say why a change of a property replaces a resource."""
    why = kind_of(type_).why
    if path == "region":
        return "nothing moves from one Region to another"
    return why.get(top(path)) or why.get("*") or f"{short_type(type_)} can't change it in place"


def explained(change: Change, inputs: Mapping[str, object]) -> Change:
    """Add to a replacement or a deletion what comes of it.

    Args:
        change: The change.
        inputs: The inputs of the resource as it is now.
    """
    kind = kind_of(change.type)
    if change.op == "delete":
        return replace(change, effect="it stays in AWS, and Pulumi forgets it" if change.retained else kind.gone)
    if change.op != "replace":
        return change
    effect = kind.effect
    changed = {each.change.at for each in change.properties}
    fixed = next((key for key in _NAMED if isinstance(inputs.get(key), str) and key not in changed), None)
    if fixed and not kind.routine and change.type.startswith("aws:"):
        effect = f"{effect}; {_DELETED_FIRST}" if effect else _DELETED_FIRST
    followed = bool(change.properties or change.reasons) and all(each.derived or not each.forces for each in change.properties)
    avoid = "leave alone what it follows from" if followed and not kind.routine else kind.avoid
    if any(each.startswith("the Region changes") for each in change.reasons):
        avoid = "make a second stack in the new Region, and move the traffic by DNS"
    return replace(change, effect=effect, avoid=avoid)
