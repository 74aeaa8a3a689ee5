"""The section that silences checks of the whole stack file."""

from typing import Annotated, Final

from pydantic import Field

from .section import STRING_SCHEMA, Section, describe_field

_MIN_REASON_LENGTH: Final = 10
_MAX_REASON_LENGTH: Final = 500
REASON_SCHEMA: Final = STRING_SCHEMA | {"minLength": _MIN_REASON_LENGTH, "maxLength": _MAX_REASON_LENGTH}


class Silence(Section):
    """Why a check does not apply to the stack, or to parts of it. A text alone is the reason."""

    reason: Annotated[
        str,
        describe_field(
            "Why the check does not apply, for the people who read the file (at least ten characters).",
            example="the image is rebuilt every night, and only dev uses it",
            min_length=_MIN_REASON_LENGTH,
            max_length=_MAX_REASON_LENGTH,
        ),
    ]
    paths: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=500)]],
        describe_field(
            "The settings that the check is silenced for, as reports name them: a service with all that belongs to it, or one setting. Default: the whole stack.",
            example=["services.web", "services.api.sidecars.proxy"],
        ),
    ] = []
