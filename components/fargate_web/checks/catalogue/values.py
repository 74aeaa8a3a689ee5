"""Checks of single values and keys."""

from typing import Final

from .check_description import CheckDescription

CHECKS_OF_VALUES: Final = (
    CheckDescription(
        "unknown-key",
        "error",
        "a key that does not exist",
        "The key would be ignored, and the service would run without what you meant.",
        "Write the key that the message names. docs/reference.md lists all keys.",
    ),
)
