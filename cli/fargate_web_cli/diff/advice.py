"""The advice for a stack that a change adds or makes unnecessary."""

import re
from collections.abc import Sequence
from typing import Final

_POSITION: Final = re.compile(r"^[^:\n]+(?::\d+){1,2}: ")


def compare_advice(old: Sequence[str], new: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the advice that a change adds and that it removes.

    Advice for the same setting in other words is neither: the words contain values, and versions word it differently.

    Args:
        old: The advice for the stack of the base, `file:line:column: setting: message`.
        new: The advice for the stack of the head.
    """
    added, removed = _subtract(new, old), _subtract(old, new)
    added_settings, removed_settings = ({find_setting(text) for text in texts} for texts in (added, removed))
    return (
        tuple(text for text in added if find_setting(text) not in removed_settings),
        tuple(text for text in removed if find_setting(text) not in added_settings),
    )


def _subtract(texts: Sequence[str], others: Sequence[str]) -> list[str]:
    """Return the texts that are not among others, whatever line they name."""
    known = {_POSITION.sub("", other) for other in others}
    return [text for text in texts if _POSITION.sub("", text) not in known]


def find_setting(text: str) -> str:
    """Return the setting that a piece of advice is about: `services.web.image`."""
    return _POSITION.sub("", text).partition(": ")[0]
