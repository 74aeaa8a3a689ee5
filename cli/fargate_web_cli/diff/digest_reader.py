"""Reads the document of `pulumi preview --json`: `PreviewDigest` of pulumi/pulumi, sdk/go/common/display/json.go."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from fargate_web_cli.diff.broadening.broadening_guard import ALLOW_BROADENING
from fargate_web_cli.diff.broadening.find_changes import find_access_changes
from fargate_web_cli.diff.broadening.preview_versions import read_preview_versions
from fargate_web_cli.diff.created_resources import describe_created_resources, sort_created_resources
from fargate_web_cli.diff.digest_properties import forces_replacement, read_property_changes, read_recorded_resource
from fargate_web_cli.diff.digest_protection import (
    is_component,
    list_lost_options,
    read_stopped_changes,
    read_unprotected,
    was_protected,
)
from fargate_web_cli.diff.effects import explain_effects
from fargate_web_cli.diff.explanations import add_explanation, explain_replacement
from fargate_web_cli.diff.guards import GuardSettings, apply_guards
from fargate_web_cli.diff.json_digest import GUARD_ERROR_END
from fargate_web_cli.diff.model import OPERATION_ORDER, Operation, ResourceChange, StackDiff
from fargate_web_cli.diff.priority_conflicts import list_digest_conflicts
from fargate_web_cli.diff.property_paths import find_top_property
from fargate_web_cli.diff.protection_guard import ALLOW_PROTECTION_LOSS
from fargate_web_cli.diff.recorded_resources import STACK_TYPE
from fargate_web_cli.diff.replacement_guard import ALLOW_REPLACEMENT

_CONFIG_NAMESPACE: Final = "fargate-web"
_LOST_EFFECT: Final = "it was deleted outside Pulumi, and is created again"
_OPERATIONS: Final[Mapping[str, Operation]] = {
    "create": "create",
    "delete": "delete",
    "update": "update",
    "replace": "replace",
    "create-replacement": "replace",
    "delete-replaced": "replace",
    "read": "read",
    "read-replacement": "replace",
    "import": "import",
    "import-replacement": "replace",
    "same": "same",
    # Internal operations of the engine, which change no resource.
    "refresh": "same",
    "discard": "same",
    "discard-replaced": "same",
    "remove-pending-replace": "same",
}
_STEP_FIELDS: Final[Mapping[str, type[object]]] = {
    "oldState": dict,
    "newState": dict,
    "detailedDiff": dict,
    "replaceReasons": list,
    "diffReasons": list,
}


class DigestError(Exception):
    """The document is not one of `pulumi preview --json`."""


def read_stack_diff(document: Any, *, fail_on_broadening: bool = False) -> StackDiff:
    """Read the document of one stack.

    Args:
        document: The document.
        fail_on_broadening: Whether the guard stops broader rights on any stack.

    Raises:
        DigestError: The document is not one of `pulumi preview --json`.
    """
    if (
        not isinstance(document, dict)
        or not isinstance(document.get("steps", []), list)
        or not document.keys() & {"steps", "diagnostics", "changeSummary"}
    ):
        raise DigestError("The document is not one of `pulumi preview --json`: it has no steps.")
    _require_types(document, {"config": dict, "changeSummary": dict, "diagnostics": list, "stopped": list}, "the document")
    config = {str(key): str(value) for key, value in (document.get("config") or {}).items()}
    try:
        stopped = read_stopped_changes(document)
    except ValueError as error:
        raise DigestError(f"The document can't be shown: {error}.") from None
    steps = document.get("steps", [])
    for index, step in enumerate(steps):
        _require_step(step, index)
    read_changes = {change.urn: change for change in _read_changes(steps)}
    old, new = (
        [read_recorded_resource(step["urn"], step[state], step["op"]) for step in steps if step.get(state)]
        for state in ("oldState", "newState")
    )
    described = explain_effects(describe_created_resources(read_changes, new).values(), old, new, is_complete=False)
    changes = sorted(sort_created_resources(described, new), key=lambda change: OPERATION_ORDER.index(change.op))
    diagnostics = [entry for entry in document.get("diagnostics") or [] if isinstance(entry, dict)]
    errors = [_read_message(entry) for entry in diagnostics if entry.get("severity") == "error" and not _is_guard_error(entry)]
    name = steps[0]["urn"].split("::")[0].removeprefix("urn:pulumi:") if steps else "the stack"
    same = (document.get("changeSummary") or {}).get("same", 0)
    diff = StackDiff(
        name,
        config.get("aws:region", ""),
        tuple(changes),
        same if isinstance(same, int) else 0,
        access_changes=find_access_changes(read_preview_versions(steps)),
        warnings=(
            *(_read_message(entry) for entry in diagnostics if entry.get("severity") == "warning"),
            *list_digest_conflicts(steps),
        ),
        error="\n".join(errors),
        config=config,
        stopped=stopped,
        unprotected=tuple(read_unprotected(steps)),
        was_protected=document.get("wasProtected") is True or was_protected(steps),
    )
    settings = GuardSettings(
        config.get(f"{_CONFIG_NAMESPACE}:protected") == "true",
        _read_names(config, ALLOW_REPLACEMENT),
        _read_names(config, ALLOW_PROTECTION_LOSS),
        _read_names(config, ALLOW_BROADENING),
        is_new=any(step["op"] == "create" and step["urn"].split("::")[2] == STACK_TYPE for step in steps),
        fail_on_broadening=fail_on_broadening,
    )
    return apply_guards(diff, settings)


def _require_step(step: Any, index: int) -> None:
    """Raise an error if a step can't be read. Skipping it would hide a change from the user and from the guard."""
    place = f"step {index}"
    if not isinstance(step, dict) or not isinstance(step.get("urn"), str) or step["urn"].count("::") < 3:
        raise DigestError(f"The document is not one of `pulumi preview --json`: {place} has no URN.")
    if step.get("op") not in _OPERATIONS:
        raise DigestError(f"The document can't be shown: {place} ({step['urn']}) has the operation {step.get('op')!r}, which is unknown.")
    _require_types(step, _STEP_FIELDS, place)
    for state in ("oldState", "newState"):
        _require_types(step.get(state) or {}, {"inputs": dict, "type": str}, f"{state} of {place}")


