"""A resource's inputs as a description may use them: any of them may be missing, unknown, secret, or of another type than one thinks."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fargate_web.testing import UNKNOWN, Resource, Run

from fargate_web_cli.project.secret_masking import mask_secrets
from fargate_web_cli.terminal.formatting import SECRET_PLACEHOLDER

_IDENTIFYING_OUTPUTS = ("arn", "dnsName")


class ReferenceResolver:
    """What the values of an update refer to: id, ARN or DNS name → logical name.

    A preview does not know an ARN before it exists. The fakes make one up in an update, and it turns up wherever it is referred to.
    """

    def __init__(self, preview: Run, update: Run) -> None:
        self._updated = {resource.urn: resource for resource in update.resources}
        self._previewed = {resource.urn: resource for resource in preview.resources}
        self._by_value: dict[str, str] = {}
        for resource in update.resources:
            for value in (resource.id, *(resource.outputs.get(name) for name in _IDENTIFYING_OUTPUTS)):
                if isinstance(value, str) and value:
                    # The first is the thing itself; a bucket's policy has the bucket's name as its id too.
                    self._by_value.setdefault(value, resource.name)

    def view_inputs(self, resource: Resource) -> "InputsView":
        """Return the inputs of a resource of the preview."""
        updated = self._updated.get(resource.urn)
        made = mask_secrets(updated.inputs, updated.secrets) if updated else {}
        return InputsView(resource, mask_secrets(resource.inputs, resource.secrets), made, self)

    def find_updated(self, resource: Resource) -> Resource | None:
        """Return the same resource as the update has it."""
        return self._updated.get(resource.urn)

    def find_name(self, value: Any) -> str:
        """Return the logical name that a value of the update refers to, or nothing."""
        return self._by_value.get(value, "") if isinstance(value, str) else ""

    def find_resources(self, urns: Iterable[str]) -> list[Resource]:
        """Return the resources of the preview at some URNs."""
        return [self._previewed[urn] for urn in urns if urn in self._previewed]


@dataclass(frozen=True, slots=True)
class InputsView:
    """Inputs, or a part of them.

    What is missing or unknown is empty here (`""`, `None`, `[]`), so that a description leaves it out.

    Attributes:
        resource: The resource.
        preview_value: The values as the preview knows them, without secrets.
        update_value: The same in an update, where nothing is unknown: made-up values, to be looked up and never to be shown.
        resolver: What the made-up values refer to.
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
        """Return a number, which some resources want as text."""
        value = _get_nested(self.preview_value, key)
        if isinstance(value, str) and value.isdecimal():
            return int(value)
        return value if isinstance(value, int | float) and not isinstance(value, bool) else None

    def is_true(self, key: str) -> bool:
        """Tell whether a switch is on."""
        return _get_nested(self.preview_value, key) is True

    def texts(self, key: str) -> list[str]:
        """Return a list of values as texts, `?` for one that is unknown. A single value is a list of one."""
        values = _get_nested(self.preview_value, key)
        if not isinstance(values, list):
            return [_format_text(values)] if _format_text(values) and values != SECRET_PLACEHOLDER else []
        return [_format_text(value) or "?" for value in values]

    def keys(self, key: str) -> list[str]:
        """Return the keys of a map."""
        value = _get_nested(self.preview_value, key)
        return [*value] if isinstance(value, Mapping) else []

    def items(self, key: str | None = None) -> list["InputsView"]:
        """Return the parts of a list. Of an unknown list they are known in number, at least."""
        seen, made = (
            (self.preview_value, self.update_value)
            if key is None
            else (_get_nested(self.preview_value, key), _get_nested(self.update_value, key))
        )
        if not isinstance(seen, list):
            seen = [None] * len(made) if isinstance(made, list) and seen is UNKNOWN else []
        if not isinstance(made, list) or len(made) != len(seen):
            made = [None] * len(seen)
        return [InputsView(self.resource, one, other, self.resolver) for one, other in zip(seen, made, strict=True)]

    def resource_name(self, key: str) -> str:
        """Return the logical name of the resource that a value refers to, or the value itself if it is none of this program's."""
        return self.resolver.find_name(_get_nested(self.update_value, key)) or self.text(key)

    def resource_names(self, key: str) -> list[str]:
        """Return the same for a list of values."""
        return [self.resolver.find_name(part.update_value) or _format_text(part.preview_value) or "?" for part in self.items(key)]

    def dependencies(self, key: str) -> list[Resource]:
        """Return the resources that a property is made of."""
        return self.resolver.find_resources(self.resource.property_dependencies.get(key, ()))

    def parse_json(self, key: str) -> "InputsView":
        """Return what a JSON document says; empty as long as the preview does not know it."""
        return InputsView(self.resource, _parse_json(_get_nested(self.preview_value, key)), None, self.resolver)

    def parse_json_structure(self, key: str) -> "InputsView":
        """Return what a JSON document says, with made-up values where the preview knows none: for what does not depend on them."""
        parsed = _parse_json(_get_nested(self.preview_value, key))
        if parsed is None and _get_nested(self.preview_value, key) is UNKNOWN:
            parsed = _parse_json(_get_nested(self.update_value, key))
        return InputsView(self.resource, parsed, None, self.resolver)

    def is_secret(self, key: str) -> bool:
        """Tell whether a value is secret as a whole."""
        return bool(_get_nested(self.preview_value, key) == SECRET_PLACEHOLDER)

    def ignores_changes(self, key: str) -> bool:
        """Tell whether changes of a property are ignored once it is created."""
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
