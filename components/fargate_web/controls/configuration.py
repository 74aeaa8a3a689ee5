"""The configuration of controls: levels, parameters and suppressions, as a policy pack of Pulumi takes them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, Final

from .control import Control, Level
from .resource import RegisteredResource

LEVELS: Final = ("mandatory", "advisory", "disabled")
MIN_REASON_LENGTH: Final = 10
_ALL: Final = "all"
_LEVEL_KEY: Final = "enforcementLevel"
_SUPPRESSIONS_KEY: Final = "suppressions"


class ConfigurationError(ValueError):
    """The configuration is invalid. The message names the key and what to write."""


@dataclass(frozen=True)
class Suppression:
    """Resources for which a control does not apply.

    Attributes:
        resource: A pattern of `<type>::<name>`, with `*` for any text.
        reason: Why.
    """

    resource: str
    reason: str

    def matches(self, resource: RegisteredResource) -> bool:
        """Return whether a resource is one of these."""
        return fnmatchcase(resource.label, self.resource)


@dataclass(frozen=True)
class ControlSettings:
    """The configuration of one control.

    Attributes:
        level: What a violation does.
        parameters: All parameters.
        suppressions: The resources for which the control does not apply.
    """

    level: Level
    parameters: Mapping[str, Any] = field(default_factory=dict)
    suppressions: tuple[Suppression, ...] = ()

    def find_reason(self, resource: RegisteredResource) -> str | None:
        """Return why the control does not apply to a resource, or None if it does."""
        return next((each.reason for each in self.suppressions if each.matches(resource)), None)


def parse_configuration(document: Any, controls: tuple[Control, ...]) -> dict[str, ControlSettings]:
    """Parse a configuration: the content of the file of `pulumi preview --policy-pack-config`.

    Returns:
        The settings of every control by identifier.

    Raises:
        ConfigurationError: It is invalid.
    """
    if not isinstance(document, Mapping):
        raise ConfigurationError("expected a map from the identifiers of controls to their settings")
    known = {control.id for control in controls} | {_ALL}
    for key in document:
        if key not in known:
            raise ConfigurationError(f"{key}: there is no control of this name; docs/security.md lists them")
    general = document.get(_ALL)
    if general is not None and general not in LEVELS:
        raise ConfigurationError(f"{_ALL}: expected one of {', '.join(LEVELS)}")
    return {control.id: parse_settings(control, document.get(control.id), general) for control in controls}


def parse_settings(control: Control, value: Any, general: Level | None = None) -> ControlSettings:
    """Parse the configuration of one control: a level, or a map.

    Raises:
        ConfigurationError: It is invalid.
    """
    settings = {_LEVEL_KEY: value} if isinstance(value, str) else {} if value is None else value
    if not isinstance(settings, Mapping):
        raise ConfigurationError(f"{control.id}: expected a level or a map")
    level: Any = settings.get(_LEVEL_KEY, general or control.level)
    if level not in LEVELS:
        raise ConfigurationError(f"{control.id}.{_LEVEL_KEY}: expected one of {', '.join(LEVELS)}")
    parameters = dict(control.parameters)
    for key, given in settings.items():
        if key in (_LEVEL_KEY, _SUPPRESSIONS_KEY):
            continue
        if key not in parameters:
            allowed = ", ".join([_LEVEL_KEY, _SUPPRESSIONS_KEY, *parameters])
            raise ConfigurationError(f"{control.id}.{key}: there is no such parameter; write one of {allowed}")
        expected = parameters[key]
        if isinstance(expected, list) != isinstance(given, list) or (isinstance(expected, int) and not isinstance(given, int | float)):
            raise ConfigurationError(f"{control.id}.{key}: expected {'a list' if isinstance(expected, list) else 'a number'}")
        parameters[key] = given
    return ControlSettings(level, parameters, tuple(_parse_suppressions(control, settings.get(_SUPPRESSIONS_KEY, []))))


def _parse_suppressions(control: Control, value: Any) -> Iterator[Suppression]:
    path = f"{control.id}.{_SUPPRESSIONS_KEY}"
    if not isinstance(value, list):
        raise ConfigurationError(f"{path}: expected a list of {{resource, reason}}")
    for each in value:
        if not isinstance(each, Mapping) or {*each} != {"resource", "reason"} or not all(isinstance(part, str) for part in each.values()):
            raise ConfigurationError(
                f"{path}: expected {{resource, reason}}, such as {{resource: aws:ecs/service:Service::web, reason: …}}"
            )
        if len(each["reason"].strip()) < MIN_REASON_LENGTH:
            raise ConfigurationError(f"{path}: the reason needs at least {MIN_REASON_LENGTH} characters")
        yield Suppression(each["resource"], each["reason"])


def build_schema(control: Control) -> dict[str, dict[str, Any]]:
    """Return the JSON schema of the parameters and suppressions of a control."""
    parameters: dict[str, dict[str, Any]] = {
        key: {"type": "array" if isinstance(value, list) else "integer", "default": value} for key, value in control.parameters.items()
    }
    item = {
        "type": "object",
        "properties": {"resource": {"type": "string"}, "reason": {"type": "string", "minLength": MIN_REASON_LENGTH}},
        "required": ["resource", "reason"],
        "additionalProperties": False,
    }
    return {**parameters, _SUPPRESSIONS_KEY: {"type": "array", "items": item, "default": []}}
