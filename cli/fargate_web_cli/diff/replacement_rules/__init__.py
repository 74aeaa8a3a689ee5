"""Replacement rules of resource types: the properties that force a replacement, and the effects of a replacement or deletion.

The table has the types that the components create, and those that teams put beside them if they hold data, an address or traffic. Any other type is
unknown.

The source is `ForceNew` (with `RequiresReplace`, `CustomizeDiff` and `ModifyPlan`) in the Terraform provider that `pulumi-aws` wraps; the generated
SDKs document it for a few properties only. Each entry names the file of the provider. An entry with `checked_commit` was compared with that file at
that commit, which can be older than the provider in use; an entry without it is based on knowledge of the provider. A test compares all entries with
the documentation in the installed SDK. A property that AWS can change but the provider can't is a forcing property too. If the provider ignores a
change because a block is missing (`SuppressMissingOptionalConfigurationBlock`), as with the encryption of a repository, the diff reports a replacement
that does not happen.
"""

import re
from collections.abc import Mapping
from typing import Final

from fargate_web_cli.diff.replacement_rules.addresses import ADDRESSES
from fargate_web_cli.diff.replacement_rules.caches_and_messages import CACHES_AND_MESSAGES
from fargate_web_cli.diff.replacement_rules.compute import COMPUTE
from fargate_web_cli.diff.replacement_rules.databases import DATABASES
from fargate_web_cli.diff.replacement_rules.files_users_and_secrets import FILES_USERS_AND_SECRETS
from fargate_web_cli.diff.replacement_rules.functions import FUNCTIONS
from fargate_web_cli.diff.replacement_rules.images_and_schedules import IMAGES_AND_SCHEDULES
from fargate_web_cli.diff.replacement_rules.network import NETWORK
from fargate_web_cli.diff.replacement_rules.operations import OPERATIONS
from fargate_web_cli.diff.replacement_rules.storage import STORAGE
from fargate_web_cli.diff.replacement_rules.traffic import TRAFFIC
from fargate_web_cli.diff.replacement_rules.type_rules import ProtectedAsset, TypeRules

__all__ = ["GLOBAL_TYPE_PREFIXES", "NEVER_REPLACED", "TYPE_RULES", "ProtectedAsset", "TypeRules", "find_type_rules", "use_current_token"]

TYPE_RULES: Final[Mapping[str, TypeRules]] = {
    **NETWORK,
    **ADDRESSES,
    **TRAFFIC,
    **COMPUTE,
    **STORAGE,
    **OPERATIONS,
    **IMAGES_AND_SCHEDULES,
    **DATABASES,
    **FUNCTIONS,
    **CACHES_AND_MESSAGES,
    **FILES_USERS_AND_SECRETS,
}
"""By type token."""

NEVER_REPLACED: Final[frozenset[str]] = frozenset()
"""Types in use that have no forcing properties."""

GLOBAL_TYPE_PREFIXES: Final = ("aws:iam/", "aws:route53/", "aws:cloudfront/")
"""The prefixes of global types, which belong to no Region."""

_HARMLESS_PREFIXES: Final = ("pulumi:",)
"""The prefixes of types of Pulumi itself, such as providers: AWS has nothing of them."""

_UNKNOWN_EFFECT: Final = "what is lost with it is not known, because its type is not in the table of replacements"
_REGION_PROPERTY: Final = frozenset(("region",))

_FORMER_TOKENS: Final = (
    (re.compile(r"^aws:(?:alb|applicationloadbalancing|elasticloadbalancingv2)/"), "aws:lb/"),
    (re.compile(r"^aws:s3/(\w+)V2:(\w+)V2$"), r"aws:s3/\1:\2"),
)
"""Tokens under which the SDK offers the same type a second time."""


def use_current_token(type_: str) -> str:
    """Return the current token of a type that has several."""
    for pattern, replacement in _FORMER_TOKENS:
        type_ = pattern.sub(replacement, type_)
    return type_


def find_type_rules(type_: str) -> TypeRules:
    """Return the rules of a type. Of an unknown AWS type, only a change of the Region is known to force a replacement."""
    rules = TYPE_RULES.get(use_current_token(type_))
    if rules is not None:
        return rules
    if type_.startswith(_HARMLESS_PREFIXES):
        return TypeRules(provider_file="", forcing_properties=frozenset())
    return TypeRules(
        provider_file="",
        forcing_properties=_REGION_PROPERTY if type_.startswith("aws:") else frozenset(),
        replacement_effect=_UNKNOWN_EFFECT,
        deletion_effect=_UNKNOWN_EFFECT,
        is_known=False,
    )
