"""Access to registered resources for the estimate. Any input can be missing, unknown or of an unexpected type."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, Protocol

SHARED_OWNER: Final = "shared"
"""The owner of costs that belong to no single service."""

SERVICE_TYPE: Final = "aws:ecs/service:Service"
SCHEDULE_TYPE: Final = "aws:scheduler/schedule:Schedule"
VPC_TYPE: Final = "awsx:ec2:Vpc"

_OWNER_COMPONENTS: Final = ("fargate-web:index:Service", "fargate-web:index:ScheduledTask", "fargate-web:index:Scaling")
"""The components that are named after a service or scheduled task."""
_MINIMUM_ZONES: Final = 2
"""The minimum number of zones of a load balancer."""


class RegisteredResource(Protocol):
    """The attributes of a resource that an estimate needs, for example of `fargate_web.testing.Resource`."""

    @property
    def type(self) -> str:
        """The type token."""

    @property
    def name(self) -> str:
        """The logical name."""

    @property
    def urn(self) -> str:
        """The URN."""

    @property
    def parent(self) -> str | None:
        """The URN of the parent."""

    @property
    def inputs(self) -> Mapping[str, Any]:
        """The properties as sent, in camelCase."""


class StackResources:
    """The resources of a stack, with their owners."""

    def __init__(self, resources: Iterable[RegisteredResource]) -> None:
        self._resources = list(resources)
        self._owners = [resource.name for resource in (*self.find_all(SERVICE_TYPE), *self.find_all(SCHEDULE_TYPE))]

    def find_all(self, token: str) -> list[RegisteredResource]:
        """Return the resources of a type."""
        return [resource for resource in self._resources if resource.type == token]

    def find_remote_components(self) -> list[RegisteredResource]:
        """Return the components that a provider plugin makes: what is below them is not registered by the program. The VPC is read from its inputs."""
        return [resource for resource in self._resources if getattr(resource, "remote", False) and resource.type != VPC_TYPE]

    def find_sibling(self, token: str, resource: RegisteredResource) -> RegisteredResource | None:
        """Return the resource of a type with the same name and parent, otherwise one with the same name."""
        candidates = [other for other in self.find_all(token) if other.name == resource.name]
        return next((other for other in candidates if other.parent == resource.parent), candidates[0] if candidates else None)

    def find_owner(self, resource: RegisteredResource) -> str:
        """Return the service or scheduled task that a resource belongs to, by its component or its name, or `SHARED_OWNER`."""
        kind, _, component_name = (resource.parent or "").rpartition("::")
        if kind.endswith(_OWNER_COMPONENTS) and component_name in self._owners:
            return component_name
        # The name of a child starts with the name of its component, followed by the service or scheduled task that it belongs to.
        name_in_component = resource.name.removeprefix(f"{component_name}-")
        matches = [name for name in self._owners if name_in_component == name or name_in_component.startswith((f"{name}-", f"{name}:"))]
        return max(matches, key=len, default=SHARED_OWNER)

    @property
    def zone_count(self) -> int | None:
        """The number of zones of the VPC; None if the stack creates no VPC."""
        return next((count_zones(vpc) for vpc in self.find_all(VPC_TYPE)), None)

    def count_subnet_zones(self, subnets: Any) -> tuple[int, bool]:
        """Return the number of zones of some subnets, and whether it is known or only the minimum."""
        if isinstance(subnets, list | tuple):
            return len(subnets), True
        return self.zone_count or _MINIMUM_ZONES, self.zone_count is not None


def count_zones(vpc: RegisteredResource) -> int:
    """Return the number of zones of an `awsx.ec2.Vpc`, three by default."""
    names = vpc.inputs.get("availabilityZoneNames")
    if isinstance(names, list | tuple) and names:
        return len(names)
    return int(read_number(vpc.inputs, "numberOfAvailabilityZones") or 3)


def read_map(inputs: Any, key: str) -> Mapping[str, Any]:
    """Return the map below a key; empty if there is none."""
    value = inputs.get(key) if isinstance(inputs, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def read_maps(inputs: Any, key: str) -> list[Mapping[str, Any]]:
    """Return the maps of a list below a key."""
    value = inputs.get(key) if isinstance(inputs, Mapping) else None
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list | tuple) else []


def read_number(inputs: Any, key: str) -> float | None:
    """Return a number, which some resources want as text; None if it is missing or unknown."""
    value = inputs.get(key) if isinstance(inputs, Mapping) else None
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def read_text(inputs: Any, key: str) -> str:
    """Return a text, empty if it is missing or unknown."""
    value = inputs.get(key) if isinstance(inputs, Mapping) else None
    return value if isinstance(value, str) else ""
