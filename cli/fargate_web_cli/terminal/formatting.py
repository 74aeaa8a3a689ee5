"""Words that every view of a stack uses. It needs nothing of Pulumi's, so that a diff can be written without loading it."""

from typing import Final

SECRET_PLACEHOLDER: Final = "[secret]"
"""What stands for a secret."""

UNKNOWN_PLACEHOLDER: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""What stands for an unknown value in a document of Pulumi's."""


def format_count(number: float, noun: str, plural: str = "") -> str:
    """Write `1 task`, `2 tasks`."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def shorten_type(type_: str) -> str:
    """Write a type as Pulumi's CLI does: `aws:ecs:Service` for `aws:ecs/service:Service`."""
    package, module, name = [*type_.split(":"), "", ""][:3]
    return ":".join(part for part in (package, module.partition("/")[0], name) if part)
