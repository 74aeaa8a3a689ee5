"""What is known of a resource type."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

ProtectedAsset = Literal["data", "an address", "traffic", ""]

_PROVIDER_URL: Final = "https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/"


@dataclass(frozen=True)
class TypeRules:
    """What is known of a resource type.

    Attributes:
        provider_file: The file of the provider that says what forces a replacement.
        forcing_properties: The inputs whose change forces it: a property, or a path below one. For types of AWS the Region is one of them as well.
        replacement_effect: What users notice when it is replaced.
        how_to_avoid: How to do without the replacement.
        protected_asset: What is lost with it: data, an address that others know, or traffic.
        deletion_effect: What users notice when it is deleted for good.
        property_reasons: What to say of a property beyond that it can't be changed.
        is_routine: Whether replacing it is how it is changed: nobody needs to be warned.
        routine_name: What such a replacement is called by everybody but Pulumi.
        growable_lists: Lists to whose end something may be added without a replacement.
        partial_outputs: Properties that replace only a part of a component that a plugin builds: which of its outputs that concerns.
        presence_only: Properties that force a replacement if they come or go as a whole, but not if they have another value (unless `only_if` says so).
        checked_commit: The commit of the provider at which the entry was compared with the file; empty where it was only held against the SDK's words.
        conditions: For properties that force a replacement under a condition: the input and the values it must not have.
    """

    provider_file: str
    forcing_properties: frozenset[str]
    replacement_effect: str = ""
    how_to_avoid: str = ""
    protected_asset: ProtectedAsset = ""
    deletion_effect: str = ""
    property_reasons: Mapping[str, str] = field(default_factory=dict)
    is_routine: bool = False
    routine_name: str = ""
    growable_lists: frozenset[str] = frozenset()
    partial_outputs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    checked_commit: str = ""
    presence_only: frozenset[str] = frozenset()
    conditions: Mapping[str, tuple[str, frozenset[Any]]] = field(default_factory=dict)

    @property
    def provider_link(self) -> str:
        """Where the source can be read."""
        return self.provider_file if not self.provider_file or self.provider_file.startswith("http") else _PROVIDER_URL + self.provider_file


def parse_properties(properties: str, *, regional: bool = True) -> frozenset[str]:
    """Write a set of properties as words; the Region is added."""
    return frozenset(properties.split()) | (frozenset(("region",)) if regional else frozenset())
