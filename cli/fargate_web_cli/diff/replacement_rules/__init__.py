"""What is known of the resource types in use: which properties force a replacement, and what a replacement or deletion costs.

The truth is `ForceNew` (and `RequiresReplace`, and what `CustomizeDiff` and `ModifyPlan` add) in the Terraform provider that `pulumi-aws` is made
from; the generated SDKs say it of a few properties only. Each entry names the file that decides. Those with `checked` were compared with that file
at that commit, which may be older than the provider in use, so that what came later rests on the words of the installed SDK, which a test holds
all of them against; without it, an entry rests on knowledge of the provider. A property that AWS could change and the provider does not is a reason
to replace all the same. Where the provider leaves out a change because a block is missing (`SuppressMissingOptionalConfigurationBlock`), as with the
encryption of a repository, a replacement is told that does not come.
"""

from collections.abc import Mapping
from typing import Final

from fargate_web_cli.diff.replacement_rules.compute import COMPUTE
from fargate_web_cli.diff.replacement_rules.images_and_schedules import IMAGES_AND_SCHEDULES
from fargate_web_cli.diff.replacement_rules.network import NETWORK
from fargate_web_cli.diff.replacement_rules.operations import OPERATIONS
from fargate_web_cli.diff.replacement_rules.storage import STORAGE
from fargate_web_cli.diff.replacement_rules.traffic import TRAFFIC
from fargate_web_cli.diff.replacement_rules.type_rules import ProtectedAsset, TypeRules

__all__ = ["GLOBAL_TYPE_PREFIXES", "NEVER_REPLACED", "TYPE_RULES", "ProtectedAsset", "TypeRules", "find_type_rules"]

TYPE_RULES: Final[Mapping[str, TypeRules]] = {**NETWORK, **TRAFFIC, **COMPUTE, **STORAGE, **OPERATIONS, **IMAGES_AND_SCHEDULES}
"""By type token."""

NEVER_REPLACED: Final[frozenset[str]] = frozenset()
"""Types of provider resources in use that no input replaces."""

GLOBAL_TYPE_PREFIXES: Final = ("aws:iam/", "aws:route53/", "aws:cloudfront/")
"""The beginnings of types that are in no Region."""

_REGION_PROPERTY: Final = frozenset(("region",))


def find_type_rules(type_: str) -> TypeRules:
    """Return what is known of a type; of one that is not known, that a change of Region replaces it."""
    kind = TYPE_RULES.get(type_)
    return (
        kind
        if kind is not None
        else TypeRules(provider_file="", forcing_properties=_REGION_PROPERTY if type_.startswith("aws:") else frozenset())
    )
