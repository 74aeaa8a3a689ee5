"""What follows from a replacement: who refers to what is replaced has to refer to the new one, and may be replaced for it."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from fargate_web_cli.diff.model import PropertyChange, ResourceChange
from fargate_web_cli.diff.property_paths import affects_path, covers_path, find_top_property, split_path
from fargate_web_cli.diff.recorded_resources import RecordedResource
from fargate_web_cli.diff.reference_labels import ReferenceLabels
from fargate_web_cli.diff.replacement_rules import find_type_rules
from fargate_web_cli.diff.resource_state import build_state
from fargate_web_cli.diff.value_changes import LiteralText, ValueChange, append_key
from fargate_web_cli.terminal.formatting import UNKNOWN_PLACEHOLDER, shorten_type


def add_consequences(
    changes: Mapping[str, ResourceChange], pairs: Iterable[tuple[RecordedResource, RecordedResource]], new_references: ReferenceLabels
) -> dict[str, ResourceChange]:
    """Add what follows from the replacements among some changes.

    The engine does the same: what is replaced gets a new id and ARN, which are not known before, and every property made of them changes.

    Args:
        changes: By URN, what happens for a reason of its own.
        pairs: The resources that are in both revisions.
        new_references: The references of the new one.
    """
    found = dict(changes)
    resources = {new.urn: new for _, new in pairs if new.is_managed}
    pending = [urn for urn, change in found.items() if change.op == "replace"]
    while pending:
        source = pending.pop(0)
        for resource in resources.values():
            if resource.urn == source:
                continue
            before = found[resource.urn]
            after = _apply_replacement(before, resource, resources[source], _list_changed_outputs(found[source]), new_references)
            if after is not before:
                found[resource.urn] = after
                if after.op == "replace" and before.op != "replace":
                    pending.append(resource.urn)
    return found


def _list_changed_outputs(change: ResourceChange) -> tuple[str, ...]:
    """Return which outputs of what is replaced become others, if not all of them."""
    partial = find_type_rules(change.type).partial_outputs
    forcing = {find_top_property(each.change.property_path) for each in change.property_changes if each.forces_replacement}
    if forcing and forcing <= partial.keys():
        return tuple(output for key in sorted(forcing) for output in partial[key])
    return ()


def _apply_replacement(
    change: ResourceChange, resource: RecordedResource, source: RecordedResource, outputs: tuple[str, ...], new_references: ReferenceLabels
) -> ResourceChange:
    properties, reasons = list(change.property_changes), list(change.replacement_reasons)
    what = f"{shorten_type(source.type)} {source.name}"
    kind = find_type_rules(resource.type)
    known = {each.change.display_path for each in properties}
    for key, urns in resource.property_dependencies.items():
        if source.urn not in urns or any(covers_path(path, key) for path in resource.ignore_changes):
            continue
        for path, value in _find_references(
            new_references.replace_with_labels(resource.inputs.get(key)), key, new_references.list_labels(source.urn, outputs)
        ):
            # A reference that becomes another one neither comes nor goes.
            forces = any(affects_path(forced, path) for forced in kind.forcing_properties - kind.presence_only)
            if not any(covers_path(other, path) for other in known):
                properties.append(
                    PropertyChange(
                        ValueChange(path, path, LiteralText(value), LiteralText(f"{value} of the new one")), forces, derived=True
                    )
                )
            if forces:
                reasons.append(f"{key} refers to {what}, which is replaced")
    if source.urn in resource.replace_with:
        reasons.append(f"it goes with {what}, which is replaced (replaceWith)")
    if len(properties) == len(change.property_changes) and len(reasons) == len(change.replacement_reasons):
        return change
    op = "replace" if reasons else "update"
    return replace(
        change,
        op=op,  # type: ignore[arg-type] # mypy widens the literals
        property_changes=tuple(properties),
        replacement_reasons=tuple(dict.fromkeys(reasons)),
        old_state=change.old_state or build_state(resource, new_references),
        new_state=_mark_unknown(
            change.new_state or build_state(resource, new_references), [each.change.property_path for each in properties if each.derived]
        ),
    )


def _mark_unknown(recorded_state: Mapping[str, Any], paths: Iterable[str]) -> dict[str, Any]:
    """Copy a state with what nobody knows before the update marked as Pulumi does."""
    copy: dict[str, Any] = json.loads(json.dumps(recorded_state))
    for path in paths:
        *way, last = split_path(path)
        place: Any = copy.get("inputs", {})
        for part in way:
            place = place[int(part)] if isinstance(place, list) else place[part]
        place[int(last) if isinstance(place, list) else last] = UNKNOWN_PLACEHOLDER
    return copy


def _find_references(value: object, path: str, labels: Collection[str]) -> Iterable[tuple[str, str]]:
    """Find where a value refers to a resource: the path, and the reference or the text that it is in."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from _find_references(part, append_key(path, key), labels)
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _find_references(part, f"{path}[{index}]", labels)
    elif isinstance(value, str):
        found = [label for label in labels if label in value]
        if found:
            # `….arn` is part of `….arnSuffix` as well.
            yield path, max(found, key=len)
