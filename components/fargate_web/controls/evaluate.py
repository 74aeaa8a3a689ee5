"""Evaluates controls over the resources of a stack."""

from collections.abc import Iterable, Iterator, Mapping

from .configuration import ControlSettings
from .control import Control, Violation
from .resource import RegisteredResource, RegisteredStack


def evaluate_controls(
    resources: Iterable[RegisteredResource], controls: Iterable[Control], settings: Mapping[str, ControlSettings]
) -> list[Violation]:
    """Return the violations of controls, suppressed ones included, in the order of the resources."""
    stack = RegisteredStack(resources)
    by_type: dict[str, list[Control]] = {}
    for control in controls:
        for type_ in control.types if settings[control.id].level != "disabled" else ():
            by_type.setdefault(type_, []).append(control)
    return [
        violation
        for resource in stack.resources
        for control in by_type.get(resource.type, ())
        for violation in evaluate_control(control, resource, stack, settings[control.id])
    ]


def evaluate_control(
    control: Control, resource: RegisteredResource, stack: RegisteredStack, settings: ControlSettings
) -> Iterator[Violation]:
    """Yield the violations of one control by one resource of its types."""
    if control.find is not None:
        messages = control.find(resource, settings.parameters)
    else:
        assert control.find_in_stack is not None
        messages = control.find_in_stack(resource, stack, settings.parameters)
    for message in messages:
        yield Violation(control, resource, message, settings.level, settings.find_reason(resource))
