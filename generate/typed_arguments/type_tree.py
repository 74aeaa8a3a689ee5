"""The types that are written: what each holds, and the module that it goes to."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib import import_module
from typing import Any, Final

from fargate_web.plugin.field_types import Group, Kind, Switch, Wire, kind_of, within
from fargate_web.plugin.wires import WIRE_TYPES, WIRES
from fargate_web.settings.cluster import Cluster
from fargate_web.settings.load_balancer import LoadBalancer
from fargate_web.settings.monitoring import Monitoring
from fargate_web.settings.network import Network
from fargate_web.settings.repository import Repository
from fargate_web.settings.scaling import Scaling
from fargate_web.settings.scheduled_task import ScheduledTask
from fargate_web.settings.section import Section
from fargate_web.settings.service import Service
from pydantic_core import PydanticUndefined

ROOTS: Final[dict[str, tuple[type[Section], str]]] = {
    "Network": (Network, "network"),
    "Cluster": (Cluster, "cluster"),
    "LoadBalancer": (LoadBalancer, "load_balancer"),
    "Service": (Service, "service"),
    "Scaling": (Scaling, "scaling"),
    "ScheduledTask": (ScheduledTask, "scheduled_task"),
    "Monitoring": (Monitoring, "monitoring"),
    "Repository": (Repository, "repository"),
}
"""The components: the model of their settings, and their module."""

WIRE_MODULE: Final = "wires"


@dataclass(frozen=True)
class Property:
    """A key of a mapping.

    Attributes:
        name: The key in snake_case.
        kind: What may stand there.
        meaning: What it means.
        required: Whether it must be there.
        default: Its default, where it has one.
        cost: What it costs.
        source: Where AWS says so.
    """

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    default: Any = None
    cost: str | None = None
    source: str | None = None


@dataclass(frozen=True)
class Type:
    """A mapping that is written as a type.

    Attributes:
        name: Its name.
        module: The module that it is written to.
        meaning: What it is.
        properties: Its keys.
        switch: Whether it stands where `true` or `false` could.
        component: Whether it holds the arguments of a component.
    """

    name: str
    module: str
    meaning: str
    properties: tuple[Property, ...]
    switch: bool = False
    component: bool = False


@dataclass
class Tree:
    """Every type that the components take.

    Attributes:
        types: The types, each after those that it is made of.
    """

    types: list[Type] = field(default_factory=list)

    def __post_init__(self) -> None:
        for name, (model, module) in ROOTS.items():
            taken = import_module(f"fargate_web.{module}.{module}").WIRES
            given = tuple(_given(name, wire) for wire in taken)
            settings = tuple(each for each in _properties(model) if each.name not in taken)
            self._add(Type(f"{name}Args", module, f"The arguments of a `{name}`.", (*settings, *given), component=True))

    @cached_property
    def modules(self) -> dict[str, list[Type]]:
        """The types by module."""
        found: dict[str, list[Type]] = {}
        for each in self.types:
            found.setdefault(each.module, []).append(each)
        return found

    def module_of(self, name: str) -> str:
        """Tell where a type is written."""
        return next(each.module for each in self.types if each.name == name)

    def _add(self, new: Type) -> None:
        known = next((each for each in self.types if each.name == new.name), None)
        if known is not None and replace(known, switch=new.switch) == new:
            # A section that stands in several places, in one of which it is a switch.
            self.types[self.types.index(known)] = replace(known, switch=known.switch or new.switch)
            return
        if known is not None:
            raise TypeError(f"two types are called {new.name}: {known.module} and {new.module}; rename one of the sections")
        for each in new.properties:
            for inner in _needed(each.kind):
                self._add(inner)
        self.types.append(new)


def type_name(model: type[Section]) -> str:
    """Name the type of a section: by its model, unless a component is called so."""
    return f"{model.__name__}Settings" if model.__name__ in ROOTS else model.__name__


def _needed(kind: Kind) -> Iterator[Type]:
    """Find the types that a kind is made of."""
    parts = list(within(kind))
    switched = {below.model for part in parts if isinstance(part, Switch) for below in within(part) if isinstance(below, Group)}
    for part in parts:
        if isinstance(part, Group):
            module = part.model.__module__.rsplit(".", 1)[-1]
            meaning = " ".join((part.model.__doc__ or "").split("\n\n", 1)[0].split())
            yield Type(type_name(part.model), module, meaning, _properties(part.model), part.model in switched)
        elif isinstance(part, Wire):
            meaning, given = WIRE_TYPES[part.name]
            properties = tuple(Property(name, each.kind, each.meaning, each.required is True) for name, each in given.items())
            yield Type(part.name, WIRE_MODULE, meaning, properties)


def _properties(model: type[Section]) -> tuple[Property, ...]:
    found = []
    for name, info in model.model_fields.items():
        extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        default = None if info.default is PydanticUndefined else info.default
        found.append(
            Property(
                name,
                kind_of(info),
                info.description or "",
                info.is_required(),
                default,
                _text(extra.get("cost")),
                _text(extra.get("source")),
            )
        )
    return tuple(found)


def _given(component: str, wire: str) -> Property:
    if wire not in WIRES:
        raise TypeError(
            f"{component} takes {wire!r}, of which the typed arguments know nothing; say in fargate_web.plugin.wires what it is"
        )
    given = WIRES[wire]
    required = given.required if isinstance(given.required, bool) else component in given.required
    return Property(wire, given.kind, given.meaning, required)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
