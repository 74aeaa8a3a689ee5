"""A difference as JSON, in the shape of `pulumi preview --json`.

The shape is that of `PreviewDigest` (pulumi/pulumi, sdk/go/common/display/json.go), as `fargate-web preview --json` writes it. Resources that stay as
they are are counted and not among the steps, as with Pulumi. `replaceReasons` are the properties that force a replacement;
`detailedDiff` tells what happens to each. Ids and ARNs, which nobody knows offline, are references such as `<lb:TargetGroup web-blue>.arn`.
"""

import json
from typing import Any, Final

from fargate_web_cli.diff.model import Change, Diff, PropertyChange, StackDiff
from fargate_web_cli.diff.property_paths import top
from fargate_web_cli.diff.value_changes import ABSENT

_MOVED: Final = "same"


def written(diff: Diff, *, one: bool) -> str:
    """Write the document of one stack, or those of all stacks by name."""
    documents = {stack.stack: document(stack, diff.notes) for stack in diff.stacks}
    chosen: Any = next(iter(documents.values())) if one and len(documents) == 1 else {"stacks": documents}
    return json.dumps(chosen, indent=4) + "\n"


def document(stack: StackDiff, notes: tuple[str, ...] = ()) -> dict[str, Any]:
    """Make the document of one stack."""
    summary: dict[str, int] = {str(op): count for op, count in stack.counts.items()}
    if stack.same:
        summary["same"] = stack.same
    told = [*({"message": f"warning: {text}", "severity": "warning"} for text in (*notes, *stack.warnings))]
    if stack.error:
        told.append({"message": f"error: {stack.error}", "severity": "error"})
    for each in stack.stopped:
        what = {"replace": "replaced", "delete": "deleted"}[each.change.op]
        message = f"error: {each.change.name} {each.why} and would be {what}; the stack is protected"
        told.append({"urn": each.change.urn, "message": message, "severity": "error"})
    said = {
        "config": dict(sorted(stack.config.items())),
        "steps": [_step(change) for change in stack.changes if change.op != _MOVED],
        "diagnostics": told,
        "changeSummary": summary,
        # What Pulumi's document does not have; its readers skip what they do not know.
        "deployments": dict(stack.deployments),
        "cost": stack.cost.as_json() if stack.cost is not None and stack.cost.changes else None,
    }
    return {key: value for key, value in said.items() if value or key == "steps"}


def _step(change: Change) -> dict[str, Any]:
    step: dict[str, Any] = {"op": change.op, "urn": change.urn}
    if change.old is not None:
        step["oldState"] = change.old
    if change.new is not None:
        step["newState"] = change.new
    if change.op in ("update", "replace"):
        step["diffReasons"] = list(dict.fromkeys(top(each.change.at) for each in change.properties))
    if change.op == "replace":
        step["replaceReasons"] = list(dict.fromkeys(top(each.change.at) for each in change.properties if each.forces))
    step["detailedDiff"] = {each.change.at: {"kind": _kind(each), "inputDiff": True} for each in _by_place(change)} or None
    return step


def _by_place(change: Change) -> list[PropertyChange]:
    """Return one change for each place that Pulumi knows: parts of a JSON text are all in one."""
    if change.op not in ("update", "replace"):
        return []
    found: dict[str, PropertyChange] = {}
    for each in change.properties:
        other = found.get(each.change.at)
        if other is None or (each.forces and not other.forces):
            found[each.change.at] = each
    return list(found.values())


def _kind(each: PropertyChange) -> str:
    inside = each.change.path != each.change.at
    if each.change.old is ABSENT and not inside:
        kind = "add"
    elif each.change.new is ABSENT and not inside:
        kind = "delete"
    else:
        kind = "update"
    return f"{kind}-replace" if each.forces else kind
