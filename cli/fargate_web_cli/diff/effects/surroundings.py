"""The resources around a change, before and after."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from fargate_web_cli.diff.model import ResourceChange
from fargate_web_cli.diff.recorded_resources import RecordedResource

_COMPONENT_PREFIX: Final = "fargate-web:index:"


class Surroundings:
    """Access to the resources of both revisions, and to what happens to them.

    Attributes:
        old: The resources of the base, by URN.
        new: The resources of the head, by URN.
        is_complete: Whether they include the resources that do not change.
    """

    def __init__(
        self, changes: Iterable[ResourceChange], old: Iterable[RecordedResource], new: Iterable[RecordedResource], *, is_complete: bool
    ) -> None:
        self.is_complete = is_complete
        self.old = {resource.urn: resource for resource in old}
        self.new = {resource.urn: resource for resource in new}
        self._changes = {change.urn: change for change in changes}

    def find_old(self, change: ResourceChange) -> RecordedResource | None:
        """Return the old resource of a change."""
        return self.old.get(change.former_urn or change.urn)

    def is_deleted(self, urn: str) -> bool:
        """Return whether a resource is deleted."""
        return urn in self._changes and self._changes[urn].op == "delete"

    def is_part_of_deleted(self, urn: str) -> bool:
        """Return whether a deleted resource has a parent that is deleted too."""
        resource = self.old.get(urn)
        return resource is not None and resource.parent is not None and self.is_deleted(resource.parent)

    def find_owner_name(self, resource: RecordedResource) -> str:
        """Return the name of the component that a resource belongs to, such as that of a service; else its own."""
        resources: Mapping[str, RecordedResource] = {**self.old, **self.new}
        parent = resources.get(resource.parent or "")
        return parent.name if parent is not None and parent.type.startswith(_COMPONENT_PREFIX) else resource.name


def list_users(urn: str, resources: Iterable[RecordedResource]) -> Iterator[tuple[RecordedResource, str]]:
    """Yield the resources that refer to a resource, with the property that does."""
    for resource in resources:
        for key, urns in resource.property_dependencies.items():
            if urn in urns:
                yield resource, key


def get_nested(value: Any, *keys: str) -> Any:
    """Return a nested value; None if there is none."""
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value
