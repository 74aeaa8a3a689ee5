"""The section that silences checks of the whole stack file."""

from typing import Annotated

from pydantic import Field

from .section import Section, describe_field


class Silence(Section):
    """Why a check does not apply to the stack, or to parts of it. A text alone is the reason."""

    reason: Annotated[
        str,
        describe_field(
            "Why the check does not apply, for the people who read the file (at least ten characters).",
            example="the image is rebuilt every night, and only dev uses it",
            min_length=10,
            max_length=500,
        ),
    ]
    paths: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=500)]],
        describe_field(
            "The settings that the check is silenced for, as reports name them: a service with all that belongs to it, or one setting. Default: the whole stack.",
            example=["services.web", "services.api.sidecars.proxy"],
        ),
    ] = []
