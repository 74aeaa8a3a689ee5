"""The report of the changes that the guards stop, which the text and the comment share."""

from collections.abc import Iterator

from fargate_web_cli.diff.model import StackDiff
from fargate_web_cli.terminal.formatting import format_count


def describe_stopped_changes(stack: StackDiff) -> Iterator[str]:
    """Yield the lines of the report. Lines that start with a space continue the one before."""
    losses = [change for change in stack.stopped if change.kind != "broadening"]
    if losses:
        yield f"Stopped: {format_count(len(losses), 'change')} of what is protected in {stack.name}."
        yield from (f"  {change.sentence}" for change in losses)
    # The section of rights and openings shows each of them.
    broadening_count = len(stack.stopped) - len(losses)
    if broadening_count:
        yield f"Stopped: {format_count(broadening_count, 'right or opening', 'rights or openings')} in {stack.name} would become broader."
    yield "If that is what you want, name them in the stack file, and take the lines out again after the update:"
    for setting in dict.fromkeys(change.setting for change in stack.stopped):
        yield f"  fargate-web:{setting}:"
        for entry in dict.fromkeys(change.entry for change in stack.stopped if change.setting == setting):
            yield f"    - {entry}"
    commands = dict.fromkeys(change.engine_command for change in stack.stopped if change.engine_command)
    if commands:
        yield "Pulumi protects them as well, and the engine stops until that is taken away:"
        for command in commands:
            yield f"  {command}"
