"""A difference as JSON, in the shape of `pulumi preview --json`.

The shape is that of `PreviewDigest` (pulumi/pulumi, sdk/go/common/display/json.go), as `fargate-web preview --json` writes it. Resources that stay as
they are are counted and not among the steps, as with Pulumi. `replaceReasons` are the properties that force a replacement;
`detailedDiff` tells what happens to each. Ids and ARNs, which nobody knows offline, are references such as `<lb:TargetGroup web-blue>.arn`.
"""

import json
from typing import Any, Final

from fargate_web_cli.diff.model import Diff, PropertyChange, ResourceChange, StackDiff
from fargate_web_cli.diff.property_paths import find_top_property
from fargate_web_cli.diff.value_changes import ABSENT

_UNCHANGED: Final = "same"


def render_diff(diff: Diff, *, single_stack: bool) -> str:
    """Write the document of one stack, or those of all stacks by name."""
    documents = {stack.name: build_digest(stack, diff.notes) for stack in diff.stacks}
    chosen: Any = next(iter(documents.values())) if single_stack and len(documents) == 1 else {"stacks": documents}
    return json.dumps(chosen, indent=4) + "\n"


def build_digest(stack: StackDiff, notes: tuple[str, ...] = ()) -> dict[str, Any]:
    """Make the document of one stack."""
    summary: dict[str, int] = {str(op): count for op, count in stack.operation_counts.items()}
    if stack.unchanged_count:
        summary["same"] = stack.unchanged_count
    told = [*({"message": f"warning: {text}", "severity": "warning"} for text in (*notes, *stack.warnings))]
    if stack.error:
        told.append({"message": f"error: {stack.error}", "severity": "error"})
    for each in stack.blocked:
        what = {"replace": "replaced", "delete": "deleted"}[each.change.op]
        message = f"error: {each.change.name} {each.reason} and would be {what}; the stack is protected"
        told.append({"urn": each.change.urn, "message": message, "severity": "error"})
    said = {
        "config": dict(sorted(stack.config.items())),
        "steps": [_build_step(change) for change in stack.changes if change.op != _UNCHANGED],
        "diagnostics": told,
        "changeSummary": summary,
        # What Pulumi's document does not have; its readers skip what they do not know.
        "deployments": dict(stack.deployments),
        "cost": stack.cost.as_json() if stack.cost is not None and stack.cost.changes else None,
    }
    return {key: value for key, value in said.items() if value or key == "steps"}


def _build_step(change: ResourceChange) -> dict[str, Any]:
    step: dict[str, Any] = {"op": change.op, "urn": change.urn}
    if change.old_state is not None:
        step["oldState"] = change.old_state
    if change.new_state is not None:
        step["newState"] = change.new_state
    if change.op in ("update", "replace"):
        step["diffReasons"] = list(dict.fromkeys(find_top_property(each.change.property_path) for each in change.property_changes))
    if change.op == "replace":
        step["replaceReasons"] = list(
            dict.fromkeys(find_top_property(each.change.property_path) for each in change.property_changes if each.forces_replacement)
        )
    step["detailedDiff"] = {
        each.change.property_path: {"kind": _find_diff_kind(each), "inputDiff": True} for each in _list_by_property(change)
    } or None
    return step


def _list_by_property(change: ResourceChange) -> list[PropertyChange]:
    """Return one change for each place that Pulumi knows: parts of a JSON text are all in one."""
    if change.op not in ("update", "replace"):
        return []
    found: dict[str, PropertyChange] = {}
    for each in change.property_changes:
        other = found.get(each.change.property_path)
        if other is None or (each.forces_replacement and not other.forces_replacement):
            found[each.change.property_path] = each
    return list(found.values())


def _find_diff_kind(each: PropertyChange) -> str:
    inside = each.change.display_path != each.change.property_path
    if each.change.old is ABSENT and not inside:
        kind = "add"
    elif each.change.new is ABSENT and not inside:
        kind = "delete"
    else:
        kind = "update"
    return f"{kind}-replace" if each.forces_replacement else kind
