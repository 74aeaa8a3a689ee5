"""Tags, with AWS's limits."""

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator

from .value_types import LEAF, wrong

_TEXT = re.compile(r"[\w\s.:/=+\-@]*")
MOST = 50


def _key(value: str) -> str:
    if value.lower().startswith("aws:"):
        raise wrong(f"{value!r}: keys that start with aws: are AWS's own (aws: prefixed tag key names are not allowed); choose another key")
    if not 1 <= len(value) <= 128:
        raise wrong(f"a tag key has {len(value)} characters; AWS allows 1 to 128; shorten it")
    if not _TEXT.fullmatch(value):
        raise wrong(f"{value!r} has characters that AWS refuses in a tag key; write letters, digits, spaces and _.:/=+-@")
    return value


def _value(value: str) -> str:
    if len(value) > 256:
        raise wrong(f"a tag value has {len(value)} characters; AWS allows 256; shorten it")
    if not _TEXT.fullmatch(value):
        raise wrong(f"{value!r} has characters that AWS refuses in a tag value; write letters, digits, spaces and _.:/=+-@")
    return value


def _all(value: dict[str, str]) -> dict[str, str]:
    if len(value) > MOST:
        raise wrong(f"{len(value)} tags; AWS allows {MOST} on a resource; remove some")
    lower: dict[str, str] = {}
    for key in value:
        twin = lower.setdefault(key.lower(), key)
        if twin != key:
            raise wrong(
                f"{twin!r} and {key!r} differ in capitals only; IAM refuses such twins, and bills and policies mix them up; keep one"
            )
    return value


TagKey = Annotated[str, AfterValidator(_key)]
TagValue = Annotated[str, AfterValidator(_value), LEAF]
Tags = Annotated[dict[TagKey, TagValue], AfterValidator(_all)]


def layered(*layers: Mapping[str, str]) -> dict[str, str]:
    """Lay tags over each other: a later one wins, over keys that differ in capitals only too, since IAM refuses such twins."""
    merged: dict[str, str] = {}
    for layer in layers:
        spoken = {key.lower() for key in layer}
        merged = {key: value for key, value in merged.items() if key.lower() not in spoken} | dict(layer)
    return merged
