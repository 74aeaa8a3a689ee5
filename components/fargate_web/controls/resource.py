"""A registered resource as controls see it, and the stack around it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final


class _Unknown:
    """A value that a preview doesn't know. It is set, and equals nothing."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = _Unknown()


@dataclass(frozen=True, eq=False)
class RegisteredResource:
    """A resource of any program, in plain values.

    Attributes:
        type: The type token, `aws:ecs/service:Service`.
        name: The logical name.
        urn: The URN.
        properties: The properties in the spelling of Pulumi. What a preview doesn't know is `UNKNOWN`.
        parent: The URN of the parent, or None.
        references: The URNs that each property refers to.
    """

    type: str
    name: str
    urn: str
    properties: Mapping[str, Any]
    parent: str | None = None
    references: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def get(self, path: str) -> Any:
        """Return the value at a path (`accessLogs.enabled`). Return None if it is not set, and `UNKNOWN` if a part of the path is unknown."""
        value: Any = self.properties
        for part in path.split("."):
            if value is UNKNOWN:
                return UNKNOWN
            value = value.get(part) if isinstance(value, Mapping) else None
        return value

    def is_set(self, path: str) -> bool:
        """Return whether a property has a value, known or not."""
        return self.get(path) not in (None, "", [], {})

    def may_be(self, path: str, *values: Any) -> bool:
        """Return whether a property has one of these values, or one that a preview doesn't know."""
        value = self.get(path)
        return value is UNKNOWN or value in values

    def list_blocks(self, path: str) -> list[Mapping[str, Any]]:
        """Return the blocks at a path: the known ones of a list, or the only one."""
        value = self.get(path)
        blocks = value if isinstance(value, list) else [value]
        return [block for block in blocks if isinstance(block, Mapping)]

    def parse_json(self, property_name: str) -> Any:
        """Return the document in a property. Return None if there is none, or a preview doesn't know it."""
        value = self.properties.get(property_name)
        if not isinstance(value, str):
            return value if isinstance(value, Mapping | list) else None
        try:
            return json.loads(value)
        except ValueError:
            return None

    @property
    def label(self) -> str:
        """The type and the name, as suppressions match them: `aws:ecs/service:Service::web`."""
        return f"{self.type}::{self.name}"


class RegisteredStack:
    """All resources of a stack."""

    def __init__(self, resources: Iterable[RegisteredResource]) -> None:
        self.resources = tuple(resources)

    def find_companions(self, resource: RegisteredResource, type_: str, property_name: str) -> Iterator[RegisteredResource]:
        """Yield the resources of a type that refer to a resource by a property."""
        # The VPC of a component of awsx is its child, and the program only knows the component.
        urns = {resource.urn, resource.parent} if resource.parent in self._components else {resource.urn}
        identities = {
            resource.properties.get(key) for key in ("id", "arn", "bucket", "name") if isinstance(resource.properties.get(key), str)
        }
        for other in self._by_type.get(type_, ()):
            value = other.properties.get(property_name)
            if urns & {*other.references.get(property_name, ())} or (isinstance(value, str) and value in identities):
                yield other

    def has_child(self, resource: RegisteredResource, type_: str) -> bool:
        """Return whether a resource has a child of a type."""
        return any(other.parent == resource.urn for other in self._by_type.get(type_, ()))

    def find_all(self, type_: str) -> list[RegisteredResource]:
        """Return the resources of a type."""
        return self._by_type.get(type_, [])

    @cached_property
    def _by_type(self) -> dict[str, list[RegisteredResource]]:
        groups: dict[str, list[RegisteredResource]] = {}
        for resource in self.resources:
            groups.setdefault(resource.type, []).append(resource)
        return groups

    @cached_property
    def _components(self) -> set[str]:
        return {resource.urn for resource in self.resources if resource.type.startswith("awsx:")}
