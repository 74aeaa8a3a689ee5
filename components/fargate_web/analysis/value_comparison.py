"""Comparison of the values of conditions: wildcard patterns, regular expressions and blocks of addresses."""

import ipaddress
import re
from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

from ..settings.regular_expressions import compile_expression
from .wildcards import pattern_covers, patterns_overlap

_LITERAL: Final = re.compile(r"[A-Za-z0-9/_~@&:'\",<>=#%;! -]")
_SAMPLES: Final = ("", "1", "a", "a/1")
"""What stands for a wildcard when a pattern is compared with an expression."""


class RequestValue(NamedTuple):
    """A value with which a condition compares.

    Attributes:
        text: A wildcard pattern, or a regular expression.
        is_expression: Whether it is a regular expression.
    """

    text: str
    is_expression: bool = False

    @property
    def pattern(self) -> str:
        """A wildcard pattern that matches everything that the value matches, and maybe more."""
        return find_covering_pattern(self.text) if self.is_expression else self.text


def value_covers(general: RequestValue, specific: RequestValue) -> bool:
    """Return whether a value surely matches everything that another one matches."""
    if not general.is_expression:
        return pattern_covers(general.text, specific.pattern)
    if general == specific:
        return True
    if specific.is_expression:
        return False
    if "*" not in specific.text and "?" not in specific.text:
        return _matches(general.text, specific.text)
    # What an expression does to the wildcard characters themselves says nothing of the texts that they stand for.
    covered = find_covered_pattern(general.text)
    return covered is not None and pattern_covers(covered, specific.text)


def values_overlap(one: RequestValue, other: RequestValue) -> bool:
    """Return whether two values surely match a common text. Two different expressions count as separate."""
    if not one.is_expression and not other.is_expression:
        return patterns_overlap(one.text, other.text)
    if one.is_expression and other.is_expression:
        return one == other
    expression, pattern = (one, other) if one.is_expression else (other, one)
    if pattern_covers(pattern.text, expression.pattern):
        return True
    return any(_matches(expression.text, pattern.text.replace("*", sample).replace("?", "1")) for sample in _SAMPLES)


def blocks_cover(general: Sequence[str], specific: Sequence[str]) -> bool:
    """Return whether blocks of addresses contain all others. No blocks stand for every address."""
    if not general:
        return True
    networks = [ipaddress.ip_network(block) for block in general]
    return bool(specific) and all(any(_contains(network, ipaddress.ip_network(block)) for network in networks) for block in specific)


def blocks_overlap(ones: Sequence[str], others: Sequence[str]) -> bool:
    """Return whether blocks of addresses have an address in common. No blocks stand for every address."""
    if not ones or not others:
        return True
    pairs = [(ipaddress.ip_network(one), ipaddress.ip_network(other)) for one in ones for other in others]
    return any(one.version == other.version and one.overlaps(other) for one, other in pairs)


def _contains(network: ipaddress.IPv4Network | ipaddress.IPv6Network, other: ipaddress.IPv4Network | ipaddress.IPv6Network) -> bool:
    return network.version == other.version and network.overlaps(other) and network.prefixlen <= other.prefixlen


@cache
def find_covering_pattern(expression: str) -> str:
    """Return a wildcard pattern that matches everything that an expression matches: its plain text at the start and at the end, and a star between."""
    start, end = expression.startswith("^"), expression.endswith("$") and not expression.endswith(r"\$")
    body = expression[start : len(expression) - end]
    if "|" in body or re.search(r"\(\?[a-z-]*i", body):
        return "*"
    prefix, index = _read_prefix(body)
    if index == len(body):
        return f"{'' if start else '*'}{prefix}{'' if end else '*'}"
    return f"{prefix if start else ''}*{_read_suffix(body) if end else ''}"


@cache
def find_covered_pattern(expression: str) -> str | None:
    """Return a wildcard pattern of which an expression matches everything, or None if it isn't plain text with `.` and `.*` alone."""
    body = expression.removeprefix("^")
    body = body.removesuffix("$") if not body.endswith(r"\$") else body
    pattern, index = "", 0
    while index < len(body):
        wildcard = next((each for each in (".*", ".") if body.startswith(each, index)), "")
        length = len(wildcard) or (2 if body[index] == "\\" else 1)
        character = body[index + length - 1]
        if wildcard:
            pattern += "*" if wildcard == ".*" else "?"
        elif character in tuple("./-_") if length == 2 else _LITERAL.fullmatch(character):
            pattern += character
        else:
            return None
        index += length
        if body[index : index + 1] in tuple("*?+{"):
            return None
    return pattern


def _read_prefix(body: str) -> tuple[str, int]:
    """Read the plain text at the start of an expression. Return it with the index of what follows."""
    text, index = "", 0
    while index < len(body):
        length = 2 if body[index] == "\\" else 1
        character = body[index + length - 1 : index + length]
        is_plain = bool(_LITERAL.fullmatch(character)) if length == 1 else character in tuple("./-_")
        if not is_plain or body[index + length : index + length + 1] in tuple("*?+{"):
            break
        text, index = text + character, index + length
    return text, index


def _read_suffix(body: str) -> str:
    """Read the plain text at the end of an expression."""
    text, index = "", len(body) - 1
    while index >= 0:
        is_escaped = index > 0 and body[index - 1] == "\\"
        if not (body[index] in "./-_" if is_escaped else _LITERAL.fullmatch(body[index])):
            break
        text, index = body[index] + text, index - (2 if is_escaped else 1)
    return text


def _matches(expression: str, text: str) -> bool:
    try:
        # Whether AWS compares the whole text or a part of it: if the whole matches, so does a part.
        return compile_expression(expression).fullmatch(text) is not None
    except re.error:
        return False
