"""The consequences of replacements: resources that refer to a replaced one are updated, or replaced as well."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from fargate_web_cli.diff.model import PropertyChange, ResourceChange
from fargate_web_cli.diff.property_paths import affects_path, covers_path, split_path
from fargate_web_cli.diff.recorded_resources import RecordedResource
from fargate_web_cli.diff.reference_labels import ReferenceLabels
from fargate_web_cli.diff.replacement_rules import find_type_rules
from fargate_web_cli.diff.resource_state import build_state
from fargate_web_cli.diff.value_changes import LiteralText, ValueChange, append_key
from fargate_web_cli.terminal.formatting import UNKNOWN_PLACEHOLDER, shorten_type


def add_consequences(
    changes: Mapping[str, ResourceChange], pairs: Iterable[tuple[RecordedResource, RecordedResource]], new_references: ReferenceLabels
) -> dict[str, ResourceChange]:
    """Add the consequences of the replacements among some changes.

    The engine does the same: a replaced resource gets a new id and ARN, which are unknown before, and every property that contains them changes.

    Args:
        changes: The direct changes, by URN.
        pairs: The resources that exist in both revisions.
        new_references: The reference labels of the head.
    """
    all_changes = dict(changes)
    resources = {new.urn: new for _, new in pairs if new.is_managed}
    pending = [urn for urn, change in all_changes.items() if change.op == "replace"]
    while pending:
        source = pending.pop(0)
        for resource in resources.values():
            if resource.urn == source:
                continue
            before = all_changes[resource.urn]
            after = _apply_replacement(before, resource, resources[source], new_references)
            if after is not before:
                all_changes[resource.urn] = after
                if after.op == "replace" and before.op != "replace":
                    pending.append(resource.urn)
    return all_changes


def _apply_replacement(
    change: ResourceChange, resource: RecordedResource, source: RecordedResource, new_references: ReferenceLabels
) -> ResourceChange:
    properties, reasons = list(change.property_changes), list(change.replacement_reasons)
    source_name = f"{shorten_type(source.type)} {source.name}"
    rules = find_type_rules(resource.type)
    known_paths = {property_change.change.display_path for property_change in properties}
    for key, urns in resource.property_dependencies.items():
        if source.urn not in urns or any(covers_path(path, key) for path in resource.ignore_changes):
            continue
        for path, value in _find_references(
            new_references.replace_with_labels(resource.inputs.get(key)), key, new_references.list_labels(source.urn)
        ):
            # A new reference is a changed value, neither an added nor a removed one.
            forces = any(affects_path(forced, path) for forced in rules.forcing_properties - rules.presence_only)
            if not any(covers_path(other, path) for other in known_paths):
                properties.append(
                    PropertyChange(
                        ValueChange(path, path, LiteralText(value), LiteralText(f"{value} of the new one")), forces, derived=True
                    )
                )
            if forces:
                reasons.append(f"{key} refers to {source_name}, which is replaced")
    if source.urn in resource.replace_with:
        reasons.append(f"it goes with {source_name}, which is replaced (replaceWith)")
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
            change.new_state or build_state(resource, new_references),
            [property_change.change.property_path for property_change in properties if property_change.derived],
        ),
    )


def _mark_unknown(recorded_state: Mapping[str, Any], paths: Iterable[str]) -> dict[str, Any]:
    """Return a copy of a state with Pulumi's placeholder in place of values that are unknown before the update."""
    copy: dict[str, Any] = json.loads(json.dumps(recorded_state))
    for path in paths:
        *parents, last = split_path(path)
        parent: Any = copy.get("inputs", {})
        for part in parents:
            parent = parent[int(part)] if isinstance(parent, list) else parent[part]
        parent[int(last) if isinstance(parent, list) else last] = UNKNOWN_PLACEHOLDER
    return copy


def _find_references(value: object, path: str, labels: Collection[str]) -> Iterable[tuple[str, str]]:
    """Find the references to a resource in a value. Yield the path and the label of each."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from _find_references(part, append_key(path, key), labels)
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _find_references(part, f"{path}[{index}]", labels)
    elif isinstance(value, str):
        matches = [label for label in labels if label in value]
        if matches:
            # `….arn` is part of `….arnSuffix` as well.
            yield path, max(matches, key=len)
