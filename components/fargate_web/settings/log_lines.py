"""The start of a log event that consists of several lines: a regular expression, or a format of time.

The log driver `awslogs` is written in Go, whose regular expressions have no lookaround and no references to groups. It turns a format of time into a
regular expression first. A task with an expression that it can't read doesn't start.

Source: https://docs.docker.com/engine/logging/drivers/awslogs/#awslogs-multiline-pattern
"""

import re
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, WithJsonSchema

from .fix import Edit, Fix, format_inline, write
from .value_types import build_value_error

_GO_ONLY_PATTERN: Final = re.compile(r"\\[pPQEzC]|\\x\{|\[\[:|\(\?[a-zA-Z-]*U")
"""Syntax that Go reads and Python doesn't: such an expression is not judged."""
_GROUP_REFERENCE_PATTERN: Final = re.compile(r"\\(?:[1-7](?![0-7])|[89])")
"""A backslash and a digit. Two or three digits are the octal code of a character."""
_PYTHON_ONLY_PATTERNS: Final = (
    (re.compile(r"\(\?<?[=!]"), "a lookahead or lookbehind"),
    (re.compile(r"\(\?P=|\(\?\("), "a reference to a group"),
    (re.compile(r"\(\?>"), "an atomic group"),
    (re.compile(r"[*+?]\+|\{[0-9]+(?:,[0-9]*)?\}\+"), "a possessive quantifier"),
)
_DIRECTIVE_EXPRESSIONS: Final = {
    "%a": "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)",
    "%A": "(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)",
    "%w": "[0-6]",
    "%d": r"\d{2}",
    "%b": "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)",
    "%B": "(?:January|February|March|April|May|June|July|August|September|October|November|December)",
    "%m": r"\d{2}",
    "%Y": r"\d{4}",
    "%y": r"\d{2}",
    "%H": r"\d{2}",
    "%I": r"\d{2}",
    "%p": "[AP]M",
    "%M": r"\d{2}",
    "%S": r"\d{2}",
    "%f": r"\d{6}",
    "%z": r"[+-]\d{4}",
    "%Z": "[A-Z]{1,4}T",
    "%j": r"\d{3}",
    "%L": r"\.\d{3}",
}
"""The directives that the driver knows, with what they match in essence. It drops every other one without a word."""
_SUBSTITUTES: Final = {"%F": "%Y-%m-%d", "%T": "%H:%M:%S", "%D": "%m/%d/%y", "%R": "%H:%M", "%h": "%b"}
_EXAMPLE_PATTERN: Final = r"^\d{4}-\d{2}-\d{2}"
_EXAMPLE_FORMAT: Final = "%Y-%m-%d %H:%M:%S"


def _validate_multiline_pattern(value: Any) -> Any:
    if isinstance(value, str):
        missing = _find_missing_syntax(value)
        if missing is not None:
            raise build_value_error(
                f"{value!r} contains {missing}, which the regular expressions of the log driver (those of Go) don't have, so that no task would "
                "start; write what the first line of an event starts with",
                "invalid-log-pattern",
                fixes=(Fix(f"such as {format_inline(_EXAMPLE_PATTERN)}", (Edit((), "set", _EXAMPLE_PATTERN),)),),
            )
        _check_syntax(value, value)
    return value


def _find_missing_syntax(expression: str) -> str | None:
    """Return what an expression contains that Go doesn't have, None if there is nothing."""
    escapes = re.findall(r"\\[0-9]{1,3}|\\.", expression)
    if any(_GROUP_REFERENCE_PATTERN.fullmatch(escape) for escape in escapes):
        return "a reference to a group"
    # Neither an escaped character nor one in a set has a meaning of its own.
    plain = re.sub(r"\[\^?\]?[^\]]*\]", "a", re.sub(r"\\.", "a", expression))
    return next((what for pattern, what in _PYTHON_ONLY_PATTERNS if pattern.search(plain)), None)


def _validate_datetime_format(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    directives = re.findall("%.", value)
    unknown = [directive for directive in dict.fromkeys(directives) if directive not in _DIRECTIVE_EXPRESSIONS]
    if unknown:
        substitute = value
        for directive, full in _SUBSTITUTES.items():
            substitute = substitute.replace(directive, full)
        is_complete = set(re.findall("%.", substitute)) <= _DIRECTIVE_EXPRESSIONS.keys()
        raise build_value_error(
            f"the log driver doesn't know {', '.join(unknown)} and would drop it, so that other lines would start an event"
            + ("" if is_complete else f"; it knows {', '.join(_DIRECTIVE_EXPRESSIONS)}"),
            "invalid-log-pattern",
            fixes=(write(value=substitute, certain=True),) if is_complete else (_write_example(),),
        )
    if not directives:
        raise build_value_error(
            f"{value!r} contains no directive such as %Y, so that it is no format of a time but text that no line has",
            "invalid-log-pattern",
            fixes=(_write_example(),),
        )
    if re.search(r"\[[^\]]*%", re.sub(r"\\.", "", value)):
        raise build_value_error(
            f"[ in {value!r} starts a set of characters, because the driver makes a regular expression of the format",
            "invalid-log-pattern",
            fixes=(write(value=re.sub(r"(?<!\\)([\[\]])", r"\\\1", value), certain=True),),
        )
    _check_syntax(re.sub("%.", lambda found: _DIRECTIVE_EXPRESSIONS[found[0]], value), value)
    return value


def _write_example() -> Fix:
    return Fix(f"write it like {format_inline(_EXAMPLE_FORMAT)}", (Edit((), "set", _EXAMPLE_FORMAT),))


def _check_syntax(expression: str, value: str) -> None:
    """Refuse an expression that neither Python nor Go can read."""
    if _GO_ONLY_PATTERN.search(expression):
        return
    try:
        re.compile(expression)
    except re.error as error:
        raise build_value_error(
            f"{value!r} is no regular expression ({error.msg}), so that no task would start; write \\ before characters that stand for themselves",
            "invalid-log-pattern",
            fixes=(Fix("or remove it", (Edit((), "remove"),)),),
        ) from None


_SCHEMA: Final = WithJsonSchema({"type": "string", "minLength": 1})
MultilinePattern = Annotated[str, BeforeValidator(_validate_multiline_pattern), _SCHEMA]
"""A regular expression that the first line of a log event matches."""
DatetimeFormat = Annotated[str, BeforeValidator(_validate_datetime_format), _SCHEMA]
"""A format of the time with which the first line of a log event starts."""
