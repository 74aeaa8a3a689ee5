"""What follows from a replacement: who refers to what is replaced has to refer to the new one, and may be replaced for it."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from fargate_web_cli.diff.model import Change, PropertyChange
from fargate_web_cli.diff.property_paths import covers, parts, top, touches
from fargate_web_cli.diff.recorded_resources import Recorded
from fargate_web_cli.diff.reference_labels import References
from fargate_web_cli.diff.replacement_rules import kind_of
from fargate_web_cli.diff.resource_state import state
from fargate_web_cli.diff.value_changes import ValueChange, Verbatim, below
from fargate_web_cli.terminal.formatting import UNKNOWN_VALUE, short_type


def with_consequences(changes: Mapping[str, Change], pairs: Iterable[tuple[Recorded, Recorded]], now: References) -> dict[str, Change]:
    """Add what follows from the replacements among some changes.

    The engine does the same: what is replaced gets a new id and ARN, which are not known before, and every property made of them changes.

    Args:
        changes: By URN, what happens for a reason of its own.
        pairs: The resources that are in both revisions.
        now: The references of the new one.
    """
    found = dict(changes)
    resources = {new.urn: new for _, new in pairs if new.managed}
    pending = [urn for urn, change in found.items() if change.op == "replace"]
    while pending:
        source = pending.pop(0)
        for resource in resources.values():
            if resource.urn == source:
                continue
            before = found[resource.urn]
            after = _following(before, resource, resources[source], _outputs(found[source]), now)
            if after is not before:
                found[resource.urn] = after
                if after.op == "replace" and before.op != "replace":
                    pending.append(resource.urn)
    return found


def _outputs(change: Change) -> tuple[str, ...]:
    """Return which outputs of what is replaced become others, if not all of them."""
    partial = kind_of(change.type).partial
    forcing = {top(each.change.at) for each in change.properties if each.forces}
    if forcing and forcing <= partial.keys():
        return tuple(output for key in sorted(forcing) for output in partial[key])
    return ()


def _following(change: Change, resource: Recorded, source: Recorded, outputs: tuple[str, ...], now: References) -> Change:
    properties, reasons = list(change.properties), list(change.reasons)
    what = f"{short_type(source.type)} {source.name}"
    kind = kind_of(resource.type)
    known = {each.change.path for each in properties}
    for key, urns in resource.property_dependencies.items():
        if source.urn not in urns or any(covers(path, key) for path in resource.ignore_changes):
            continue
        for path, value in _places(now.told(resource.inputs.get(key)), key, now.labels_of(source.urn, outputs)):
            # A reference that becomes another one neither comes nor goes.
            forces = any(touches(forced, path) for forced in kind.forces - kind.whole)
            if not any(covers(other, path) for other in known):
                properties.append(
                    PropertyChange(ValueChange(path, path, Verbatim(value), Verbatim(f"{value} of the new one")), forces, derived=True)
                )
            if forces:
                reasons.append(f"{key} refers to {what}, which is replaced")
    if source.urn in resource.replace_with:
        reasons.append(f"it goes with {what}, which is replaced (replaceWith)")
    if len(properties) == len(change.properties) and len(reasons) == len(change.reasons):
        return change
    op = "replace" if reasons else "update"
    return replace(
        change,
        op=op,  # type: ignore[arg-type] # mypy widens the literals
        properties=tuple(properties),
        reasons=tuple(dict.fromkeys(reasons)),
        old=change.old or state(resource, now),
        new=_with_unknown(change.new or state(resource, now), [each.change.at for each in properties if each.derived]),
    )


def _with_unknown(said: Mapping[str, Any], paths: Iterable[str]) -> dict[str, Any]:
    """Copy a state with what nobody knows before the update marked as Pulumi does."""
    copy: dict[str, Any] = json.loads(json.dumps(said))
    for path in paths:
        *way, last = parts(path)
        place: Any = copy.get("inputs", {})
        for part in way:
            place = place[int(part)] if isinstance(place, list) else place[part]
        place[int(last) if isinstance(place, list) else last] = UNKNOWN_VALUE
    return copy


def _places(value: object, path: str, labels: Collection[str]) -> Iterable[tuple[str, str]]:
    """Find where a value refers to a resource: the path, and the reference or the text that it is in."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from _places(part, below(path, key), labels)
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _places(part, f"{path}[{index}]", labels)
    elif isinstance(value, str):
        found = [label for label in labels if label in value]
        if found:
            # `….arn` is part of `….arnSuffix` as well.
            yield path, max(found, key=len)
