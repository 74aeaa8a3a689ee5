"""Prefix lists: sets of addresses with an id, or with a name if AWS manages them."""

import re
from typing import Annotated, Final, TypeAlias

from pydantic import AfterValidator, WithJsonSchema

from .fix import write
from .value_types import ALLOW_OUTPUT, build_value_error

CLOUDFRONT_PREFIX_LIST: Final = "com.amazonaws.global.cloudfront.origin-facing"
CLOUDFRONT_WEIGHT: Final = 55
"""The rules of a security group for which CloudFront's list counts.

Source: https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
"""
MAX_SECURITY_GROUP_RULES: Final = 60
"""AWS's default quota of rules in one direction of a security group."""

_ID_PATTERN: Final = re.compile(r"pl-[0-9a-f]{8,17}")
_NAME_PATTERN: Final = re.compile(r"com\.amazonaws\.[a-z0-9.-]+")


def is_prefix_list_id(value: str) -> bool:
    """Return whether a prefix list is written by its id; otherwise by its name."""
    return value.startswith("pl-")


def validate_prefix_list(value: str) -> str:
    """Validate the id of a prefix list, or the name of one that AWS manages."""
    if is_prefix_list_id(value) and not _ID_PATTERN.fullmatch(value):
        raise build_value_error(f"{value!r} isn't the id of a prefix list; write it like pl-0123456789abcdef0")
    if "cloudfront" in value.lower() and value != CLOUDFRONT_PREFIX_LIST and not _NAME_PATTERN.fullmatch(value):
        raise build_value_error(
            f"{value!r} is neither the id of a prefix list nor the name of one of AWS", fixes=(write(value=CLOUDFRONT_PREFIX_LIST),)
        )
    if not is_prefix_list_id(value) and not _NAME_PATTERN.fullmatch(value):
        raise build_value_error(
            f"{value!r} is neither the id of a prefix list nor the name of one of AWS; write it like pl-0123456789abcdef0 or {CLOUDFRONT_PREFIX_LIST}"
        )
    return value


PrefixList: TypeAlias = Annotated[
    str,
    AfterValidator(validate_prefix_list),
    WithJsonSchema({"type": "string", "pattern": rf"^({_ID_PATTERN.pattern}|{_NAME_PATTERN.pattern})$"}),
    ALLOW_OUTPUT,
]
