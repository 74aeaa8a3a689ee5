"""Stops a protected stack whose base is not known: everything would look created, and no deletion would be seen."""

import re
from pathlib import Path
from typing import Final

from fargate_web_cli.diff.model import StoppedChange
from fargate_web_cli.diff.recorded_resources import RecordedResource
from fargate_web_cli.diff.replacement_guard import ALLOW_REPLACEMENT
from fargate_web_cli.terminal.formatting import shorten_type

# Any namespace, and any way to write the key and the value: a file that can't be loaded is read for this alone.
_PROTECTED_PATTERN: Final = re.compile(r"""^[^#\n]*?(?:^|[\s"'{,:])protected["']?\s*:\s*["']?(?:true|True|TRUE)\b""", re.MULTILINE)
_EXTENDS_PATTERN: Final = re.compile(r"""^[^#\n]*?fargate-web:extends["']?\s*:\s*["']?([^\s"'#]+)""", re.MULTILINE)


def mentions_protection(stack_file: Path | None) -> bool:
    """Return whether a stack file that can't be loaded, or one that it extends, seems to protect its stack. One that can't be read does."""
    visited: set[Path] = set()
    while stack_file is not None and stack_file.resolve() not in visited:
        visited.add(stack_file.resolve())
        try:
            text = stack_file.read_text(encoding="utf-8")
        except (OSError, UnicodeError):
            return True
        if _PROTECTED_PATTERN.search(text):
            return True
        found = _EXTENDS_PATTERN.search(text)
        stack_file = stack_file.parent / found[1] if found else None
    return False


def text_mentions_protection(text: str) -> bool:
    """Return whether the text of a stack file seems to protect its stack. One that extends another may, as the other is not known."""
    return _PROTECTED_PATTERN.search(text) is not None or _EXTENDS_PATTERN.search(text) is not None


def build_unknown_base_stop(base: str, reason: str, stack: RecordedResource) -> StoppedChange:
    """Build the stop of a stack that can't be compared.

    Args:
        base: The name of the base.
        reason: Why it can't be compared with the base.
        stack: The stack in the head.
    """
    return StoppedChange(
        "unknown base",
        stack.urn,
        f"{base} {reason}: what the change replaces, deletes or takes a protection from is not known. Compare with another revision (--base), "
        "or allow it if nothing of the stack exists yet",
        ALLOW_REPLACEMENT,
        f"{shorten_type(stack.type)}/{stack.name}",
    )
