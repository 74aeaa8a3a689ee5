"""The model of the replacement rules of a resource type."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

ProtectedAsset = Literal["data", "an address", "traffic", ""]

_PROVIDER_URL: Final = "https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/"


@dataclass(frozen=True)
class TypeRules:
    """The replacement rules of a resource type.

    Attributes:
        provider_file: The source file of the provider that defines the forcing properties.
        forcing_properties: The inputs whose change forces a replacement: properties, or paths below one. For AWS types they include the Region.
        replacement_effect: What users notice of a replacement.
        how_to_avoid: How to avoid a replacement.
        protected_asset: What a replacement or deletion loses: data, an address that others know, or traffic.
        deletion_effect: What users notice of a deletion.
        property_reasons: Why a property can't change in place, by property; `*` for all others.
        is_routine: Whether a replacement is the normal way to change it, without a warning.
        routine_name: The usual name of such a replacement.
        presence_only: Properties that force a replacement only if they are added or removed, not if their value changes (unless `conditions` applies).
        checked_commit: The commit of the provider that the entry was compared with; empty if it was only compared with the SDK's documentation.
        is_known: Whether the type is in the table. What a change of an unknown type replaces or loses is not known.
        conditions: Properties that force a replacement depending on an input: the input, and its values that avoid the replacement.
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
    checked_commit: str = ""
    presence_only: frozenset[str] = frozenset()
    conditions: Mapping[str, tuple[str, frozenset[Any]]] = field(default_factory=dict)
    is_known: bool = True

    @property
    def provider_link(self) -> str:
        """The URL of the source file."""
        return self.provider_file if not self.provider_file or self.provider_file.startswith("http") else _PROVIDER_URL + self.provider_file


def parse_properties(properties: str, *, regional: bool = True) -> frozenset[str]:
    """Return the set of properties in a text of words, with the Region for regional types."""
    return frozenset(properties.split()) | (frozenset(("region",)) if regional else frozenset())
