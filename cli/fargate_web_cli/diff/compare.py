"""Compares two records of a stack: what happens to each resource."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from fargate_web_cli.diff.consequences import with_consequences
from fargate_web_cli.diff.explanations import explained, reason
from fargate_web_cli.diff.model import ORDER, Change, PropertyChange, StackDiff
from fargate_web_cli.diff.property_paths import covers, touches
from fargate_web_cli.diff.recorded_resources import STACK_TYPE, Recorded, StackRecord
from fargate_web_cli.diff.reference_labels import References
from fargate_web_cli.diff.replacement_rules import GLOBAL, Kind, kind_of
from fargate_web_cli.diff.resource_matching import Matches, matched
from fargate_web_cli.diff.resource_state import state
from fargate_web_cli.diff.value_changes import ABSENT, ValueChange, Verbatim, differences, is_unknown, parsed

_SERVICE: Final = "fargate-web:index:Service"


def compare(stack: str, old: StackRecord | None, new: StackRecord) -> StackDiff:
    """Compare a stack of two revisions.

    Args:
        stack: Its name.
        old: What the base registers; None if it has no such stack.
        new: What the head registers.
    """
    before = old.resources if old is not None else ()
    matches = matched(before, new.resources)
    now = References(new.resources, span=new.span)
    former = References(before, {one.urn: other for one, other in matches.pairs}, span=old.span if old is not None else (0, 0))
    moved_region = old is not None and old.region != new.region
    changes: dict[str, Change] = {}
    outputs: tuple[ValueChange, ...] = ()
    for one, other in matches.pairs:
        if other.type == STACK_TYPE:
            outputs = tuple(differences(former.told(one.outputs), now.told(other.outputs)))
        else:
            changes[other.urn] = _changed(one, other, former, now, moved_region)
    for resource in matches.created:
        if resource.type == STACK_TYPE:
            outputs = tuple(differences({}, now.told(resource.outputs)))
        changes[resource.urn] = _created(resource, now)
    for resource in matches.deleted:
        changes[resource.urn] = _deleted(resource, former)
    changes = with_consequences(changes, matches.pairs, now)
    told = [explained(change, _inputs(change)) for change in changes.values()]
    same = sum(change.op == "same" for change in told) + bool(before)
    shown = [change for change in told if change.op != "same" or change.moved_from]
    shown.sort(key=lambda change: ORDER.index(change.op) if change.op in ORDER else len(ORDER))
    warnings = [*_renamed(matches), *(_encrypted_anew(old, new) if old is not None else ())]
    warnings += (
        [f"the Region changes from {old.region} to {new.region}: every regional resource is replaced"] if moved_region and old else []
    )
    return StackDiff(stack, new.region, tuple(shown), same, outputs, (), tuple(warnings), config=new.config)


def _changed(old: Recorded, new: Recorded, former: References, now: References, moved_region: bool) -> Change:
    moved = old.urn if old.urn != new.urn else ""
    change = Change("same", new.urn, new.type, new.name, moved_from=moved, protect=bool(old.protect))
    if not new.managed:
        return change
    # What the property maps say of the options of Pulumi is not compared: they are no part of what is in AWS.
    found = [each for each in _differences(old, new, former, now) if not any(covers(path, each.at) for path in new.ignore_changes)]
    kind = kind_of(new.type)
    properties, reasons = [], []
    for each in found:
        forcing = next((path for path in sorted(kind.forces) if touches(path, each.at) and not _excused(kind, path, each, old, new)), None)
        if forcing is not None:
            reasons.append(f"{forcing} changes: {reason(new.type, forcing)}")
        elif any(covers(path, each.at) for path in new.replace_on_changes):
            forcing = each.at
            reasons.append(f"{each.at} changes: the program asks for it (replaceOnChanges)")
        properties.append(PropertyChange(each, forces=forcing is not None))
    if old.replacement_trigger != new.replacement_trigger and old.replacement_trigger is not None:
        reasons.append("the program asks for it (replacementTrigger)")
    if moved_region and new.type.startswith("aws:") and not new.type.startswith(GLOBAL):
        reasons.append("the Region changes: nothing moves from one Region to another")
    op = "replace" if reasons else "update" if properties else "same"
    return replace(
        change,
        op=op,  # type: ignore[arg-type] # mypy widens the literals
        properties=tuple(properties),
        reasons=tuple(dict.fromkeys(reasons)),
        old=state(old, former) if op != "same" else None,
        new=state(new, now) if op != "same" else None,
    )


def _differences(old: Recorded, new: Recorded, former: References, now: References) -> Iterator[ValueChange]:
    was, is_ = former.told(old.inputs), now.told(new.inputs)
    yield from differences(was, is_)
    for key in was.keys() & is_.keys():
        if is_unknown(was[key]) and is_unknown(is_[key]):
            one, other = old.property_dependencies.get(key, ()), new.property_dependencies.get(key, ())
            names = [sorted(urn.rpartition("::")[2] for urn in urns) for urns in (one, other)]
            if names[0] != names[1]:
                yield ValueChange(
                    key, key, Verbatim(f"[unknown, from {', '.join(names[0])}]"), Verbatim(f"[unknown, from {', '.join(names[1])}]")
                )


def _excused(kind: Kind, path: str, change: ValueChange, old: Recorded, new: Recorded) -> bool:
    """Tell whether a change of a property that forces a replacement does not do so."""
    if path in kind.whole:
        if bool(old.inputs.get(path)) != bool(new.inputs.get(path)):
            return False
        if path not in kind.only_if:
            return True
    if path in kind.only_if:
        key, values = kind.only_if[path]
        return new.inputs.get(key) in values
    was, is_ = change.old, change.new
    return path in kind.grows and isinstance(was, list) and isinstance(is_, list) and is_[: len(was)] == was


def _created(resource: Recorded, now: References) -> Change:
    op = "read" if resource.read else "import" if resource.import_id else "create"
    properties = tuple(
        PropertyChange(ValueChange(key, key, ABSENT, _open(value))) for key, value in sorted(now.told(resource.inputs).items())
    )
    return Change(
        op,  # type: ignore[arg-type] # mypy widens the literals
        resource.urn,
        resource.type,
        resource.name,
        properties if resource.managed else (),
        new=state(resource, now),
    )


def _deleted(resource: Recorded, former: References) -> Change:
    return Change(
        "delete",
        resource.urn,
        resource.type,
        resource.name,
        protect=bool(resource.protect),
        retained=bool(resource.retain_on_delete),
        old=state(resource, former),
    )


def _encrypted_anew(old: StackRecord, new: StackRecord) -> Iterator[str]:
    anew = sorted(path for path in old.encrypted.keys() & new.encrypted.keys() if old.encrypted[path] != new.encrypted[path])
    if anew:
        yield f"encrypted anew: {', '.join(anew)}. Whether the value is another one shows in `pulumi preview` only"


def _renamed(matches: Matches) -> Iterator[str]:
    """Say what comes of a service that goes while another one comes: it may be meant to be the same."""
    gone, come = ([each.name for each in some if each.type == _SERVICE] for some in (matches.deleted, matches.created))
    if gone and come:
        yield (
            f"service {', '.join(gone)} goes and {', '.join(come)} comes. If that is a renaming: a service is known by its key, so that everything of it is made anew; "
            "keep the key, or add the new service first and remove the old one in a later update"
        )


def _open(value: object) -> object:
    """Show a document as what it says."""
    found = parsed(value) if isinstance(value, str) else None
    return value if found is None else found


def _inputs(change: Change) -> Mapping[str, object]:
    found = (change.old or change.new or {}).get("inputs", {})
    return found if isinstance(found, Mapping) else {}
