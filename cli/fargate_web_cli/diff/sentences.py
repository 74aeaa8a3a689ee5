"""The sentences that the text and the comment share."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from fargate_web_cli.diff.model import Change, PropertyChange, StackDiff
from fargate_web_cli.diff.replacement_rules import kind_of
from fargate_web_cli.terminal.formatting import counted, short_type

_DONE: Final = {"replace": "replaced", "delete": "deleted", "create": "created", "import": "imported", "read": "read", "update": "updated"}


MOST_DERIVED: Final = 4
"""Of what only follows from a replacement, no more is shown of a resource."""


def direct(change: Change) -> list[PropertyChange]:
    """Return what changes of itself."""
    return [each for each in change.properties if not each.derived]


def derived(change: Change) -> list[PropertyChange]:
    """Return what only follows from the replacement of something else."""
    return [each for each in change.properties if each.derived]


def called(change: Change) -> str:
    """Return what a replacement is called if it is an everyday matter; nothing for any other change."""
    return kind_of(change.type).called if change.op == "replace" else ""


def summary(stack: StackDiff) -> str:
    """Say in a few words what happens to a stack: `2 replaced, 1 updated, 26 the same`."""
    everyday = Counter(called(change) for change in stack.changes if called(change))
    counts = {**stack.counts, "replace": stack.counts.get("replace", 0) - everyday.total()}
    said = [f"{count} {_DONE[op]}" for op, count in counts.items() if count]
    said += [counted(count, name) for name, count in everyday.items()]
    moved = sum(bool(change.moved_from) for change in stack.changes)
    if moved:
        said.append(f"{moved} moved")
    if not said:
        said.append("no changes")
    if stack.same:
        said.append(f"{stack.same} the same")
    return ", ".join(said)


def nothing(stack: StackDiff) -> str:
    """Say that nothing happens, and what may change all the same."""
    return "Only outputs change." if stack.outputs else "Nothing changes."


def guard_lines(stack: StackDiff) -> Iterator[str]:
    """Report what the guard stops; lines that start with a blank belong to the one before."""
    yield f"Stopped: {counted(len(stack.stopped), 'change')} of {stack.stack} would lose what is protected."
    for each in stack.stopped:
        done = _DONE[each.change.op]
        yield f"  {short_type(each.change.type)} {each.change.name} {each.why} and would be {done}: {each.change.effect or 'see above'}"
    yield "If that is what you want, name them in the stack file, and take the lines out again after the update:"
    yield "  fargate-web:allowReplacement:"
    for each in stack.stopped:
        yield f"    - {short_type(each.change.type)}/{each.change.name}"
    protected = [each.change for each in stack.stopped if each.change.protect]
    if protected:
        yield "Pulumi protects them as well, and the engine stops until that is taken away:"
        for change in protected:
            yield f"  pulumi state unprotect '{change.moved_from or change.urn}' --stack {stack.stack}"
