"""The tree of the types to generate, with their properties and modules."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib import import_module
from typing import Any, Final

from fargate_web.plugin.field_types import FieldType, SectionType, SwitchType, WireType, find_field_type, walk_field_type
from fargate_web.plugin.wires import WIRE_TYPES, WIRES
from fargate_web.settings.cluster import Cluster
from fargate_web.settings.encryption import Encryption
from fargate_web.settings.load_balancer import LoadBalancer
from fargate_web.settings.monitoring import Monitoring
from fargate_web.settings.network import Network
from fargate_web.settings.repository import Repository
from fargate_web.settings.scaling import Scaling
from fargate_web.settings.scheduled_task import ScheduledTask
from fargate_web.settings.section import Section
from fargate_web.settings.service import Service
from pydantic_core import PydanticUndefined

COMPONENT_MODELS: Final[dict[str, tuple[type[Section], str]]] = {
    "EncryptionKey": (Encryption, "encryption_key"),
    "Network": (Network, "network"),
    "Cluster": (Cluster, "cluster"),
    "LoadBalancer": (LoadBalancer, "load_balancer"),
    "Service": (Service, "service"),
    "Scaling": (Scaling, "scaling"),
    "ScheduledTask": (ScheduledTask, "scheduled_task"),
    "Monitoring": (Monitoring, "monitoring"),
    "Repository": (Repository, "repository"),
}
"""The components, with the model of their settings and their module."""

WIRE_MODULE: Final = "wires"


@dataclass(frozen=True)
class Property:
    """A key of a mapping.

    Attributes:
        name: The key in snake_case.
        field_type: The type of its value.
        description: Its meaning.
        required: Whether it is required.
        default: Its default, if it has one.
        cost: Its cost.
        source: The page of AWS about it.
    """

    name: str
    field_type: FieldType
    description: str
    required: bool = False
    default: Any = None
    cost: str | None = None
    source: str | None = None


@dataclass(frozen=True)
class TypeDefinition:
    """A mapping to generate as a type.

    Attributes:
        name: Its name.
        module: The module to generate it in.
        description: Its meaning.
        properties: Its keys.
        is_switch: Whether `true` or `false` can replace it.
        is_component: Whether it has the arguments of a component.
    """

    name: str
    module: str
    description: str
    properties: tuple[Property, ...]
    is_switch: bool = False
    is_component: bool = False


@dataclass
class TypeTree:
    """Every type in the arguments of the components.

    Attributes:
        types: The types, each after those that it refers to.
    """

    types: list[TypeDefinition] = field(default_factory=list)

    def __post_init__(self) -> None:
        for name, (model, module) in COMPONENT_MODELS.items():
            wire_names = import_module(f"fargate_web.{module}.{module}").WIRES
            given = tuple(_build_wire_property(name, wire) for wire in wire_names)
            settings = tuple(each for each in _list_properties(model) if each.name not in wire_names)
            self._add_type(TypeDefinition(f"{name}Args", module, f"The arguments of a `{name}`.", (*settings, *given), is_component=True))

    @cached_property
    def modules(self) -> dict[str, list[TypeDefinition]]:
        """The types by module."""
        found: dict[str, list[TypeDefinition]] = {}
        for each in self.types:
            found.setdefault(each.module, []).append(each)
        return found

    def find_module(self, name: str) -> str:
        """Return the module of a type."""
        return next(each.module for each in self.types if each.name == name)

    def _add_type(self, new: TypeDefinition) -> None:
        known = next((each for each in self.types if each.name == new.name), None)
        if known is not None and replace(known, is_switch=new.is_switch) == new:
            # A section that several keys use, one of them as a switch.
            self.types[self.types.index(known)] = replace(known, is_switch=known.is_switch or new.is_switch)
            return
        if known is not None:
            raise TypeError(f"two types are called {new.name}: {known.module} and {new.module}; rename one of the sections")
        for each in new.properties:
            for inner in _list_required_types(each.field_type):
                self._add_type(inner)
        self.types.append(new)


def build_type_name(model: type[Section]) -> str:
    """Return the type name of a section: that of its model, unless a component has that name."""
    return f"{model.__name__}Settings" if model.__name__ in COMPONENT_MODELS else model.__name__


def _list_required_types(kind: FieldType) -> Iterator[TypeDefinition]:
    """Yield the types that a field type refers to."""
    parts = list(walk_field_type(kind))
    switched = {
        below.model for part in parts if isinstance(part, SwitchType) for below in walk_field_type(part) if isinstance(below, SectionType)
    }
    for part in parts:
        if isinstance(part, SectionType):
            module = part.model.__module__.rsplit(".", 1)[-1]
            meaning = " ".join((part.model.__doc__ or "").split("\n\n", 1)[0].split())
            yield TypeDefinition(build_type_name(part.model), module, meaning, _list_properties(part.model), part.model in switched)
        elif isinstance(part, WireType):
            meaning, given = WIRE_TYPES[part.name]
            properties = tuple(Property(name, each.field_type, each.description, each.required is True) for name, each in given.items())
            yield TypeDefinition(part.name, WIRE_MODULE, meaning, properties)


def _list_properties(model: type[Section]) -> tuple[Property, ...]:
    found = []
    for name, info in model.model_fields.items():
        extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        default = None if info.default is PydanticUndefined else info.default
        found.append(
            Property(
                name,
                find_field_type(info),
                info.description or "",
                # A build stands in for the image.
                info.is_required() and not (name == "image" and "build" in model.model_fields),
                default,
                _get_text(extra.get("cost")),
                _get_text(extra.get("source")),
            )
        )
    return tuple(found)


def _build_wire_property(component: str, wire: str) -> Property:
    if wire not in WIRES:
        raise TypeError(f"{component} accepts {wire!r}, which the typed arguments don't know; describe it in fargate_web.plugin.wires")
    given = WIRES[wire]
    required = given.required if isinstance(given.required, bool) else component in given.required
    return Property(wire, given.field_type, given.description, required)


def _get_text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
