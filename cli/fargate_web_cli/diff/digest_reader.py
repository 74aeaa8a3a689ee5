"""Reads the document of `pulumi preview --json`: `PreviewDigest` of pulumi/pulumi, sdk/go/common/display/json.go."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from fargate_web_cli.diff.broadening.broadening_guard import ALLOW_BROADENING
from fargate_web_cli.diff.broadening.find_changes import find_access_changes
from fargate_web_cli.diff.broadening.preview_versions import read_preview_versions
from fargate_web_cli.diff.digest_protection import (
    is_component,
    list_lost_options,
    read_stopped_changes,
    read_unprotected,
    was_protected,
)
from fargate_web_cli.diff.explanations import add_explanation, explain_replacement
from fargate_web_cli.diff.guards import GuardSettings, apply_guards
from fargate_web_cli.diff.json_digest import GUARD_ERROR_END
from fargate_web_cli.diff.model import OPERATION_ORDER, Operation, PropertyChange, ResourceChange, StackDiff
from fargate_web_cli.diff.priority_conflicts import list_digest_conflicts
from fargate_web_cli.diff.property_paths import covers_path, find_top_property
from fargate_web_cli.diff.protection_guard import ALLOW_PROTECTION_LOSS
from fargate_web_cli.diff.recorded_resources import STACK_TYPE
from fargate_web_cli.diff.replacement_guard import ALLOW_REPLACEMENT
from fargate_web_cli.diff.value_changes import ABSENT, LiteralText, ValueChange, find_differences
from fargate_web_cli.diff.value_text import UNKNOWN_TEXT
from fargate_web_cli.terminal.formatting import SECRET_PLACEHOLDER, UNKNOWN_PLACEHOLDER

_CONFIG_NAMESPACE: Final = "fargate-web"
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
    changes = sorted(_read_changes(steps), key=lambda change: OPERATION_ORDER.index(change.op))
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
        old = next((step["oldState"] for step in group if step.get("oldState")), None)
        new = next((step["newState"] for step in reversed(group) if step.get("newState")), None)
        type_ = (new or old or {}).get("type") or urn.split("::")[2].rpartition("$")[2]
        if op == "same" or (type_ == STACK_TYPE and op == "update"):
            continue
        yield _read_change(op, urn, type_, old or {}, new or {}, group)


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
    properties: list[PropertyChange] = []
    if op in ("update", "replace"):
        properties = [*_read_property_changes(old.get("inputs") or {}, new.get("inputs") or {}, detailed, forcing, reasons)]
    replacement_reasons = []
    if op == "replace":
        keys = dict.fromkeys(
            [*(find_top_property(path) for path, detail in detailed.items() if _forces_replacement(detail)), *sorted(forcing)]
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


def _read_property_changes(
    old: Mapping[str, Any], new: Mapping[str, Any], detailed: Mapping[str, Any], forcing: set[str], reasons: set[str]
) -> Iterator[PropertyChange]:
    """Find the changed properties, limited to those that the engine reports, if any: it knows which values the provider treats as equal."""
    named = [*detailed] or sorted(reasons | forcing)
    seen: set[str] = set()
    for difference in find_differences(_normalize_inputs(old), _normalize_inputs(new)):
        matching = [path for path in named if covers_path(path, difference.property_path) or covers_path(difference.property_path, path)]
        if named and not matching:
            continue
        seen.update(matching)
        forces = find_top_property(difference.property_path) in forcing or any(_forces_replacement(detailed.get(path)) for path in matching)
        yield PropertyChange(difference, forces_replacement=forces)
    for path in named:
        # A secret, or a value that the provider computes: only the fact that it changes is known.
        if path not in seen:
            yield PropertyChange(
                _build_opaque_change(path, detailed.get(path), old, new),
                forces_replacement=_forces_replacement(detailed.get(path)) or find_top_property(path) in forcing,
            )


def _build_opaque_change(path: str, detail: Any, old: Mapping[str, Any], new: Mapping[str, Any]) -> ValueChange:
    kind = str(detail.get("kind", "")) if isinstance(detail, dict) else ""
    secret = SECRET_PLACEHOLDER in (old.get(find_top_property(path)), new.get(find_top_property(path)))
    old_text = LiteralText(SECRET_PLACEHOLDER if secret else "[as it is in AWS]")
    new_text = LiteralText(SECRET_PLACEHOLDER if secret else UNKNOWN_TEXT)
    return ValueChange(path, path, ABSENT if kind.startswith("add") else old_text, ABSENT if kind.startswith("delete") else new_text)


def _forces_replacement(detail: Any) -> bool:
    return isinstance(detail, dict) and str(detail.get("kind", "")).endswith("-replace")


def _normalize_inputs(value: Any) -> Any:
    """Return a copy of inputs without the `__defaults` of the Terraform bridge, and with unknown values marked."""
    if value == UNKNOWN_PLACEHOLDER:
        return {"$unknown": True}
    if isinstance(value, Mapping):
        return {key: _normalize_inputs(part) for key, part in value.items() if key != "__defaults"}
    return [_normalize_inputs(part) for part in value] if isinstance(value, list) else value


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
