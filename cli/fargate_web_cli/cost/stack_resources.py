"""The registered resources, read for what costs money: any input may be missing, unknown or of another type than one thinks."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, Protocol

SHARED_OWNER: Final = "shared"
"""Whose cost it is where it is no single service's."""

SERVICE_TYPE: Final = "aws:ecs/service:Service"
SCHEDULE_TYPE: Final = "aws:scheduler/schedule:Schedule"
VPC_TYPE: Final = "awsx:ec2:Vpc"

_OWNER_COMPONENTS: Final = ("fargate-web:index:Service", "fargate-web:index:ScheduledTask", "fargate-web:index:Scaling")
"""The components that bear the name of a service or of a scheduled task."""
_MINIMUM_ZONES: Final = 2
"""The fewest zones that a load balancer may have."""


class RegisteredResource(Protocol):
    """As much of a resource as an estimate reads; `fargate_web.testing.Resource` is one."""

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
    """The resources of a stack, by type, and whose they are."""

    def __init__(self, resources: Iterable[RegisteredResource]) -> None:
        self._all = list(resources)
        self._owners = [resource.name for resource in (*self.find_all(SERVICE_TYPE), *self.find_all(SCHEDULE_TYPE))]

    def find_all(self, token: str) -> list[RegisteredResource]:
        """Return the resources of a type."""
        return [resource for resource in self._all if resource.type == token]

    def find_remote_components(self) -> list[RegisteredResource]:
        """Return the components that a provider plugin makes: what is below them is not registered by the program. The VPC is read from its inputs."""
        return [resource for resource in self._all if getattr(resource, "remote", False) and resource.type != VPC_TYPE]

    def find_sibling(self, token: str, resource: RegisteredResource) -> RegisteredResource | None:
        """Return the resource of a type that has the same name and the same parent, or at least the same name."""
        named = [other for other in self.find_all(token) if other.name == resource.name]
        return next((other for other in named if other.parent == resource.parent), named[0] if named else None)

    def find_owner(self, resource: RegisteredResource) -> str:
        """Return the service or scheduled task that a resource belongs to, by its component or its name, or `SHARED`."""
        kind, _, above = (resource.parent or "").rpartition("::")
        if kind.endswith(_OWNER_COMPONENTS) and above in self._owners:
            return above
        # A component's children begin with its name, and those that are a service's or a scheduled task's go on with its name.
        own = resource.name.removeprefix(f"{above}-")
        matches = [name for name in self._owners if own == name or own.startswith((f"{name}-", f"{name}:"))]
        return max(matches, key=len, default=SHARED_OWNER)

    @property
    def zone_count(self) -> int | None:
        """How many zones the VPC of the stack spans; None where it makes none."""
        return next((count_zones(vpc) for vpc in self.find_all(VPC_TYPE)), None)

    def count_subnet_zones(self, subnets: Any) -> tuple[int, bool]:
        """Tell how many zones some subnets are in, and whether that is known and not the least there can be."""
        if isinstance(subnets, list | tuple):
            return len(subnets), True
        return self.zone_count or _MINIMUM_ZONES, self.zone_count is not None


def count_zones(vpc: RegisteredResource) -> int:
    """Tell how many zones a VPC of awsx spans; three unless it is said."""
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
