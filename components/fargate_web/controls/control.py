"""What a control is, and what it finds."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from .resource import RegisteredResource, RegisteredStack

Severity = Literal["low", "medium", "high", "critical"]
Level = Literal["mandatory", "advisory", "disabled"]

Parameters = Mapping[str, Any]
FindViolations = Callable[[RegisteredResource, Parameters], Iterator[str]]
FindViolationsInStack = Callable[[RegisteredResource, RegisteredStack, Parameters], Iterator[str]]


@dataclass(frozen=True)
class Control:
    """A rule that a resource must meet.

    A control has one of the two functions. Each yields a sentence for each violation, and nothing else depends on where it runs: in the policy
    pack, in `fargate-web check --resources` or in a test.

    Attributes:
        id: The identifier. It never changes.
        title: What holds, as a sentence without a full stop.
        severity: The severity, as Security Hub has it.
        types: The type tokens of the resources that it concerns.
        standards: The identifiers of the same rule in Security Hub, CIS and the scanners.
        source: The page that explains it.
        met_by: How a stack meets it: the default, or the setting.
        by_default: Whether a stack meets it without a setting.
        turned_off_by: The setting that turns it off, or an empty text.
        find: Finds violations in a resource alone.
        find_in_stack: Finds violations that depend on other resources.
        level: What a violation does by default: `mandatory` stops the update, `advisory` warns.
        parameters: The parameters that the configuration may set, with their defaults.
    """

    id: str
    title: str
    severity: Severity
    types: tuple[str, ...]
    standards: tuple[str, ...]
    source: str
    met_by: str
    turned_off_by: str = ""
    by_default: bool = True
    find: FindViolations | None = None
    find_in_stack: FindViolationsInStack | None = None
    level: Level = "advisory"
    parameters: Parameters = field(default_factory=dict)


@dataclass(frozen=True)
class Violation:
    """A violation of a control.

    Attributes:
        control: The control.
        resource: The resource.
        message: What is wrong, as a sentence about the resource.
        level: `mandatory` or `advisory`.
        reason: Why it is suppressed, or None if it is not.
    """

    control: Control
    resource: RegisteredResource
    message: str
    level: Level
    reason: str | None = None
