"""Controls over the resources of a run."""

from collections.abc import Mapping
from typing import Any

from fargate_web.controls.catalogue import CONTROLS
from fargate_web.controls.configuration import parse_configuration
from fargate_web.controls.control import Violation
from fargate_web.controls.evaluate import evaluate_controls
from fargate_web.controls.resource import UNKNOWN as UNKNOWN_PROPERTY
from fargate_web.controls.resource import RegisteredResource
from fargate_web.testing.property_values import UNKNOWN
from fargate_web.testing.record import Resource
from fargate_web.testing.results import Run


def find_violations(run: Run, configuration: Mapping[str, Any] | None = None) -> list[Violation]:
    """Return the violations of the controls in a run, of every resource of the program. Suppressed ones have a `reason`.

    Args:
        run: The run of the program. A run of an update knows more values than one of a preview.
        configuration: Levels, parameters and suppressions, as in the configuration file of the policy pack.

    Raises:
        ConfigurationError: The configuration is invalid.
    """
    settings = parse_configuration(configuration or {}, CONTROLS)
    return evaluate_controls(register_resources(run), CONTROLS, settings)


def register_resources(run: Run) -> list[RegisteredResource]:
    """Return the resources of a run as controls see them. Resources that a program only reads are another program's."""
    return [_register(resource) for resource in run.resources if not resource.read]


def _register(resource: Resource) -> RegisteredResource:
    properties = {key: _convert(value) for key, value in resource.inputs.items()}
    for key in ("id", "arn", "bucket", "name"):
        value = resource.id if key == "id" else resource.outputs.get(key)
        if key not in properties and isinstance(value, str):
            properties[key] = value
    return RegisteredResource(resource.type, resource.name, resource.urn, properties, resource.parent, resource.property_dependencies)


def _convert(value: Any) -> Any:
    if value is UNKNOWN:
        return UNKNOWN_PROPERTY
    if isinstance(value, Mapping):
        return {key: _convert(inner) for key, inner in value.items()}
    return [_convert(inner) for inner in value] if isinstance(value, list) else value
