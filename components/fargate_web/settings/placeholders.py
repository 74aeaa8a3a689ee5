"""The spelling of the placeholders `${stack}` and `${project}`, which stand for the names of the stack and the project in a stack file."""

import re
from typing import Final

PLACEHOLDER_NAMES: Final = ("stack", "project")
PLACEHOLDER_PATTERN: Final = r"\$\{(?:stack|project)\}"
"""A regular expression for a placeholder, which JavaScript reads alike."""

_SIMILAR_PATTERN: Final = re.compile(
    r"(?<!\$)\$\{\s*(?:pulumi[.:_])?(stack|project)(?:[._-]?name)?\s*\}|\{\{\s*(?:pulumi[.:_])?(stack|project)(?:[._-]?name)?\s*\}\}",
    re.IGNORECASE,
)


def correct_placeholders(text: str) -> str:
    """Correct the spelling of placeholders: `${pulumi.stack}` and `{{ stack }}` become `${stack}`."""
    return _SIMILAR_PATTERN.sub(lambda found: f"${{{(found[1] or found[2]).lower()}}}", text)
