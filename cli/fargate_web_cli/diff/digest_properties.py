"""Reads the changed properties of a step in the document of `pulumi preview --json`."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from fargate_web_cli.diff.likely_secrets import mask_likely_secrets
from fargate_web_cli.diff.model import PropertyChange
from fargate_web_cli.diff.property_paths import covers_path, find_top_property, split_path
from fargate_web_cli.diff.recorded_resources import RecordedResource
from fargate_web_cli.diff.value_changes import ABSENT, LiteralText, ValueChange, find_differences
from fargate_web_cli.diff.value_text import UNKNOWN_TEXT
from fargate_web_cli.terminal.formatting import SECRET_PLACEHOLDER, UNKNOWN_PLACEHOLDER

_CURRENT_TEXT: Final = "[as it is in AWS]"


def read_property_changes(
    old: Mapping[str, Any], new: Mapping[str, Any], detailed: Mapping[str, Any], forcing: set[str], reasons: set[str]
) -> Iterator[PropertyChange]:
    """Find the changed properties, limited to those that the engine reports, if any: it knows which values the provider treats as equal.

    Args:
        old: The old state of the resource.
        new: The new state.
        detailed: The `detailedDiff` of the step, by path.
        forcing: The properties that force a replacement.
        reasons: The properties that differ.
    """
    old_inputs, new_inputs = (mask_likely_secrets(_normalize_values(state.get("inputs") or {})) for state in (old, new))
    named = [*detailed] or sorted(reasons | forcing)
    seen: set[str] = set()
    for difference in find_differences(old_inputs, new_inputs):
        matching = [path for path in named if covers_path(path, difference.property_path) or covers_path(difference.property_path, path)]
        if named and not matching:
            continue
        seen.update(matching)
        forces = find_top_property(difference.property_path) in forcing or any(forces_replacement(detailed.get(path)) for path in matching)
        yield PropertyChange(difference, forces_replacement=forces)
    for path in named:
        if path not in seen:
            forces = forces_replacement(detailed.get(path)) or find_top_property(path) in forcing
            for difference in _find_output_differences(path, detailed.get(path), old, new):
                yield PropertyChange(difference, forces_replacement=forces)


def read_recorded_resource(urn: str, state: Mapping[str, Any], op: str) -> RecordedResource:
    """Read a state of a step as a recorded resource.

    Args:
        urn: The URN of the step.
        state: Its old or new state.
        op: Its operation.
    """
    dependencies = state.get("propertyDependencies") or {}
    return RecordedResource(
        state.get("type") or urn.split("::")[2].rpartition("$")[2],
        urn.rpartition("::")[2],
        urn,
        parent=state.get("parent") or None,
        custom=bool(state.get("custom", True)),
        read=op == "read",
        inputs=mask_likely_secrets(_normalize_values(state.get("inputs") or {})),
        property_dependencies={key: tuple(urns or ()) for key, urns in dependencies.items()} if isinstance(dependencies, Mapping) else {},
        import_id=state.get("importID") or None,
    )


def forces_replacement(detail: Any) -> bool:
    """Return whether an entry of `detailedDiff` forces a replacement."""
    return isinstance(detail, dict) and str(detail.get("kind", "")).endswith("-replace")


def _find_output_differences(path: str, detail: Any, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[ValueChange]:
    """Find the differences of a property whose inputs are equal: what AWS has, which is among the outputs, differs from what the program wants."""
    kind = str(detail.get("kind", "")) if isinstance(detail, dict) else ""
    inputs = [(state.get("inputs") or {}).get(find_top_property(path)) for state in (old, new)]
    if SECRET_PLACEHOLDER in inputs:
        secret = LiteralText(SECRET_PLACEHOLDER)
        yield ValueChange(path, path, ABSENT if kind.startswith("add") else secret, ABSENT if kind.startswith("delete") else secret)
        return
    current = _find_value(old.get("outputs"), path)
    wanted = next((value for key in ("inputs", "outputs") if (value := _find_value(new.get(key), path)) is not ABSENT), ABSENT)
    differences = [*find_differences(current, wanted, path, path)] if ABSENT not in (current, wanted) else []
    if differences:
        yield from differences
        return
    old_value: Any = LiteralText(_CURRENT_TEXT) if current is ABSENT else current
    new_value: Any = LiteralText(UNKNOWN_TEXT) if wanted is ABSENT or wanted == current else wanted
    yield ValueChange(path, path, ABSENT if kind.startswith("add") else old_value, ABSENT if kind.startswith("delete") else new_value)


def _find_value(state: Any, path: str) -> Any:
    """Return the value at a path; `ABSENT` if there is none."""
    value = mask_likely_secrets(_normalize_values(state))
    for part in split_path(path):
        if isinstance(value, Mapping) and part in value:
            value = value[part]
        elif isinstance(value, list) and part.isdecimal() and int(part) < len(value):
            value = value[int(part)]
        else:
            return ABSENT
    return value


def _normalize_values(value: Any) -> Any:
    """Return a copy of values without the `__defaults` of the Terraform bridge, and with unknown values marked."""
    if value == UNKNOWN_PLACEHOLDER:
        return {"$unknown": True}
    if isinstance(value, Mapping):
        return {key: _normalize_values(part) for key, part in value.items() if key != "__defaults"}
    return [_normalize_values(part) for part in value] if isinstance(value, list) else value
