"""What a drift report leaves out: changes that come from the program at each run, and from nobody in AWS."""

from dataclasses import replace
from typing import Final

from fargate_web_cli.diff.model import ResourceChange, StackDiff

_SERVICE_TYPE: Final = "aws:ecs/service:Service"
_FORCED_DEPLOYMENT: Final = "triggers.update"
"""With `deployment.forceNewDeployment`, the program writes the time of the run here."""


def leave_out_forced_deployments(diff: StackDiff) -> StackDiff:
    """Leave out what `forceNewDeployment` changes at each run; a service with nothing else is the same."""
    changes = [_leave_out_trigger(change) for change in diff.changes]
    unchanged_count = sum(change is None for change in changes)
    return replace(
        diff, changes=tuple(change for change in changes if change is not None), unchanged_count=diff.unchanged_count + unchanged_count
    )


def _leave_out_trigger(change: ResourceChange) -> ResourceChange | None:
    if change.type != _SERVICE_TYPE or change.op != "update":
        return change
    others = tuple(entry for entry in change.property_changes if entry.change.property_path != _FORCED_DEPLOYMENT)
    if len(others) == len(change.property_changes):
        return change
    return replace(change, property_changes=others) if others else None
