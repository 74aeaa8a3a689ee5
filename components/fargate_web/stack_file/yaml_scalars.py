"""The meaning of values without quotes, and the values that YAML parsers read differently.

Pulumi reads a stack file with one of several Go libraries; editors and scripts use others. Values that YAML 1.1 and YAML 1.2 read differently
are refused, so that a file means the same to every parser.
"""

import re
from functools import lru_cache
from typing import Any, Final

from ..faults.error_messages import quote_text

_NULL_WORDS: Final = frozenset(("", "~", "null", "Null", "NULL"))
_BOOLEAN_WORDS: Final = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INTEGER_PATTERN: Final = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_FLOAT_PATTERN: Final = re.compile(r"(?:[-+]?(?:0|[1-9][0-9]*)\.[0-9]*|\.[0-9]+)(?:[eE][-+][0-9]+)?")
_MAX_DIGITS: Final = 15

_AMBIGUOUS_PATTERNS: Final = tuple(
    (re.compile(pattern), meanings)
    for pattern, meanings in (
        (r"(?i:yes|y|on)", "text or true"),
        (r"(?i:no|n|off)", "text or false"),
        (r"[-+]?0[xob][0-9a-fA-F_]+", "text or a number"),
        (r"[-+]?0[0-9_]+", "an octal number, a decimal one or text"),
        (r"[-+]?[0-9][0-9_]*_[0-9_]*(?:\.[0-9_]*)?", "text or a number"),
        (r"[-+]?[0-9_]*\.[0-9_]*_[0-9_]*", "text or a number"),
        (r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?", "text or a number"),
        (r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?", "text or a number to the base of 60"),
        (r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt \t].*)?", "text or a date"),
        (r"(?i:[-+]?\.inf|\.nan)", "text or a number"),
        (r"=|<<", "text or a special value"),
    )
)


@lru_cache(maxsize=4096)
def describe_ambiguity(text: str, *, is_key: bool = False) -> str | None:
    """Describe how YAML parsers read a text without quotes differently. Return None if they agree."""
    if _INTEGER_PATTERN.fullmatch(text):
        if len(text) > _MAX_DIGITS:
            return f"{text[:40]} has more digits than every YAML parser keeps; quote it if it is text: {quote_text(text)}"
        return None
    if _FLOAT_PATTERN.fullmatch(text):
        return None
    for pattern, meanings in _AMBIGUOUS_PATTERNS:
        if pattern.fullmatch(text):
            return f"YAML parsers disagree whether {text} is {meanings}; {_suggest_fix(text, is_key)}"
    return None


def _suggest_fix(text: str, is_key: bool) -> str:
    quote = f"quote it: {quote_text(text)}"
    lower = text.lower()
    if not is_key and lower in ("yes", "y", "on", "no", "n", "off"):
        return f"write {'true' if lower in ('yes', 'y', 'on') else 'false'}, or {quote}"
    return quote


def resolve_scalar(text: str) -> Any:
    """Return the value of a text without quotes, as every parser reads it."""
    if text in _NULL_WORDS:
        return None
    if text in _BOOLEAN_WORDS:
        return _BOOLEAN_WORDS[text]
    if describe_ambiguity(text):
        return text
    if _INTEGER_PATTERN.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT_PATTERN.fullmatch(text) else text
