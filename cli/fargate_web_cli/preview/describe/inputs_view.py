"""A resource's inputs as a description may use them: any of them may be missing, unknown, secret, or of another type than one thinks."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fargate_web.testing import UNKNOWN, Resource, Run

from fargate_web_cli.preview.secret_masking import masked
from fargate_web_cli.terminal.formatting import SECRET

_IDENTIFYING = ("arn", "dnsName")


class References:
    """What the values of an update refer to: id, ARN or DNS name → logical name.

    A preview does not know an ARN before it exists. The fakes make one up in an update, and it turns up wherever it is referred to.
    """

    def __init__(self, preview: Run, update: Run) -> None:
        self._updated = {resource.urn: resource for resource in update.resources}
        self._previewed = {resource.urn: resource for resource in preview.resources}
        self._by_value: dict[str, str] = {}
        for resource in update.resources:
            for value in (resource.id, *(resource.outputs.get(name) for name in _IDENTIFYING)):
                if isinstance(value, str) and value:
                    # The first is the thing itself; a bucket's policy has the bucket's name as its id too.
                    self._by_value.setdefault(value, resource.name)

    def view(self, resource: Resource) -> "View":
        """Return the inputs of a resource of the preview."""
        updated = self._updated.get(resource.urn)
        made = masked(updated.inputs, updated.secrets) if updated else {}
        return View(resource, masked(resource.inputs, resource.secrets), made, self)

    def updated(self, resource: Resource) -> Resource | None:
        """Return the same resource as the update has it."""
        return self._updated.get(resource.urn)

    def of(self, value: Any) -> str:
        """Return the logical name that a value of the update refers to, or nothing."""
        return self._by_value.get(value, "") if isinstance(value, str) else ""

    def at(self, urns: Iterable[str]) -> list[Resource]:
        """Return the resources of the preview at some URNs."""
        return [self._previewed[urn] for urn in urns if urn in self._previewed]


@dataclass(frozen=True, slots=True)
class View:
    """Inputs, or a part of them.

    What is missing or unknown is empty here (`""`, `None`, `[]`), so that a description leaves it out.

    Attributes:
        resource: The resource.
        seen: The values as the preview knows them, without secrets.
        made: The same in an update, where nothing is unknown: made-up values, to be looked up and never to be shown.
        references: What the made-up values refer to.
    """

    resource: Resource
    seen: Any
    made: Any
    references: References

    def at(self, key: str) -> "View":
        """Return the part below a key; empty if there is none."""
        return View(self.resource, _part(self.seen, key), _part(self.made, key), self.references)

    def text(self, key: str) -> str:
        """Return a value as text."""
        return _text(_part(self.seen, key))

    def number(self, key: str) -> int | float | None:
        """Return a number, which some resources want as text."""
        value = _part(self.seen, key)
        if isinstance(value, str) and value.isdecimal():
            return int(value)
        return value if isinstance(value, int | float) and not isinstance(value, bool) else None

    def is_true(self, key: str) -> bool:
        """Tell whether a switch is on."""
        return _part(self.seen, key) is True

    def texts(self, key: str) -> list[str]:
        """Return a list of values as texts, `?` for one that is unknown. A single value is a list of one."""
        values = _part(self.seen, key)
        if not isinstance(values, list):
            return [_text(values)] if _text(values) and values != SECRET else []
        return [_text(value) or "?" for value in values]

    def keys(self, key: str) -> list[str]:
        """Return the keys of a map."""
        value = _part(self.seen, key)
        return [*value] if isinstance(value, Mapping) else []

    def each(self, key: str | None = None) -> list["View"]:
        """Return the parts of a list. Of an unknown list they are known in number, at least."""
        seen, made = (self.seen, self.made) if key is None else (_part(self.seen, key), _part(self.made, key))
        if not isinstance(seen, list):
            seen = [None] * len(made) if isinstance(made, list) and seen is UNKNOWN else []
        if not isinstance(made, list) or len(made) != len(seen):
            made = [None] * len(seen)
        return [View(self.resource, one, other, self.references) for one, other in zip(seen, made, strict=True)]

    def name(self, key: str) -> str:
        """Return the logical name of the resource that a value refers to, or the value itself if it is none of this program's."""
        return self.references.of(_part(self.made, key)) or self.text(key)

    def names(self, key: str) -> list[str]:
        """Return the same for a list of values."""
        return [self.references.of(part.made) or _text(part.seen) or "?" for part in self.each(key)]

    def sources(self, key: str) -> list[Resource]:
        """Return the resources that a property is made of."""
        return self.references.at(self.resource.property_dependencies.get(key, ()))

    def document(self, key: str) -> "View":
        """Return what a JSON document says; empty as long as the preview does not know it."""
        return View(self.resource, _parsed(_part(self.seen, key)), None, self.references)

    def structure(self, key: str) -> "View":
        """Return what a JSON document says, with made-up values where the preview knows none: for what does not depend on them."""
        parsed = _parsed(_part(self.seen, key))
        if parsed is None and _part(self.seen, key) is UNKNOWN:
            parsed = _parsed(_part(self.made, key))
        return View(self.resource, parsed, None, self.references)

    def is_secret(self, key: str) -> bool:
        """Tell whether a value is secret as a whole."""
        return bool(_part(self.seen, key) == SECRET)

    def ignores(self, key: str) -> bool:
        """Tell whether changes of a property are ignored once it is created."""
        return key in self.resource.ignore_changes


def _part(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, Mapping) else None


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, str | int | float) else ""


def _parsed(text: Any) -> Any:
    if not isinstance(text, str):
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None
