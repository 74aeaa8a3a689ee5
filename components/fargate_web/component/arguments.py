"""How a component reads its arguments: settings, checked like those of a stack file, and wires to what exists already."""

from collections.abc import Mapping
from typing import Any, Final, TypeVar

import pulumi
from pydantic.alias_generators import to_snake

from ..faults.fault import Fault, SettingsError
from ..faults.validation import validate
from ..settings.section import Section

SettingsModel = TypeVar("SettingsModel", bound=Section)
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
        subject: What the errors call the component: `Service "web"`.
        args: Settings and wires in one mapping, with keys in snake_case or camelCase. A value None is the same as an absent key.
        wire_names: The keys that are wires.

    Returns:
        The checked settings, and the wires that were given by their snake_case keys.

    Raises:
        SettingsError: With every fault of the settings, before anything is registered.
    """
    given = {key: value for key, value in (args or {}).items() if value is not None}
    found = {to_snake(key): value for key, value in given.items() if to_snake(key) in wire_names}
    settings = {key: value for key, value in given.items() if to_snake(key) not in wire_names}
    late = tuple(
        Fault((key,), _OUTPUT_NOT_ALLOWED)
        for key, value in given.items()
        if isinstance(value, pulumi.Output) and to_snake(key) in wire_names
    )
    try:
        checked = validate(model, settings, subject=subject)
    except SettingsError as error:
        raise SettingsError((*late, *error.faults), subject) from None
    if late:
        raise SettingsError(late, subject)
    return checked, found


def require_wires(subject: str, wire_name: str, wire: Any, required_keys: tuple[str, ...]) -> None:
    """Refuse a wire that is missing, or that lacks something that is taken from it.

    Raises:
        RunError: It does.
    """
    instead = f"pass a component, or a mapping with {', '.join(required_keys)}"
    if wire is None:
        raise pulumi.RunError(f"{subject}: {wire_name} is missing; {instead}")
    for key in required_keys:
        if get_wire_value(wire, key) is None:
            raise pulumi.RunError(f"{subject}: the {wire_name} has no {key}; {instead}")


def get_wire_value(wire: Any, key: str, default: Any = None) -> Any:
    """Take one output of a wire, which is a component or a mapping of the same names."""
    if wire is None:
        return default
    if isinstance(wire, Mapping):
        return wire.get(key, default)
    return getattr(wire, key, default)
