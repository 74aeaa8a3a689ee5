"""What is known of a resource type."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

Holds = Literal["data", "an address", "traffic", ""]

_PROVIDER: Final = "https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/"


@dataclass(frozen=True)
class Kind:
    """What is known of a resource type.

    Attributes:
        source: The file of the provider that says what forces a replacement.
        forces: The inputs whose change forces it: a property, or a path below one. For types of AWS the Region is one of them as well.
        effect: What users notice when it is replaced.
        avoid: How to do without the replacement.
        holds: What is lost with it: data, an address that others know, or traffic.
        gone: What users notice when it is deleted for good.
        why: What to say of a property beyond that it can't be changed.
        routine: Whether replacing it is how it is changed: nobody needs to be warned.
        called: What such a replacement is called by everybody but Pulumi.
        grows: Lists to whose end something may be added without a replacement.
        partial: Properties that replace only a part of a component that a plugin builds: which of its outputs that concerns.
        whole: Properties that force a replacement if they come or go as a whole, but not if they have another value (unless `only_if` says so).
        checked: The commit of the provider at which the entry was compared with the file; empty where it was only held against the SDK's words.
        only_if: For properties that force a replacement under a condition: the input and the values it must not have.
    """

    source: str
    forces: frozenset[str]
    effect: str = ""
    avoid: str = ""
    holds: Holds = ""
    gone: str = ""
    why: Mapping[str, str] = field(default_factory=dict)
    routine: bool = False
    called: str = ""
    grows: frozenset[str] = frozenset()
    partial: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    checked: str = ""
    whole: frozenset[str] = frozenset()
    only_if: Mapping[str, tuple[str, frozenset[Any]]] = field(default_factory=dict)

    @property
    def link(self) -> str:
        """Where the source can be read."""
        return self.source if not self.source or self.source.startswith("http") else _PROVIDER + self.source


def forced_by(properties: str, *, regional: bool = True) -> frozenset[str]:
    """Write a set of properties as words; the Region is added."""
    return frozenset(properties.split()) | (frozenset(("region",)) if regional else frozenset())
