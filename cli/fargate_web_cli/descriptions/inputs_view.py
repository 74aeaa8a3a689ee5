"""Access to the inputs of a resource for descriptions. Any input can be missing, unknown, secret or of an unexpected type."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from fargate_web.testing import UNKNOWN, Resource

from fargate_web_cli.project.secret_masking import mask_secrets
from fargate_web_cli.terminal.formatting import SECRET_PLACEHOLDER

_IDENTIFYING_OUTPUTS = ("arn", "dnsName", "primaryNetworkInterfaceId")


class RecordedRun(Protocol):
    """A run of a program with the resources that it registered."""

    @property
    def resources(self) -> Sequence[Resource]:
        """The resources, in order."""


class ReferenceResolver:
    """Resolves ids, ARNs and DNS names of the update run to logical names.

    A preview does not know an ARN before it exists. The update run has fake ARNs, which appear wherever a resource refers to another.
    """

    def __init__(self, preview: RecordedRun, update: RecordedRun) -> None:
        self._updated = {resource.urn: resource for resource in update.resources}
        self._previewed = {resource.urn: resource for resource in preview.resources}
        self._by_value: dict[str, str] = {}
        for resource in update.resources:
            for value in (resource.id, *(resource.outputs.get(name) for name in _IDENTIFYING_OUTPUTS)):
                if isinstance(value, str) and value:
                    # The first match is the resource itself; a bucket policy also has the bucket name as its id.
                    self._by_value.setdefault(value, resource.name)

    def view_inputs(self, resource: Resource) -> "InputsView":
        """Return the inputs of a resource of the preview."""
        updated = self._updated.get(resource.urn)
        update_values = mask_secrets(updated.inputs, updated.secrets) if updated else {}
        return InputsView(resource, mask_secrets(resource.inputs, resource.secrets), update_values, self)

    def find_rolled_back_services(self, alarm: str) -> list[str]:
        """Return the services whose deployments an alarm rolls back, by the name of the alarm."""
        return self._services_by_alarm.get(alarm, [])

    @cached_property
    def _services_by_alarm(self) -> dict[str, list[str]]:
        services: dict[str, list[str]] = {}
        for resource in self._previewed.values():
            alarms = resource.inputs.get("alarms") if resource.type == "aws:ecs/service:Service" else None
            names = _get_nested(alarms, "alarmNames") if _get_nested(alarms, "rollback") is True else None
            for name in names if isinstance(names, list) else ():
                if isinstance(name, str):
                    services.setdefault(name, []).append(resource.name)
        return services

    def find_updated(self, resource: Resource) -> Resource | None:
        """Return the same resource of the update run."""
        return self._updated.get(resource.urn)

    def has_type(self, *types: str) -> bool:
        """Return whether the preview has a resource of one of these types."""
        return any(resource.type in types for resource in self._previewed.values())

    def find_name(self, value: Any) -> str:
        """Return the logical name that a value of the update refers to; empty if there is none."""
        return self._by_value.get(value, "") if isinstance(value, str) else ""

    def find_resources(self, urns: Iterable[str]) -> list[Resource]:
        """Return the resources of the preview with these URNs."""
        return [self._previewed[urn] for urn in urns if urn in self._previewed]


@dataclass(frozen=True, slots=True)
class InputsView:
    """Inputs, or a part of them.

    Missing and unknown values are empty (`""`, `None`, `[]`), so that descriptions omit them.

    Attributes:
        resource: The resource.
        preview_value: The values of the preview, without secrets.
        update_value: The values of the update, all known but fake: only for resolving references, never shown.
        resolver: Resolves references in the fake values.
    """

    resource: Resource
    preview_value: Any
    update_value: Any
    resolver: ReferenceResolver

    def nested(self, key: str) -> "InputsView":
        """Return the part below a key; empty if there is none."""
        return InputsView(self.resource, _get_nested(self.preview_value, key), _get_nested(self.update_value, key), self.resolver)

    def text(self, key: str) -> str:
        """Return a value as text."""
        return _format_text(_get_nested(self.preview_value, key))

    def number(self, key: str) -> int | float | None:
        """Return a number. Some resources have it as text."""
        value = _get_nested(self.preview_value, key)
        if isinstance(value, str) and value.isdecimal():
            return int(value)
        return value if isinstance(value, int | float) and not isinstance(value, bool) else None

    def is_true(self, key: str) -> bool:
        """Return whether a value is true."""
        return _get_nested(self.preview_value, key) is True

    def texts(self, key: str) -> list[str]:
        """Return a list of values as texts, with `?` for unknown ones. A single value becomes a list."""
        values = _get_nested(self.preview_value, key)
        if not isinstance(values, list):
            return [_format_text(values)] if _format_text(values) and values != SECRET_PLACEHOLDER else []
        return [_format_text(value) or "?" for value in values]

    def has(self, key: str) -> bool:
        """Return whether there is a value, known or not."""
        return _get_nested(self.preview_value, key) is not None

    def keys(self, key: str) -> list[str]:
        """Return the keys of a map."""
        value = _get_nested(self.preview_value, key)
        return [*value] if isinstance(value, Mapping) else []

    def items(self, key: str | None = None) -> list["InputsView"]:
        """Return the items of a list. For an unknown list, the update gives their number."""
        preview_values, update_values = (
            (self.preview_value, self.update_value)
            if key is None
            else (_get_nested(self.preview_value, key), _get_nested(self.update_value, key))
        )
        if not isinstance(preview_values, list):
            preview_values = [None] * len(update_values) if isinstance(update_values, list) and preview_values is UNKNOWN else []
        if not isinstance(update_values, list) or len(update_values) != len(preview_values):
            update_values = [None] * len(preview_values)
        return [
            InputsView(self.resource, preview_item, update_item, self.resolver)
            for preview_item, update_item in zip(preview_values, update_values, strict=True)
        ]

    def resource_name(self, key: str) -> str:
        """Return the logical name of the resource that a value refers to, or the value itself if it refers to none of this program."""
        return self.resolver.find_name(_get_nested(self.update_value, key)) or self.text(key)

    def resource_names(self, key: str) -> list[str]:
        """Return the same for a list of values."""
        return [self.resolver.find_name(part.update_value) or _format_text(part.preview_value) or "?" for part in self.items(key)]

    def dependencies(self, key: str) -> list[Resource]:
        """Return the resources that a property depends on."""
        return self.resolver.find_resources(self.resource.property_dependencies.get(key, ()))

    def parse_json(self, key: str) -> "InputsView":
        """Parse a JSON document; empty if it is unknown in the preview."""
        return InputsView(self.resource, _parse_json(_get_nested(self.preview_value, key)), None, self.resolver)

    def parse_json_structure(self, key: str) -> "InputsView":
        """Parse a JSON document; if it is unknown in the preview, parse that of the update, which contains fake values."""
        parsed = _parse_json(_get_nested(self.preview_value, key))
        if parsed is None and _get_nested(self.preview_value, key) is UNKNOWN:
            parsed = _parse_json(_get_nested(self.update_value, key))
        return InputsView(self.resource, parsed, None, self.resolver)

    def is_secret(self, key: str) -> bool:
        """Return whether a value is secret as a whole."""
        return bool(_get_nested(self.preview_value, key) == SECRET_PLACEHOLDER)

    def ignores_changes(self, key: str) -> bool:
        """Return whether Pulumi ignores changes of a property."""
        return key in self.resource.ignore_changes


def _get_nested(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, Mapping) else None


def _format_text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, str | int | float) else ""


def _parse_json(text: Any) -> Any:
    if not isinstance(text, str):
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None
