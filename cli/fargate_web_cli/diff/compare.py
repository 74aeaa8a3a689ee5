"""Compares two records of a stack: what happens to each resource."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from fargate_web_cli.diff.consequences import add_consequences
from fargate_web_cli.diff.explanations import add_explanation, explain_replacement
from fargate_web_cli.diff.model import OPERATION_ORDER, PropertyChange, ResourceChange, StackDiff
from fargate_web_cli.diff.property_paths import affects_path, covers_path
from fargate_web_cli.diff.recorded_resources import STACK_TYPE, RecordedResource, StackRecord
from fargate_web_cli.diff.reference_labels import ReferenceLabels
from fargate_web_cli.diff.replacement_rules import GLOBAL_TYPE_PREFIXES, TypeRules, find_type_rules
from fargate_web_cli.diff.resource_matching import ResourceMatches, match_resources
from fargate_web_cli.diff.resource_state import build_state
from fargate_web_cli.diff.value_changes import ABSENT, LiteralText, ValueChange, find_differences, is_unknown, parse_json

_SERVICE_TYPE: Final = "fargate-web:index:Service"


def compare_stack(stack: str, old_record: StackRecord | None, new_record: StackRecord) -> StackDiff:
    """Compare a stack of two revisions.

    Args:
        stack: Its name.
        old_record: What the base registers; None if it has no such stack.
        new_record: What the head registers.
    """
    before = old_record.resources if old_record is not None else ()
    matches = match_resources(before, new_record.resources)
    now = ReferenceLabels(new_record.resources, span=new_record.run_period)
    former = ReferenceLabels(
        before, {one.urn: other for one, other in matches.pairs}, span=old_record.run_period if old_record is not None else (0, 0)
    )
    moved_region = old_record is not None and old_record.region != new_record.region
    changes: dict[str, ResourceChange] = {}
    outputs: tuple[ValueChange, ...] = ()
    for one, other in matches.pairs:
        if other.type == STACK_TYPE:
            outputs = tuple(find_differences(former.replace_with_labels(one.outputs), now.replace_with_labels(other.outputs)))
        else:
            changes[other.urn] = _compare_resource(one, other, former, now, moved_region)
    for resource in matches.created:
        if resource.type == STACK_TYPE:
            outputs = tuple(find_differences({}, now.replace_with_labels(resource.outputs)))
        changes[resource.urn] = _build_creation(resource, now)
    for resource in matches.deleted:
        changes[resource.urn] = _build_deletion(resource, former)
    changes = add_consequences(changes, matches.pairs, now)
    told = [add_explanation(change, _read_inputs(change)) for change in changes.values()]
    same = sum(change.op == "same" for change in told) + bool(before)
    shown = [change for change in told if change.op != "same" or change.former_urn]
    shown.sort(key=lambda change: OPERATION_ORDER.index(change.op) if change.op in OPERATION_ORDER else len(OPERATION_ORDER))
    warnings = [*_warn_of_renaming(matches), *(_warn_of_reencryption(old_record, new_record) if old_record is not None else ())]
    warnings += (
        [f"the Region changes from {old_record.region} to {new_record.region}: every regional resource is replaced"]
        if moved_region and old_record
        else []
    )
    return StackDiff(stack, new_record.region, tuple(shown), same, outputs, (), tuple(warnings), config=new_record.config)


def _compare_resource(
    old: RecordedResource, new: RecordedResource, old_references: ReferenceLabels, new_references: ReferenceLabels, region_changed: bool
) -> ResourceChange:
    moved = old.urn if old.urn != new.urn else ""
    change = ResourceChange("same", new.urn, new.type, new.name, former_urn=moved, is_protected=bool(old.protect))
    if not new.is_managed:
        return change
    # What the property maps say of the options of Pulumi is not compared: they are no part of what is in AWS.
    found = [
        each
        for each in _compare_inputs(old, new, old_references, new_references)
        if not any(covers_path(path, each.property_path) for path in new.ignore_changes)
    ]
    kind = find_type_rules(new.type)
    properties, reasons = [], []
    for each in found:
        forcing = next(
            (
                path
                for path in sorted(kind.forcing_properties)
                if affects_path(path, each.property_path) and not _avoids_replacement(kind, path, each, old, new)
            ),
            None,
        )
        if forcing is not None:
            reasons.append(f"{forcing} changes: {explain_replacement(new.type, forcing)}")
        elif any(covers_path(path, each.property_path) for path in new.replace_on_changes):
            forcing = each.property_path
            reasons.append(f"{each.property_path} changes: the program asks for it (replaceOnChanges)")
        properties.append(PropertyChange(each, forces_replacement=forcing is not None))
    if old.replacement_trigger != new.replacement_trigger and old.replacement_trigger is not None:
        reasons.append("the program asks for it (replacementTrigger)")
    if region_changed and new.type.startswith("aws:") and not new.type.startswith(GLOBAL_TYPE_PREFIXES):
        reasons.append("the Region changes: nothing moves from one Region to another")
    op = "replace" if reasons else "update" if properties else "same"
    return replace(
        change,
        op=op,  # type: ignore[arg-type] # mypy widens the literals
        property_changes=tuple(properties),
        replacement_reasons=tuple(dict.fromkeys(reasons)),
        old_state=build_state(old, old_references) if op != "same" else None,
        new_state=build_state(new, new_references) if op != "same" else None,
    )


def _compare_inputs(
    old: RecordedResource, new: RecordedResource, old_references: ReferenceLabels, new_references: ReferenceLabels
) -> Iterator[ValueChange]:
    was, is_ = old_references.replace_with_labels(old.inputs), new_references.replace_with_labels(new.inputs)
    yield from find_differences(was, is_)
    for key in was.keys() & is_.keys():
        if is_unknown(was[key]) and is_unknown(is_[key]):
            one, other = old.property_dependencies.get(key, ()), new.property_dependencies.get(key, ())
            names = [sorted(urn.rpartition("::")[2] for urn in urns) for urns in (one, other)]
            if names[0] != names[1]:
                yield ValueChange(
                    key, key, LiteralText(f"[unknown, from {', '.join(names[0])}]"), LiteralText(f"[unknown, from {', '.join(names[1])}]")
                )


def _avoids_replacement(kind: TypeRules, path: str, change: ValueChange, old: RecordedResource, new: RecordedResource) -> bool:
    """Tell whether a change of a property that forces a replacement does not do so."""
    if path in kind.presence_only:
        if bool(old.inputs.get(path)) != bool(new.inputs.get(path)):
            return False
        if path not in kind.conditions:
            return True
    if path in kind.conditions:
        key, values = kind.conditions[path]
        return new.inputs.get(key) in values
    was, is_ = change.old, change.new
    return path in kind.growable_lists and isinstance(was, list) and isinstance(is_, list) and is_[: len(was)] == was


def _build_creation(resource: RecordedResource, new_references: ReferenceLabels) -> ResourceChange:
    op = "read" if resource.read else "import" if resource.import_id else "create"
    properties = tuple(
        PropertyChange(ValueChange(key, key, ABSENT, _expand_json(value)))
        for key, value in sorted(new_references.replace_with_labels(resource.inputs).items())
    )
    return ResourceChange(
        op,  # type: ignore[arg-type] # mypy widens the literals
        resource.urn,
        resource.type,
        resource.name,
        properties if resource.is_managed else (),
        new_state=build_state(resource, new_references),
    )


def _build_deletion(resource: RecordedResource, old_references: ReferenceLabels) -> ResourceChange:
    return ResourceChange(
        "delete",
        resource.urn,
        resource.type,
        resource.name,
        is_protected=bool(resource.protect),
        is_retained=bool(resource.retain_on_delete),
        old_state=build_state(resource, old_references),
    )


def _warn_of_reencryption(old: StackRecord, new: StackRecord) -> Iterator[str]:
    anew = sorted(
        path
        for path in old.encrypted_digests.keys() & new.encrypted_digests.keys()
        if old.encrypted_digests[path] != new.encrypted_digests[path]
    )
    if anew:
        yield f"encrypted anew: {', '.join(anew)}. Whether the value is another one shows in `pulumi preview` only"


def _warn_of_renaming(matches: ResourceMatches) -> Iterator[str]:
    """Say what comes of a service that goes while another one comes: it may be meant to be the same."""
    gone, come = ([each.name for each in some if each.type == _SERVICE_TYPE] for some in (matches.deleted, matches.created))
    if gone and come:
        yield (
            f"service {', '.join(gone)} goes and {', '.join(come)} comes. If that is a renaming: a service is known by its key, so that everything of it is made anew; "
            "keep the key, or add the new service first and remove the old one in a later update"
        )


def _expand_json(value: object) -> object:
    """Show a document as what it says."""
    found = parse_json(value) if isinstance(value, str) else None
    return value if found is None else found


def _read_inputs(change: ResourceChange) -> Mapping[str, object]:
    found = (change.old_state or change.new_state or {}).get("inputs", {})
    return found if isinstance(found, Mapping) else {}
