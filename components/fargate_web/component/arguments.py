"""Parse the arguments of a component into settings, validated like a stack file, and wires to other components."""

import re
from collections.abc import Mapping
from typing import Any, Final, TypeVar

import pulumi
from pydantic.alias_generators import to_snake

from ..faults.fault import Fault, SettingsError
from ..faults.stringified_outputs import STRINGIFIED_OUTPUT, find_stringified_outputs
from ..faults.validation import validate
from ..settings.section import Section

SettingsModel = TypeVar("SettingsModel", bound=Section)
_LIST_SUFFIXES: Final = ("_ids", "_arns", "_suffixes")
_OUTPUT_NOT_ALLOWED: Final = (
    "an Output can't stand here: what it holds decides which resources exist, and is known too late for that; "
    "pass a plain value, or a mapping whose values are Outputs"
)


def parse_arguments(
    model: type[SettingsModel], subject: str, args: Mapping[str, Any] | None, wire_names: tuple[str, ...] = ()
) -> tuple[SettingsModel, dict[str, Any]]:
    """Split the arguments of a component into its settings and its wires.

    Args:
        model: The model of the settings.
        subject: The name of the component in error messages: `Service "web"`.
        args: Settings and wires in one mapping, with keys in snake_case or camelCase. None means that the key is absent.
        wire_names: The keys that are wires.

    Returns:
        The validated settings, and the wires that are present, by their snake_case keys.

    Raises:
        SettingsError: The settings are invalid. It lists every fault, before any resource is registered.
    """
    present = {key: value for key, value in (args or {}).items() if value is not None}
    wires = {to_snake(key): value for key, value in present.items() if to_snake(key) in wire_names}
    settings = {key: value for key, value in present.items() if to_snake(key) not in wire_names}
    wire_values = {key: value for key, value in present.items() if to_snake(key) in wire_names}
    wire_faults = [Fault((key,), _OUTPUT_NOT_ALLOWED) for key, value in wire_values.items() if isinstance(value, pulumi.Output)]
    wire_faults += [Fault(path, STRINGIFIED_OUTPUT) for path in find_stringified_outputs(wire_values)]
    wire_faults += _find_texts_for_lists(wire_values)
    try:
        validated = validate(model, settings, subject=subject)
    except SettingsError as error:
        raise SettingsError((*wire_faults, *error.faults), subject) from None
    if wire_faults:
        raise SettingsError(wire_faults, subject)
    return validated, wires


def _find_texts_for_lists(wires: Mapping[str, Any]) -> list[Fault]:
    """Find one text where a list of ids belongs. Python would take each of its letters for an id."""
    faults = []
    for wire, values in wires.items():
        for key, value in values.items() if isinstance(values, Mapping) else ():
            if isinstance(value, str) and to_snake(str(key)).endswith(_LIST_SUFFIXES):
                ids = re.findall(r"[^,;\s]+", value)
                faults.append(Fault((wire, key), f"expected a list of ids, got the text {value!r}; pass {ids!r}"))
    return faults


def require_wires(subject: str, wire_name: str, wire: Any, required_keys: tuple[str, ...]) -> None:
    """Check that a wire is present and has the required keys.

    Raises:
        RunError: The wire or one of its keys is missing.
    """
    advice = f"pass a component, or a mapping with {', '.join(required_keys)}"
    if wire is None:
        raise pulumi.RunError(f"{subject}: {wire_name} is missing; {advice}")
    for key in required_keys:
        if get_wire_value(wire, key) is None:
            raise pulumi.RunError(f"{subject}: the {wire_name} has no {key}; {advice}")


def get_wire_value(wire: Any, key: str, default: Any = None) -> Any:
    """Return one output of a wire. A wire is a component, or a mapping with the names of its outputs."""
    if wire is None:
        return default
    if isinstance(wire, Mapping):
        return wire.get(key, default)
    return getattr(wire, key, default)
