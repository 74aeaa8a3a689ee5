"""The sentences that the text and the comment share."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from fargate_web_cli.diff.model import PropertyChange, ResourceChange, StackDiff
from fargate_web_cli.diff.replacement_rules import find_type_rules
from fargate_web_cli.terminal.formatting import format_count, shorten_type

_PAST_TENSES: Final = {
    "replace": "replaced",
    "delete": "deleted",
    "create": "created",
    "import": "imported",
    "read": "read",
    "update": "updated",
}


MAXIMUM_DERIVED: Final = 4
"""Of what only follows from a replacement, no more is shown of a resource."""


def list_direct_changes(change: ResourceChange) -> list[PropertyChange]:
    """Return what changes of itself."""
    return [each for each in change.property_changes if not each.derived]


def list_derived_changes(change: ResourceChange) -> list[PropertyChange]:
    """Return what only follows from the replacement of something else."""
    return [each for each in change.property_changes if each.derived]


def find_routine_name(change: ResourceChange) -> str:
    """Return what a replacement is called if it is an everyday matter; nothing for any other change."""
    return find_type_rules(change.type).routine_name if change.op == "replace" else ""


def summarize_stack(stack: StackDiff) -> str:
    """Say in a few words what happens to a stack: `2 replaced, 1 updated, 26 the same`."""
    everyday = Counter(find_routine_name(change) for change in stack.changes if find_routine_name(change))
    counts = {**stack.operation_counts, "replace": stack.operation_counts.get("replace", 0) - everyday.total()}
    said = [f"{count} {_PAST_TENSES[op]}" for op, count in counts.items() if count]
    said += [format_count(count, name) for name, count in everyday.items()]
    moved = sum(bool(change.former_urn) for change in stack.changes)
    if moved:
        said.append(f"{moved} moved")
    if not said:
        said.append("no changes")
    if stack.unchanged_count:
        said.append(f"{stack.unchanged_count} the same")
    return ", ".join(said)


def describe_no_changes(stack: StackDiff) -> str:
    """Say that nothing happens, and what may change all the same."""
    return "Only outputs change." if stack.output_changes else "Nothing changes."


def describe_blocked_changes(stack: StackDiff) -> Iterator[str]:
    """Report what the guard stops; lines that start with a blank belong to the one before."""
    yield f"Stopped: {format_count(len(stack.blocked), 'change')} of {stack.name} would lose what is protected."
    for each in stack.blocked:
        done = _PAST_TENSES[each.change.op]
        yield f"  {shorten_type(each.change.type)} {each.change.name} {each.reason} and would be {done}: {each.change.effect or 'see above'}"
    yield "If that is what you want, name them in the stack file, and take the lines out again after the update:"
    yield "  fargate-web:allowReplacement:"
    for each in stack.blocked:
        yield f"    - {shorten_type(each.change.type)}/{each.change.name}"
    protected = [each.change for each in stack.blocked if each.change.is_protected]
    if protected:
        yield "Pulumi protects them as well, and the engine stops until that is taken away:"
        for change in protected:
            yield f"  pulumi state unprotect '{change.former_urn or change.urn}' --stack {stack.name}"