def _require_types(found: Mapping[str, Any], types: Mapping[str, type[object]], place: str) -> None:
    for key, type_ in types.items():
        if found.get(key) is not None and not isinstance(found[key], type_):
            kind = {"dict": "map", "str": "string"}.get(type_.__name__, type_.__name__)
            raise DigestError(f"The document is not one of `pulumi preview --json`: {key} of {place} is not a {kind}.")


def _read_changes(steps: Sequence[Mapping[str, Any]]) -> Iterator[ResourceChange]:
    by_urn: dict[str, list[Mapping[str, Any]]] = {}
    for step in steps:
        by_urn.setdefault(step["urn"], []).append(step)
    for urn, group in by_urn.items():
        ops = {_OPERATIONS[step["op"]] for step in group}
        op: Operation = next((candidate for candidate in OPERATION_ORDER if candidate in ops), "same")
        # With --refresh, the first step only reads the resource: its old state is that of the last update, its new state that in AWS.
        refresh = next((step for step in group if step["op"] == "refresh"), {})
        others = [step for step in group if step is not refresh]
        old = next((step["oldState"] for step in others if step.get("oldState")), refresh.get("newState"))
        new = next((step["newState"] for step in reversed(others) if step.get("newState")), refresh.get("newState"))
        type_ = (new or old or {}).get("type") or urn.split("::")[2].rpartition("$")[2]
        if op == "same" or (type_ == STACK_TYPE and op == "update"):
            continue
        change = _read_change(op, urn, type_, old or {}, new or {}, others)
        is_lost = op == "create" and refresh.get("oldState") and not refresh.get("newState")
        yield replace(change, effect=_LOST_EFFECT) if is_lost else change


def _read_change(
    op: Operation, urn: str, type_: str, old: Mapping[str, Any], new: Mapping[str, Any], group: Sequence[Mapping[str, Any]]
) -> ResourceChange:
    detailed: dict[str, Any] = {}
    forcing: set[str] = set()
    reasons: set[str] = set()
    for step in group:
        detailed |= step.get("detailedDiff") or {}
        forcing |= {key for key in step.get("replaceReasons") or () if isinstance(key, str)}
        reasons |= {key for key in step.get("diffReasons") or () if isinstance(key, str)}
    properties = [*read_property_changes(old, new, detailed, forcing, reasons)] if op in ("update", "replace") else []
    replacement_reasons = []
    if op == "replace":
        keys = dict.fromkeys(
            [*(find_top_property(path) for path, detail in detailed.items() if forces_replacement(detail)), *sorted(forcing)]
        )
        replacement_reasons = [f"{key} changes: {explain_replacement(type_, key)}" for key in keys]
        replacement_reasons = replacement_reasons or [
            "the engine says so (replaceOnChanges, replaceWith, --target-replace, or a provider that does not say why)"
        ]
    change = ResourceChange(
        op,
        urn,
        type_,
        urn.rpartition("::")[2],
        tuple(properties),
        tuple(replacement_reasons),
        is_protected=bool(old.get("protect")),
        is_retained=bool(old.get("retainOnDelete")),
        is_component=is_component(new or old),
        lost_options=list_lost_options(old, new),
        old_state=old or None,
        new_state=new or None,
    )
    return add_explanation(change, old.get("inputs") or new.get("inputs") or {})


def _read_message(diagnostic: Mapping[str, Any]) -> str:
    severity = str(diagnostic.get("severity", ""))
    return str(diagnostic.get("message", "")).removeprefix(f"{severity}: ").strip()


def _is_guard_error(diagnostic: Mapping[str, Any]) -> bool:
    """Return whether an error comes from a guard, which runs again here."""
    return str(diagnostic.get("message", "")).endswith(GUARD_ERROR_END)


def _read_names(config: Mapping[str, str], setting: str) -> list[str]:
    try:
        names = json.loads(config.get(f"{_CONFIG_NAMESPACE}:{setting}", "[]"))
    except ValueError:
        return []
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
