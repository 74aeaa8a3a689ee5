"""Replacement rules of the resource types in use: the properties that force a replacement, and the effects of a replacement or deletion.

The source is `ForceNew` (with `RequiresReplace`, `CustomizeDiff` and `ModifyPlan`) in the Terraform provider that `pulumi-aws` wraps; the generated
SDKs document it for a few properties only. Each entry names the file of the provider. An entry with `checked_commit` was compared with that file at
that commit, which can be older than the provider in use; an entry without it is based on knowledge of the provider. A test compares all entries with
the documentation in the installed SDK. A property that AWS can change but the provider can't is a forcing property too. If the provider ignores a
change because a block is missing (`SuppressMissingOptionalConfigurationBlock`), as with the encryption of a repository, the diff reports a replacement
that does not happen.
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
from fargate_web_cli.diff.replacement_rules.vpc import VPC

__all__ = ["GLOBAL_TYPE_PREFIXES", "NEVER_REPLACED", "TYPE_RULES", "ProtectedAsset", "TypeRules", "find_type_rules"]

TYPE_RULES: Final[Mapping[str, TypeRules]] = {**NETWORK, **VPC, **TRAFFIC, **COMPUTE, **STORAGE, **OPERATIONS, **IMAGES_AND_SCHEDULES}
"""By type token."""

NEVER_REPLACED: Final[frozenset[str]] = frozenset()
"""Types in use that have no forcing properties."""

GLOBAL_TYPE_PREFIXES: Final = ("aws:iam/", "aws:route53/", "aws:cloudfront/")
"""The prefixes of global types, which belong to no Region."""

_REGION_PROPERTY: Final = frozenset(("region",))


def find_type_rules(type_: str) -> TypeRules:
    """Return the rules of a type. For an unknown AWS type, only a change of the Region forces a replacement."""
    rules = TYPE_RULES.get(type_)
    return (
        rules
        if rules is not None
        else TypeRules(provider_file="", forcing_properties=_REGION_PROPERTY if type_.startswith("aws:") else frozenset())
    )
