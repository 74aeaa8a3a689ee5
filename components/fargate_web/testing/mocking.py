"""Extensions of `pulumi.runtime.Mocks`: the check of a provider, and children of remote components."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from pulumi import runtime


@runtime_checkable
class SupportsCheck(Protocol):
    """Mocks with a provider check: the step before a resource is created, which a preview runs too."""

    def check(self, args: runtime.MockResourceArgs) -> Mapping[str, Any]:
        """Return the inputs that the provider adds, such as names. Raise if the provider would reject the inputs."""


@dataclass(frozen=True, slots=True)
class ChildResource:
    """A resource that a remote component creates and returns in its outputs.

    The program gets a reference to it, as from a real component: a resource object with its id and state. It isn't among the resources of the
    run, because the program doesn't register it.

    Attributes:
        type: The type token, `aws:ec2/subnet:Subnet`.
        name: The logical name.
        id: The id that the provider returns.
        state: Its properties.
        parent: Its parent within the component, None if that is the component itself.
    """

    type: str
    name: str
    id: str
    state: Mapping[str, Any] = field(default_factory=dict)
    parent: "ChildResource | None" = None
