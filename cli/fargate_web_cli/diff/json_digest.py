"""A difference as JSON, in the shape of `pulumi preview --json`.

The shape is that of `PreviewDigest` (pulumi/pulumi, sdk/go/common/display/json.go), as `fargate-web preview --json` writes it. Unchanged
resources are counted but are not among the steps, as with Pulumi. `replaceReasons` lists the properties that force a replacement; `detailedDiff` has
the kind of change of each property. Ids and ARNs, which are unknown offline, are labels such as `<lb:TargetGroup web-blue>.arn`.
"""

import json
from dataclasses import asdict
from typing import Any, Final

from fargate_web_cli.diff.model import Diff, PropertyChange, ResourceChange, StackDiff
from fargate_web_cli.diff.property_paths import find_top_property
from fargate_web_cli.diff.value_changes import ABSENT
from fargate_web_cli.project.secret_masking import mask_likely_secrets

_UNCHANGED: Final = "same"
GUARD_ERROR_END: Final = "; the guard stops it"
"""The end of the errors that report stopped changes: a reader of the document runs the guards itself."""


def render_diff(diff: Diff, *, single_stack: bool) -> str:
    """Return the document of one stack, or the documents of all stacks by name."""
    documents = {stack.name: build_digest(stack, diff.notes) for stack in diff.stacks}
    output: Any = next(iter(documents.values())) if single_stack and len(documents) == 1 else {"stacks": documents}
    return json.dumps(output, indent=4) + "\n"


def build_digest(stack: StackDiff, notes: tuple[str, ...] = ()) -> dict[str, Any]:
    """Build the document of one stack."""
    summary: dict[str, int] = {str(op): count for op, count in stack.operation_counts.items()}
    if stack.unchanged_count:
        summary["same"] = stack.unchanged_count
    diagnostics = [*({"message": f"warning: {text}", "severity": "warning"} for text in (*notes, *stack.warnings, *stack.added_advice))]
    if stack.error:
        diagnostics.append({"message": f"error: {stack.error}", "severity": "error"})
    diagnostics += [
        {**({"urn": change.urn} if change.urn else {}), "message": f"error: {change.sentence}{GUARD_ERROR_END}", "severity": "error"}
        for change in stack.stopped
    ]
    document = {
        "config": mask_likely_secrets(dict(sorted(stack.config.items()))),
        "steps": [_build_step(change) for change in stack.changes if change.op != _UNCHANGED],
        "diagnostics": diagnostics,
        "changeSummary": summary,
        # Additions to Pulumi's document, which its readers ignore.
        "deployments": dict(stack.deployments),
        "cost": stack.cost.as_json() if stack.cost is not None and stack.cost.changes else None,
        "rightsAndOpenings": [asdict(change) for change in stack.access_changes],
        "wasProtected": stack.was_protected,
        "stopped": [asdict(change) for change in stack.stopped],
    }
    return {key: value for key, value in document.items() if value or key == "steps"}


def _build_step(change: ResourceChange) -> dict[str, Any]:
    step: dict[str, Any] = {"op": change.op, "urn": change.urn}
    if change.old_state is not None:
        step["oldState"] = change.old_state
    if change.new_state is not None:
        step["newState"] = change.new_state
    if change.op in ("update", "replace"):
        step["diffReasons"] = list(
            dict.fromkeys(find_top_property(property_change.change.property_path) for property_change in change.property_changes)
        )
    if change.op == "replace":
        step["replaceReasons"] = list(
            dict.fromkeys(
                find_top_property(property_change.change.property_path)
                for property_change in change.property_changes
                if property_change.forces_replacement
            )
        )
    step["detailedDiff"] = {
        property_change.change.property_path: {"kind": _find_diff_kind(property_change), "inputDiff": True}
        for property_change in _list_by_property(change)
    } or None
    return step


def _list_by_property(change: ResourceChange) -> list[PropertyChange]:
    """Return one change for each of Pulumi's property paths, which end at a JSON text."""
    if change.op not in ("update", "replace"):
        return []
    by_path: dict[str, PropertyChange] = {}
    for property_change in change.property_changes:
        other = by_path.get(property_change.change.property_path)
        if other is None or (property_change.forces_replacement and not other.forces_replacement):
            by_path[property_change.change.property_path] = property_change
    return list(by_path.values())


def _find_diff_kind(property_change: PropertyChange) -> str:
    inside_json = property_change.change.display_path != property_change.change.property_path
    if property_change.change.old is ABSENT and not inside_json:
        kind = "add"
    elif property_change.change.new is ABSENT and not inside_json:
        kind = "delete"
    else:
        kind = "update"
    return f"{kind}-replace" if property_change.forces_replacement else kind
