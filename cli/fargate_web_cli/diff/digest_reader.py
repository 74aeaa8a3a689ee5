"""Reads `pulumi preview --json`: `PreviewDigest` of pulumi/pulumi, sdk/go/common/display/json.go."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from fargate_web_cli.diff.explanations import explained, reason
from fargate_web_cli.diff.model import ORDER, Change, Op, PropertyChange, StackDiff
from fargate_web_cli.diff.property_paths import covers, top
from fargate_web_cli.diff.recorded_resources import STACK_TYPE
from fargate_web_cli.diff.replacement_guard import guarded
from fargate_web_cli.diff.value_changes import ABSENT, ValueChange, Verbatim, differences
from fargate_web_cli.diff.value_text import UNKNOWN
from fargate_web_cli.terminal.formatting import SECRET, UNKNOWN_VALUE

_NAMESPACE: Final = "fargate-web"
_OPS: Final[Mapping[str, Op]] = {
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
}


class DigestError(Exception):
    """The document is none of `pulumi preview --json`."""


def stack_diff(document: Any) -> StackDiff:
    """Read the document of one stack.

    Raises:
        DigestError: It is another document.
    """
    if (
        not isinstance(document, dict)
        or not isinstance(document.get("steps", []), list)
        or not document.keys() & {"steps", "diagnostics", "changeSummary"}
    ):
        raise DigestError("The document is not that of `pulumi preview --json`: it has no steps.")
    config = {str(key): str(value) for key, value in (document.get("config") or {}).items()}
    steps = [step for step in document.get("steps", []) if isinstance(step, dict) and isinstance(step.get("urn"), str)]
    changes = sorted(_changes(steps), key=lambda change: ORDER.index(change.op))
    diagnostics = [each for each in document.get("diagnostics") or [] if isinstance(each, dict)]
    failed = [_message(each) for each in diagnostics if each.get("severity") == "error" and not _is_ours(each)]
    name = steps[0]["urn"].split("::")[0].removeprefix("urn:pulumi:") if steps else "the stack"
    same = (document.get("changeSummary") or {}).get("same", 0)
    diff = StackDiff(
        name,
        config.get("aws:region", ""),
        tuple(changes),
        same if isinstance(same, int) else 0,
        warnings=tuple(_message(each) for each in diagnostics if each.get("severity") == "warning"),
        error="\n".join(failed),
        config=config,
    )
    return guarded(diff, protected=config.get(f"{_NAMESPACE}:protected") == "true", allowed=_allowed(config))


def _changes(steps: Sequence[Mapping[str, Any]]) -> Iterator[Change]:
    by_urn: dict[str, list[Mapping[str, Any]]] = {}
    for step in steps:
        by_urn.setdefault(step["urn"], []).append(step)
    for urn, group in by_urn.items():
        ops = {_OPS.get(step.get("op", ""), "same") for step in group}
        op: Op = next((each for each in ORDER if each in ops), "same")
        old = next((step["oldState"] for step in group if step.get("oldState")), None)
        new = next((step["newState"] for step in reversed(group) if step.get("newState")), None)
        type_ = (new or old or {}).get("type") or urn.split("::")[2].rpartition("$")[2]
        if op == "same" or (type_ == STACK_TYPE and op == "update"):
            continue
        yield _change(op, urn, type_, old or {}, new or {}, group)


def _change(op: Op, urn: str, type_: str, old: Mapping[str, Any], new: Mapping[str, Any], group: Sequence[Mapping[str, Any]]) -> Change:
    detailed: dict[str, Any] = {}
    forcing: set[str] = set()
    reasons: set[str] = set()
    for step in group:
        detailed |= step.get("detailedDiff") or {}
        forcing |= {key for key in step.get("replaceReasons") or () if isinstance(key, str)}
        reasons |= {key for key in step.get("diffReasons") or () if isinstance(key, str)}
    properties: list[PropertyChange] = []
    if op in ("update", "replace"):
        properties = [*_properties(old.get("inputs") or {}, new.get("inputs") or {}, detailed, forcing, reasons)]
    why = []
    if op == "replace":
        keys = dict.fromkeys([*(top(path) for path, each in detailed.items() if _forces(each)), *sorted(forcing)])
        why = [f"{key} changes: {reason(type_, key)}" for key in keys]
        why = why or ["the engine says so (replaceOnChanges, replaceWith, --target-replace, or a provider that does not say why)"]
    change = Change(
        op,
        urn,
        type_,
        urn.rpartition("::")[2],
        tuple(properties),
        tuple(why),
        protect=bool(old.get("protect")),
        retained=bool(old.get("retainOnDelete")),
        old=old or None,
        new=new or None,
    )
    return explained(change, old.get("inputs") or new.get("inputs") or {})


def _properties(
    old: Mapping[str, Any], new: Mapping[str, Any], detailed: Mapping[str, Any], forcing: set[str], reasons: set[str]
) -> Iterator[PropertyChange]:
    """Find what changes: among what the engine says changes, if it does. It knows what the provider takes for equal."""
    named = [*detailed] or sorted(reasons | forcing)
    seen: set[str] = set()
    for each in differences(_read(old), _read(new)):
        matching = [path for path in named if covers(path, each.at) or covers(each.at, path)]
        if named and not matching:
            continue
        seen.update(matching)
        forces = top(each.at) in forcing or any(_forces(detailed.get(path)) for path in matching)
        yield PropertyChange(each, forces=forces)
    for path in named:
        # A secret, or something that the provider worked out: that it changes is all there is to say.
        if path not in seen:
            yield PropertyChange(_said(path, detailed.get(path), old, new), forces=_forces(detailed.get(path)) or top(path) in forcing)


def _said(path: str, each: Any, old: Mapping[str, Any], new: Mapping[str, Any]) -> ValueChange:
    kind = str(each.get("kind", "")) if isinstance(each, dict) else ""
    secret = SECRET in (old.get(top(path)), new.get(top(path)))
    was = Verbatim(SECRET if secret else "[as it is in AWS]")
    is_ = Verbatim(SECRET if secret else UNKNOWN)
    return ValueChange(path, path, ABSENT if kind.startswith("add") else was, ABSENT if kind.startswith("delete") else is_)


def _forces(each: Any) -> bool:
    return isinstance(each, dict) and str(each.get("kind", "")).endswith("-replace")


def _read(value: Any) -> Any:
    """Copy inputs without what the bridge notes for itself, and with unknown values as such."""
    if value == UNKNOWN_VALUE:
        return {"$unknown": True}
    if isinstance(value, Mapping):
        return {key: _read(part) for key, part in value.items() if key != "__defaults"}
    return [_read(part) for part in value] if isinstance(value, list) else value


def _message(each: Mapping[str, Any]) -> str:
    severity = str(each.get("severity", ""))
    return str(each.get("message", "")).removeprefix(f"{severity}: ").strip()


def _is_ours(each: Mapping[str, Any]) -> bool:
    """Tell whether an error is one of the guard: it is found again."""
    return str(each.get("message", "")).endswith("the stack is protected")


def _allowed(config: Mapping[str, str]) -> list[str]:
    try:
        said = json.loads(config.get(f"{_NAMESPACE}:allowReplacement", "[]"))
    except ValueError:
        return []
    return [each for each in said if isinstance(each, str)] if isinstance(said, list) else []
