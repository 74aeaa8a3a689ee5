"""What comes over the wire from another language, turned into what a component takes in Python."""

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
"""Settings that only a program in Python can have, with what to do instead."""


def normalize_values(value: Any) -> Any:
    """Give whole numbers, which travel as floats, their type back, and take out what is null: in other languages that is an absent key."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Unknown):
        # From SDKs that don't send outputs as such.
        return pulumi.Output.from_input(value)
    if isinstance(value, Mapping):
        return {key: normalize_values(inner) for key, inner in value.items() if inner is not None}
    return [normalize_values(inner) for inner in value] if isinstance(value, list) else value


def convert_arguments(model: type[Section], subject: str, args: Mapping[str, Any]) -> dict[str, Any]:
    """Read the arguments of a component.

    Args:
        model: The model of its settings.
        subject: What the errors call it: `Service "web"`.
        args: The arguments as they came, with keys in camelCase.

    Returns:
        The arguments as the component takes them: sections that are switched off are False, and wires have keys in snake_case.

    Raises:
        SettingsError: With every fault of wires and settings, where a wire is no object.
    """
    said: dict[str, Any] = _convert_switches(SectionType(model), args)
    faults = []
    for key, value in args.items():
        name = to_snake(key)
        if name in _PYTHON_ONLY_SETTINGS and value is not None:
            faults.append(Fault((key,), _PYTHON_ONLY_SETTINGS[name]))
        if name not in (*_COMPONENT_WIRES, *_COMPONENT_MAP_WIRES):
            continue
        for at, wire in _list_wires(key, value, several=name in _COMPONENT_MAP_WIRES):
            if not isinstance(wire, Mapping):
                faults.append(Fault(at, _WIRE_NOT_AN_OBJECT))
            elif name in _COMPONENT_WIRES:
                said[key] = _convert_wire(subject, wire)
            else:
                known = _convert_wire(subject, wire)
                said[key] = {**said[key], at[-1]: _build_monitored_service(known) if name == "services" else known}
    if faults:
        settings = {key: value for key, value in said.items() if to_snake(key) in model.model_fields or to_snake(key) not in WIRES}
        raise SettingsError([*faults, *run_validation(model, settings).faults], subject)
    return said


def _list_wires(key: str, value: Any, *, several: bool) -> list[tuple[tuple[str, ...], Any]]:
    """Take a map of wires apart."""
    if several and isinstance(value, Mapping):
        return [((key, name), wire) for name, wire in value.items()]
    return [((key,), value)]


def _convert_switches(kind: FieldType, value: Any) -> Any:
    """Turn `{enabled: false}` into False wherever a section may be False, and leave `enabled: true` out."""
    match kind:
        case SwitchType(inner=inner) if isinstance(value, Mapping):
            if value.get("enabled") is False:
                return False
            said = {key: inner_value for key, inner_value in value.items() if key != "enabled" or inner_value is not True}
            return _convert_switches(inner, said)
        case SwitchType(inner=inner) | ShorthandType(inner=inner) | OrFalseType(inner=inner):
            return _convert_switches(inner, value)
        case SectionType(model=model) if isinstance(value, Mapping):
            fields = {info.alias or name: find_field_type(info) for name, info in model.model_fields.items()}
            return {key: _convert_switches(fields[key], inner) if key in fields else inner for key, inner in value.items()}
        case MapType(inner=inner) if isinstance(value, Mapping):
            return {key: _convert_switches(inner, each) for key, each in value.items()}
        case ListType(inner=inner) if isinstance(value, list):
            return [_convert_switches(inner, each) for each in value]
    return value


def _convert_wire(subject: str, value: Mapping[str, Any]) -> dict[str, Any]:
    wire = {to_snake(name): inner for name, inner in value.items()}
    suffixes = wire.get("target_group_arn_suffixes")
    if isinstance(suffixes, pulumi.Output):
        # How many there are must be known: a service has a pair of target groups or none.
        wire["target_group_arn_suffixes"] = [_select_suffix(subject, suffixes, index) for index in range(len(_TARGET_GROUP_COLOURS))]
    return wire


def _select_suffix(subject: str, suffixes: pulumi.Output[Sequence[str]], index: int) -> pulumi.Output[str]:
    def take(found: Sequence[str]) -> str:
        if len(found) != len(_TARGET_GROUP_COLOURS):
            raise pulumi.RunError(
                f"{subject}: the service has no target groups, since nothing comes to it; leave out targetGroupArnSuffixes"
            )
        return found[index]

    return suffixes.apply(take)


def _build_monitored_service(wire: Mapping[str, Any]) -> SimpleNamespace:
    """Make of a mapping what monitoring reads from a `Service`."""
    groups = tuple(SimpleNamespace(arn_suffix=suffix) for suffix in wire.get("target_group_arn_suffixes", ()))
    return SimpleNamespace(**{**wire, "target_groups": groups, "settings": SimpleNamespace(minimum_task_count=wire.get("fewest_tasks", 0))})
