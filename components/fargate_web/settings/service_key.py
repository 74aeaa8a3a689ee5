"""The name of a service, a scheduled task or a repository in a stack file."""

import re
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema

from .fix import write
from .value_types import build_value_error

_SERVICE_KEY_PATTERN = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_MAX_SERVICE_KEY_LENGTH = 40


def _validate_service_key(value: str) -> str:
    if len(value) > _MAX_SERVICE_KEY_LENGTH:
        raise build_value_error(
            f"{value!r} has {len(value)} characters, and the names of its resources, which AWS limits, start with it; shorten it to {_MAX_SERVICE_KEY_LENGTH}",
            "service-name",
        )
    if not _SERVICE_KEY_PATTERN.fullmatch(value):
        corrected = re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-")
        fixes = (write(value=corrected),) if _SERVICE_KEY_PATTERN.fullmatch(corrected) else ()
        raise build_value_error(
            f"{value!r} can't start the names of resources, of which each kind has its own rules: a name here starts with a lower-case letter, then has lower-case letters, digits "
            "and single hyphens (the name that AWS shows can be set: names at a service, name at a repository)",
            "service-name",
            fixes=fixes,
        )
    return value


ServiceKey = Annotated[
    str,
    AfterValidator(_validate_service_key),
    WithJsonSchema({"type": "string", "pattern": f"^(?:{_SERVICE_KEY_PATTERN.pattern})$", "maxLength": _MAX_SERVICE_KEY_LENGTH}),
]
