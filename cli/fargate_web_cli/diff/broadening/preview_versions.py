"""The resources of a document of `pulumi preview --json`, in the form in which their access is compared."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from fargate_web_cli.diff.broadening.access_rules import ResourceVersion, ResourceVersions, list_items
from fargate_web_cli.diff.property_paths import find_top_property
from fargate_web_cli.diff.unique_names import UniqueNames, split_urn
from fargate_web_cli.diff.value_text import UNKNOWN_TEXT
from fargate_web_cli.terminal.formatting import SECRET_PLACEHOLDER, UNKNOWN_PLACEHOLDER, shorten_type

_INTERNAL_OPERATIONS: Final = ("refresh", "discard", "discard-replaced", "remove-pending-replace", "read", "read-discard")
_IDENTIFIERS: Final = ("arn", "id", "name", "bucket", "url")


def read_preview_versions(steps: Sequence[Mapping[str, Any]]) -> list[ResourceVersions]:
    """Read the versions of the resources in the steps of a preview."""
    by_urn: dict[str, list[Mapping[str, Any]]] = {}
    for step in steps:
        if step["op"] not in _INTERNAL_OPERATIONS:
            by_urn.setdefault(step["urn"], []).append(step)
    unique_names = UniqueNames(by_urn)
    return [_read_versions(urn, unique_names.find_name(urn), group) for urn, group in by_urn.items()]


def _read_versions(urn: str, name: str, steps: Sequence[Mapping[str, Any]]) -> ResourceVersions:
    old = next((step["oldState"] for step in steps if step.get("oldState") and step["op"] != "create"), None)
    new = next((step["newState"] for step in reversed(steps) if step.get("newState") and step["op"] != "delete"), None)
    if all(step["op"] == "same" for step in steps):
        old = new = new or old
    changed = {find_top_property(key) for step in steps for names in _list_changed(step) for key in names if isinstance(key, str)}
    return ResourceVersions(*(_read_version(urn, name, state, side, changed, steps) for state, side in ((old, "old"), (new, "new"))))


def _list_changed(step: Mapping[str, Any]) -> Iterator[Any]:
    yield from (step.get(key) or () for key in ("detailedDiff", "diffReasons", "replaceReasons"))


def _read_version(
    urn: str, name: str, state: Mapping[str, Any] | None, side: str, changed: set[str], steps: Sequence[Mapping[str, Any]]
) -> ResourceVersion | None:
    if state is None or state.get("external"):
        return None
    dependencies = state.get("propertyDependencies")
    may_differ = any(step["op"] != "same" for step in steps)
    inputs = {
        # Without names of changed properties, any of them can differ.
        key: _mark_opaque(
            _name_dependencies(value, key, list_items(dependencies.get(key)) if isinstance(dependencies, Mapping) else []),
            side if may_differ and (key in changed or not changed) else "same",
        )
        for key, value in (state.get("inputs") or {}).items()
        if key != "__defaults"
    }
    outputs = state.get("outputs") if isinstance(state.get("outputs"), Mapping) else {}
    identifiers = {state.get("id"), *(outputs.get(key) for key in _IDENTIFIERS)}  # type: ignore[union-attr] # a map, as checked
    return ResourceVersion(
        str(state.get("type") or urn.split("::")[2].rpartition("$")[2]),
        name,
        urn,
        inputs,
        str(state.get("parent") or ""),
        tuple(value for value in identifiers if isinstance(value, str) and value not in (SECRET_PLACEHOLDER, UNKNOWN_PLACEHOLDER)),
    )


def _name_dependencies(value: Any, key: str, urns: Sequence[str]) -> Any:
    """Return a copy of inputs with labels for the resources that unknown ids and ARNs belong to, as the engine tells by the dependencies.

    The type must agree with the name of the property: `securityGroupId` is the id of a security group.
    """
    if value == UNKNOWN_PLACEHOLDER:
        owners = [
            (type_, name) for type_, name in (split_urn(str(urn))[1:] for urn in urns) if type_.rpartition(":")[2].lower() in key.lower()
        ]
        return f"<{shorten_type(owners[0][0]).partition(':')[2]} {owners[0][1]}>.id" if len(owners) == 1 else value
    if isinstance(value, Mapping):
        return {name: _name_dependencies(part, name, urns) for name, part in value.items()}
    if isinstance(value, list):
        # Of several unknown ids in a list, it is not known which is which.
        return [_name_dependencies(part, key, urns) for part in value] if value.count(UNKNOWN_PLACEHOLDER) <= 1 else value
    return value


def _mark_opaque(value: Any, side: str) -> Any:
    """Return a copy of inputs with secret and unknown values marked, so that those of a changed property differ."""
    if value == SECRET_PLACEHOLDER:
        return {"$secret": side}
    if value in (UNKNOWN_PLACEHOLDER, UNKNOWN_TEXT):
        return {"$unknown": side}
    if isinstance(value, str) and (SECRET_PLACEHOLDER in value or UNKNOWN_PLACEHOLDER in value) and value[:1] not in "[{":
        return {"$unknown" if UNKNOWN_PLACEHOLDER in value else "$secret": f"{side} {value}"}
    if isinstance(value, Mapping):
        return {key: _mark_opaque(part, side) for key, part in value.items() if key != "__defaults"}
    return [_mark_opaque(part, side) for part in value] if isinstance(value, list) else value
