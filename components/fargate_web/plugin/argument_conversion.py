"""Convert arguments from other languages to the arguments that a component takes in Python."""

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any, Final

import pulumi
from pulumi.output import Unknown
from pydantic.alias_generators import to_snake

from ..faults.fault import Fault, SettingsError
from ..faults.validation import run_validation
from ..settings.section import Section
from .field_types import FieldType, ListType, MapType, OrFalseType, SectionType, ShorthandType, SwitchType, find_field_type
from .wires import WIRES

_COMPONENT_WIRES: Final = ("network", "cluster", "load_balancer", "service")
_TARGET_GROUP_COLOURS: Final = ("blue", "green")
_WIRE_NOT_AN_OBJECT: Final = (
    "this stands for a component, and what is created depends on what it holds, so it can't be an output or a resource as a whole; "
    "write an object of its outputs, like {vpcId: network.vpcId, …} for a network"
)


_COMPONENT_MAP_WIRES: Final = ("services", "scheduled_tasks")
_PYTHON_ONLY_SETTINGS: Final = {
    "migration": "a migration is started by the Python program that declares the service, through boto3, and this one runs in a plugin; "
    "run it in your pipeline before `pulumi up`"
}
"""Settings that only Python programs can use, with the alternative."""


def normalize_values(value: Any) -> Any:
    """Convert whole numbers, which arrive as floats, to integers, and remove null values: in other languages null means an absent key."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Unknown):
        # From SDKs that send unknown values instead of outputs.
        return pulumi.Output.from_input(value)
    if isinstance(value, Mapping):
        return {key: normalize_values(item) for key, item in value.items() if item is not None}
    return [normalize_values(item) for item in value] if isinstance(value, list) else value


def convert_arguments(model: type[Section], subject: str, args: Mapping[str, Any]) -> dict[str, Any]:
    """Convert the arguments of a component.

    Args:
        model: The model of its settings.
        subject: Its name in error messages: `Service "web"`.
        args: The arguments as received, with keys in camelCase.

    Returns:
        The arguments for the Python component: sections that are off are False, and wires have keys in snake_case.

    Raises:
        SettingsError: A wire isn't an object, or a setting is for Python only. It lists every fault of wires and settings.
    """
    converted: dict[str, Any] = _convert_switches(SectionType(model), args)
    faults = []
    for key, value in args.items():
        name = to_snake(key)
        if name in _PYTHON_ONLY_SETTINGS and value is not None:
            faults.append(Fault((key,), _PYTHON_ONLY_SETTINGS[name]))
        if name not in (*_COMPONENT_WIRES, *_COMPONENT_MAP_WIRES):
            continue
        for path, wire in _list_wires(key, value, several=name in _COMPONENT_MAP_WIRES):
            if not isinstance(wire, Mapping):
                faults.append(Fault(path, _WIRE_NOT_AN_OBJECT))
            elif name in _COMPONENT_WIRES:
                converted[key] = _convert_wire(subject, wire)
            else:
                component = _convert_wire(subject, wire)
                converted[key] = {**converted[key], path[-1]: _build_monitored_service(component) if name == "services" else component}
    if faults:
        settings = {key: value for key, value in converted.items() if to_snake(key) in model.model_fields or to_snake(key) not in WIRES}
        raise SettingsError([*faults, *run_validation(model, settings).faults], subject)
    return converted


def _list_wires(key: str, value: Any, *, several: bool) -> list[tuple[tuple[str, ...], Any]]:
    """Return the paths and values of a wire, or of each wire in a map."""
    if several and isinstance(value, Mapping):
        return [((key, name), wire) for name, wire in value.items()]
    return [((key,), value)]


def _convert_switches(field_type: FieldType, value: Any) -> Any:
    """Convert `{enabled: false}` to False where a section accepts False, and remove `enabled: true`."""
    match field_type:
        case SwitchType(inner=inner) if isinstance(value, Mapping):
            if value.get("enabled") is False:
                return False
            section = {key: item for key, item in value.items() if key != "enabled" or item is not True}
            return _convert_switches(inner, section)
        case SwitchType(inner=inner) | ShorthandType(inner=inner) | OrFalseType(inner=inner):
            return _convert_switches(inner, value)
        case SectionType(model=model) if isinstance(value, Mapping):
            fields = {info.alias or name: find_field_type(info) for name, info in model.model_fields.items()}
            return {key: _convert_switches(fields[key], item) if key in fields else item for key, item in value.items()}
        case MapType(inner=inner) if isinstance(value, Mapping):
            return {key: _convert_switches(inner, item) for key, item in value.items()}
        case ListType(inner=inner) if isinstance(value, list):
            return [_convert_switches(inner, item) for item in value]
    return value


def _convert_wire(subject: str, value: Mapping[str, Any]) -> dict[str, Any]:
    wire = {to_snake(name): item for name, item in value.items()}
    suffixes = wire.get("target_group_arn_suffixes")
    if isinstance(suffixes, pulumi.Output):
        # The count must be known in a preview: a service has two target groups or none.
        wire["target_group_arn_suffixes"] = [_select_suffix(subject, suffixes, index) for index in range(len(_TARGET_GROUP_COLOURS))]
    return wire


def _select_suffix(subject: str, suffixes: pulumi.Output[Sequence[str]], index: int) -> pulumi.Output[str]:
    def select(values: Sequence[str]) -> str:
        if len(values) != len(_TARGET_GROUP_COLOURS):
            raise pulumi.RunError(f"{subject}: the service has no target groups, because it has no route; leave out targetGroupArnSuffixes")
        return values[index]

    return suffixes.apply(select)


def _build_monitored_service(wire: Mapping[str, Any]) -> SimpleNamespace:
    """Build an object from a mapping, with the attributes that monitoring reads from a `Service`."""
    groups = tuple(SimpleNamespace(arn_suffix=suffix) for suffix in wire.get("target_group_arn_suffixes", ()))
    return SimpleNamespace(**{**wire, "target_groups": groups, "settings": SimpleNamespace(minimum_task_count=wire.get("fewest_tasks", 0))})
