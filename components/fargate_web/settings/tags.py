"""Types of tags, with AWS's limits."""

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema

from .fix import Fix, write
from .value_types import ALLOW_OUTPUT, build_value_error

_TAG_PATTERN = re.compile(r"[\w\s.:/=+\-@]*")
MAX_TAGS = 50


def _validate_tag_key(value: str) -> str:
    if value.lower().startswith("aws:"):
        problem = f"{value!r}: keys that start with aws: are AWS's own (aws: prefixed tag key names are not allowed)"
        raise build_value_error(problem, "invalid-tag", fixes=_correct(value[len("aws:") :]))
    if not 1 <= len(value) <= 128:
        raise build_value_error(f"a tag key has {len(value)} characters; AWS allows 1 to 128; shorten it", "invalid-tag")
    if not _TAG_PATTERN.fullmatch(value):
        raise build_value_error(
            f"{value!r} has characters that AWS refuses in a tag key; it takes letters, digits, spaces and _.:/=+-@",
            "invalid-tag",
            fixes=_correct(value),
        )
    return value


def _validate_tag_value(value: str) -> str:
    if len(value) > 256:
        raise build_value_error(f"a tag value has {len(value)} characters; AWS allows 256; shorten it", "invalid-tag")
    if not _TAG_PATTERN.fullmatch(value):
        raise build_value_error(
            f"{value!r} has characters that AWS refuses in a tag value; it takes letters, digits, spaces and _.:/=+-@",
            "invalid-tag",
            fixes=_correct(value),
        )
    return value


def _correct(text: str) -> tuple[Fix, ...]:
    """Correct a key or a value: a hyphen takes the place of what AWS refuses."""
    corrected = re.sub(r"[^\w\s.:/=+\-@]+", "-", text).strip("- ")
    return (write(value=corrected),) if corrected and not corrected.lower().startswith("aws:") else ()


def _validate_tags(value: dict[str, str]) -> dict[str, str]:
    if len(value) > MAX_TAGS:
        raise build_value_error(f"{len(value)} tags; AWS allows {MAX_TAGS} on a resource; remove some", "too-many-tags")
    keys_by_lower_case: dict[str, str] = {}
    for key in value:
        other_key = keys_by_lower_case.setdefault(key.lower(), key)
        if other_key != key:
            raise build_value_error(
                f"{other_key!r} and {key!r} differ only in case; IAM refuses such keys, and bills and policies confuse them; keep one",
                "tags-differ-in-case",
            )
    return value


TagKey = Annotated[str, AfterValidator(_validate_tag_key)]
TagValue = Annotated[str, AfterValidator(_validate_tag_value), WithJsonSchema({"type": "string", "maxLength": 256}), ALLOW_OUTPUT]
Tags = Annotated[dict[TagKey, TagValue], AfterValidator(_validate_tags)]


def merge_tags(*layers: Mapping[str, str]) -> dict[str, str]:
    """Merge tags. A later layer wins, also over keys that differ only in case, since IAM refuses such keys."""
    merged: dict[str, str] = {}
    for layer in layers:
        layer_keys = {key.lower() for key in layer}
        merged = {key: value for key, value in merged.items() if key.lower() not in layer_keys} | dict(layer)
    return merged
