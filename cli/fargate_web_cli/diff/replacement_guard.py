"""The guard: on a protected stack nothing that holds data, an address or traffic is replaced or deleted by the way."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from fargate_web_cli.diff.model import Change, StackDiff, Stopped
from fargate_web_cli.diff.replacement_rules import kind_of
from fargate_web_cli.terminal.formatting import short_type


def guarded(diff: StackDiff, *, protected: bool, allowed: Collection[str]) -> StackDiff:
    """Stop what a protected stack must not lose.

    Args:
        diff: What happens to the stack.
        protected: Whether the stack is protected, or was. Resources that Pulumi protects are guarded in any stack.
        allowed: What `allowReplacement` names.
    """
    stopped = tuple(_stopped(diff, protected, allowed))
    lost = [change for change in diff.changes if change.op in ("replace", "delete")]
    idle = [name for name in allowed if not any(names(name, change) for change in lost)]
    warnings = [f"allowReplacement names {name}, which is neither replaced nor deleted; remove it once the change is made" for name in idle]
    return replace(diff, stopped=stopped, warnings=(*diff.warnings, *warnings))


def names(given: str, change: Change) -> bool:
    """Tell whether a name means a resource: its logical name, `<type>/<name>` with the type in either spelling, or its URN."""
    return given in (change.name, f"{change.type}/{change.name}", f"{short_type(change.type)}/{change.name}", change.urn)


def _stopped(diff: StackDiff, protected: bool, allowed: Collection[str]) -> Iterator[Stopped]:
    for change in diff.changes:
        kind = kind_of(change.type)
        lost = change.op in ("replace", "delete") and not change.retained and not kind.routine
        # A component of the program's own is nothing in AWS.
        if not lost or change.type.startswith("fargate-web:") or any(names(name, change) for name in allowed):
            continue
        if change.protect or (protected and kind.holds):
            yield Stopped(change, kind.holds)
