"""What mocks may do beyond what `pulumi.runtime.Mocks` asks of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from pulumi import runtime


@runtime_checkable
class SupportsCheck(Protocol):
    """Mocks that stand in for the check of a provider as well: the step before a resource is created, which a preview takes too."""

    def check(self, args: runtime.MockResourceArgs) -> Mapping[str, Any]:
        """Return the inputs that the provider adds, such as names, or raise if it would refuse those it gets."""


@dataclass(frozen=True, slots=True)
class ChildResource:
    """A resource that a remote component made, to be returned among its outputs.

    The program gets a reference to it, as from a real component: a resource object that has its id and its state. It is no resource of the
    run, since no program registered it.

    Attributes:
        type: The type token, `aws:ec2/subnet:Subnet`.
        name: The logical name.
        id: What the provider calls it.
        state: Its properties.
        parent: Its parent below the component, if that is not the component itself.
    """

    type: str
    name: str
    id: str
    state: Mapping[str, Any] = field(default_factory=dict)
    parent: "ChildResource | None" = None
