"""What comes over the wire from another language, turned into what a component takes in Python."""

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any, Final, NoReturn

import pulumi
from pydantic.alias_generators import to_snake

from ..settings.faults import Fault, SettingsError
from ..settings.section import Section
from ..typed.kinds import Entries, Group, Kind, Map, Off, Short, Switch, kind_of

_COMPONENTS: Final = ("network", "cluster", "load_balancer", "service")
_COLOURS: Final = ("blue", "green")


def plain(value: Any) -> Any:
    """Give whole numbers, which travel as floats, their type back, and take out what is null: in other languages that is an absent key."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items() if inner is not None}
    return [plain(inner) for inner in value] if isinstance(value, list) else value


def arguments(model: type[Section], subject: str, args: Mapping[str, Any]) -> dict[str, Any]:
    """Read the arguments of a component.

    Args:
        model: The model of its settings.
        subject: What the errors call it: `Service "web"`.
        args: The arguments as they came, with keys in camelCase.

    Returns:
        The arguments as the component takes them: sections that are switched off are False, and wires have keys in snake_case.

    Raises:
        SettingsError: A wire is no mapping.
    """
    said = _switched(Group(model), args)
    for key, value in args.items():
        name = to_snake(key)
        if name in _COMPONENTS:
            said[key] = _wire(subject, key, value)
        elif name == "services":
            _demand_mapping(subject, key, value)
            said[key] = {service: _watched(_wire(subject, f"{key}.{service}", wire)) for service, wire in value.items()}
    return said


def _switched(kind: Kind, value: Any) -> Any:
    """Turn `{enabled: false}` into False wherever a section may be False, and leave `enabled: true` out."""
    match kind:
        case Switch(inner=inner) if isinstance(value, Mapping):
            if value.get("enabled") is False:
                return False
            said = {key: inner_value for key, inner_value in value.items() if key != "enabled" or inner_value is not True}
            return _switched(inner, said)
        case Switch(inner=inner) | Short(inner=inner) | Off(inner=inner):
            return _switched(inner, value)
        case Group(model=model) if isinstance(value, Mapping):
            fields = {info.alias or name: kind_of(info) for name, info in model.model_fields.items()}
            return {key: _switched(fields[key], inner) if key in fields else inner for key, inner in value.items()}
        case Map(inner=inner) if isinstance(value, Mapping):
            return {key: _switched(inner, each) for key, each in value.items()}
        case Entries(inner=inner) if isinstance(value, list):
            return [_switched(inner, each) for each in value]
    return value


def _wire(subject: str, key: str, value: Any) -> dict[str, Any]:
    _demand_mapping(subject, key, value)
    wire = {to_snake(name): inner for name, inner in value.items()}
    suffixes = wire.get("target_group_arn_suffixes")
    if isinstance(suffixes, pulumi.Output):
        # How many there are must be known: a service has a pair of target groups or none.
        wire["target_group_arn_suffixes"] = [_nth(subject, suffixes, index) for index in range(len(_COLOURS))]
    return wire


def _nth(subject: str, suffixes: pulumi.Output[Sequence[str]], index: int) -> pulumi.Output[str]:
    def take(found: Sequence[str]) -> str:
        if len(found) != len(_COLOURS):
            raise pulumi.RunError(f"{subject}: the service has no target groups, since nothing comes to it; leave out targetGroupArnSuffixes")
        return found[index]

    return suffixes.apply(take)


def _watched(wire: Mapping[str, Any]) -> SimpleNamespace:
    """Make of a mapping what monitoring reads from a `Service`."""
    groups = tuple(SimpleNamespace(arn_suffix=suffix) for suffix in wire.get("target_group_arn_suffixes", ()))
    return SimpleNamespace(**{**wire, "target_groups": groups, "settings": SimpleNamespace(fewest_tasks=wire.get("fewest_tasks", 0))})


def _demand_mapping(subject: str, key: str, value: Any) -> None:
    if not isinstance(value, Mapping):
        _refuse(subject, key, "this must be an object whose values may be outputs, and is an output or a resource as a whole; write it out, like {vpcId: …}")


def _refuse(subject: str, key: str, message: str) -> NoReturn:
    raise SettingsError([Fault((key,), message)], subject)
