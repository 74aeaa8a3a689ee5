"""Compares two records of a stack and returns what happens to each resource."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from fargate_web_cli.diff.broadening.find_changes import find_access_changes
from fargate_web_cli.diff.broadening.recorded_versions import build_recorded_versions
from fargate_web_cli.diff.comparison_warnings import warn_of_reencryption, warn_of_renaming
from fargate_web_cli.diff.consequences import add_consequences
from fargate_web_cli.diff.created_resources import describe_created_resources, sort_created_resources
from fargate_web_cli.diff.effects import explain_effects
from fargate_web_cli.diff.explanations import add_explanation, explain_replacement, explain_unknown_update
from fargate_web_cli.diff.model import OPERATION_ORDER, PropertyChange, ResourceChange, StackDiff
from fargate_web_cli.diff.priority_conflicts import list_recorded_conflicts
from fargate_web_cli.diff.property_paths import affects_path, covers_path
from fargate_web_cli.diff.provider_changes import ProviderChanges
from fargate_web_cli.diff.recorded_resources import STACK_TYPE, RecordedResource, StackRecord
from fargate_web_cli.diff.reference_labels import ReferenceLabels
from fargate_web_cli.diff.replacement_rules import GLOBAL_TYPE_PREFIXES, TypeRules, find_type_rules
from fargate_web_cli.diff.resource_matching import match_resources
from fargate_web_cli.diff.resource_options import is_component, list_lost_options, triggers_replacement
from fargate_web_cli.diff.resource_state import build_state
from fargate_web_cli.diff.unique_names import UniqueNames
from fargate_web_cli.diff.value_changes import ABSENT, LiteralText, ValueChange, find_differences, is_unknown, parse_json
from fargate_web_cli.diff.vpc_children import add_vpc_children, has_children


def compare_stack(stack: str, old_record: StackRecord | None, new_record: StackRecord) -> StackDiff:
    """Compare a stack of two revisions.

    Args:
        stack: The name of the stack.
        old_record: The record of the base; None if it has no such stack.
        new_record: The record of the head.
    """
    if old_record is not None:
        old_record, new_record = add_vpc_children(old_record, new_record)
    old_resources = old_record.resources if old_record is not None else ()
    matches = match_resources(old_resources, new_record.resources)
    unique_names = UniqueNames(resource.urn for resource in (*old_resources, *new_record.resources))
    new_labels = ReferenceLabels(new_record.resources, span=new_record.run_period, unique_names=unique_names)
    old_labels = ReferenceLabels(
        old_resources,
        {old.urn: new for old, new in matches.pairs},
        old_record.run_period if old_record is not None else (0, 0),
        unique_names,
    )
    providers = ProviderChanges(old_record, new_record, {old.urn: new.urn for old, new in matches.pairs})
    region_changed = old_record is not None and old_record.region != new_record.region
    changes: dict[str, ResourceChange] = {}
    outputs: tuple[ValueChange, ...] = ()
    for old, new in matches.pairs:
        if new.type == STACK_TYPE:
            outputs = tuple(find_differences(old_labels.replace_with_labels(old.outputs), new_labels.replace_with_labels(new.outputs)))
        else:
            change = _compare_resource(old, new, old_labels, new_labels, providers, region_changed)
            # The engine never replaces a component of a plugin as a whole: it compares the resources in it.
            changes[new.urn] = _update_in_place(change) if new.remote and has_children(new.urn, new_record) else change
    for resource in matches.created:
        if resource.type == STACK_TYPE:
            outputs = tuple(find_differences({}, new_labels.replace_with_labels(resource.outputs)))
        changes[resource.urn] = _build_creation(resource, new_labels)
    for resource in matches.deleted:
        changes[resource.urn] = _build_deletion(resource, old_labels)
    changes = add_consequences(changes, matches.pairs, new_labels)
    changes = describe_created_resources(
        changes,
        new_record.resources,
        {urn: change.new_state.get("inputs", {}) for urn, change in changes.items() if change.new_state is not None},
    )
    explained_changes = explain_effects(
        [explain_unknown_update(add_explanation(change, _read_inputs(change))) for change in changes.values()],
        old_resources,
        new_record.resources,
    )
    unchanged_count = sum(change.op == "same" for change in explained_changes) + bool(old_resources)
    visible_changes = [change for change in explained_changes if change.op != "same" or change.former_urn]
    visible_changes = sort_created_resources(visible_changes, new_record.resources)
    visible_changes.sort(key=lambda change: OPERATION_ORDER.index(change.op) if change.op in OPERATION_ORDER else len(OPERATION_ORDER))
    warnings = [*warn_of_renaming(matches), *(warn_of_reencryption(old_record, new_record) if old_record is not None else ())]
    warnings += providers.list_warnings([*matches.pairs])
    warnings += list_recorded_conflicts(matches, old_labels, new_labels)
    warnings += (
        [f"the Region changes from {old_record.region} to {new_record.region}: every regional resource is replaced"]
        if region_changed and old_record
        else []
    )
    return StackDiff(
        stack,
        new_record.region,
        tuple(visible_changes),
        unchanged_count,
        outputs,
        find_access_changes(build_recorded_versions(matches, old_labels, new_labels, unique_names)),
        warnings=tuple(warnings),
        config=new_record.config,
        unprotected=tuple(change for change in explained_changes if change.lost_options),
        was_protected=old_record is not None and old_record.protected,
    )


def _compare_resource(
    old: RecordedResource,
    new: RecordedResource,
    old_references: ReferenceLabels,
    new_references: ReferenceLabels,
    providers: ProviderChanges,
    region_changed: bool,
) -> ResourceChange:
    former_urn = old.urn if old.urn != new.urn else ""
    change = ResourceChange(
        "same",
        new.urn,
        new.type,
        new.name,
        former_urn=former_urn,
        is_protected=bool(old.protect),
        is_retained=bool(old.retain_on_delete),
        is_component=is_component(new),
        lost_options=list_lost_options(old, new),
    )
    if not new.is_managed:
        return change
    # Pulumi's resource options are not compared, except for the provider and those that protect: they do not exist in AWS.
    value_changes = [
        value_change
        for value_change in _compare_inputs(old, new, old_references, new_references)
        if not any(covers_path(path, value_change.property_path) for path in new.ignore_changes)
    ]
    rules = find_type_rules(new.type)
    properties, reasons = [], []
    for value_change in value_changes:
        forcing = next(
            (
                path
                for path in sorted(rules.forcing_properties)
                if affects_path(path, value_change.property_path) and not _avoids_replacement(rules, path, old, new)
            ),
            None,
        )
        if forcing is not None:
            reasons.append(f"{forcing} changes: {explain_replacement(new.type, forcing)}")
        elif any(covers_path(path, value_change.property_path) for path in new.replace_on_changes):
            forcing = value_change.property_path
            reasons.append(f"{value_change.property_path} changes: the program asks for it (replaceOnChanges)")
        properties.append(PropertyChange(value_change, forces_replacement=forcing is not None))
    if triggers_replacement(
        old_references.replace_with_labels(old.replacement_trigger), new_references.replace_with_labels(new.replacement_trigger)
    ):
        reasons.append("the program asks for it (replacementTrigger)")
    provider_change, provider_reason = providers.find_change(old, new), providers.explain_replacement(old, new)
    if provider_change is not None:
        properties.append(PropertyChange(provider_change, forces_replacement=bool(provider_reason)))
    if provider_reason:
        reasons.append(provider_reason)
    elif region_changed and new.provider is None and new.type.startswith("aws:") and not new.type.startswith(GLOBAL_TYPE_PREFIXES):
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


def _update_in_place(change: ResourceChange) -> ResourceChange:
    if change.op != "replace":
        return change
    properties = tuple(replace(property_change, forces_replacement=False) for property_change in change.property_changes)
    return replace(change, op="update", property_changes=properties, replacement_reasons=())


def _compare_inputs(
    old: RecordedResource, new: RecordedResource, old_references: ReferenceLabels, new_references: ReferenceLabels
) -> Iterator[ValueChange]:
    old_value, new_value = old_references.replace_with_labels(old.inputs), new_references.replace_with_labels(new.inputs)
    yield from find_differences(old_value, new_value)
    for key in old_value.keys() & new_value.keys():
        if is_unknown(old_value[key]) and is_unknown(new_value[key]):
            old_urns, new_urns = old.property_dependencies.get(key, ()), new.property_dependencies.get(key, ())
            names = [sorted(urn.rpartition("::")[2] for urn in urns) for urns in (old_urns, new_urns)]
            if names[0] != names[1]:
                yield ValueChange(
                    key, key, LiteralText(f"[unknown, from {', '.join(names[0])}]"), LiteralText(f"[unknown, from {', '.join(names[1])}]")
                )


def _avoids_replacement(rules: TypeRules, path: str, old: RecordedResource, new: RecordedResource) -> bool:
    """Return whether a change of a forcing property does not replace the resource after all."""
    if path in rules.presence_only:
        if bool(old.inputs.get(path)) != bool(new.inputs.get(path)):
            return False
        if path not in rules.conditions:
            return True
    if path in rules.conditions:
        key, values = rules.conditions[path]
        return new.inputs.get(key) in values
    return False


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
        is_component=is_component(resource),
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
        is_component=is_component(resource),
        old_state=build_state(resource, old_references),
    )


def _expand_json(value: object) -> object:
    """Return the content of a JSON document, or any other value as it is."""
    content = parse_json(value) if isinstance(value, str) else None
    return value if content is None else content


def _read_inputs(change: ResourceChange) -> Mapping[str, object]:
    inputs = (change.old_state or change.new_state or {}).get("inputs", {})
    return inputs if isinstance(inputs, Mapping) else {}
