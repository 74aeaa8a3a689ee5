"""How specific a route is, in coarse levels that need no other route.

A level never contradicts coverage: if one route matches everything that another matches, none of its levels is higher. Two such routes can have
equal levels, because a level counts the segments of a pattern and not its characters.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from ..settings.rule_conditions import QueryString, RuleConditions
from .value_comparison import find_covering_pattern
from .wildcards import pattern_covers

EXACT_LEVEL: Final = 8
"""The level of patterns without wildcards, which is the highest."""

MAX_CONDITION_LEVEL: Final = 2

_HIGHEST_WILDCARD_LEVEL: Final = EXACT_LEVEL - 1


class Specificity(NamedTuple):
    """The levels of a route. Zero matches everything.

    Attributes:
        hosts: The level of the least specific host.
        paths: The level of the least specific path.
        conditions: The number of other conditions: one for methods, one for addresses, one for each header and parameter of the query string.
    """

    hosts: int
    paths: int
    conditions: int


def rate_route(route: RuleConditions) -> Specificity:
    """Rate how specific a route is."""
    conditions = bool(route.methods) + len({header.name.lower() for header in route.headers})
    conditions += bool(route.allowed_cidr_blocks) + _count_parameters(route.query_strings)
    return Specificity(
        _rate_patterns(_list_hosts(route), "."), _rate_patterns(_list_paths(route), "/"), min(conditions, MAX_CONDITION_LEVEL)
    )


def _count_parameters(query_strings: Sequence[QueryString]) -> int:
    """Count the parameters that must be different ones: those without a name, or with a pattern, may be one of the others."""
    names = {query.key.lower() for query in query_strings if query.key and "*" not in query.key and "?" not in query.key}
    return max(len(names), bool(query_strings))


def _list_hosts(route: RuleConditions) -> list[str]:
    return [*route.hosts, *map(find_covering_pattern, route.host_regex_values)]


def _list_paths(route: RuleConditions) -> list[str]:
    return [find_covering_pattern(expression) for expression in route.path_regex_values] or route.paths


def has_alternatives(route: RuleConditions) -> bool:
    """Return whether a route names several values where one would have the same levels: `/a/*` and `/b/*`, or GET and POST."""
    headers, parameters = (header.values for header in route.headers), (query.values for query in route.query_strings)
    return (
        _count_least_specific(_list_hosts(route), ".") > 1
        or _count_least_specific(_list_paths(route), "/") > 1
        or len(route.methods) > 1
        or len(route.allowed_cidr_blocks) > 1
        or any(len(values) > 1 or "*" in values[0] or "?" in values[0] for values in (*headers, *parameters))
    )


def _count_least_specific(patterns: Sequence[str], separator: str) -> int:
    lowest = _rate_patterns(patterns, separator)
    return sum(_rate_pattern(pattern, separator) == lowest for pattern in patterns)


def _rate_patterns(patterns: Sequence[str], separator: str) -> int:
    return min((_rate_pattern(pattern, separator) for pattern in patterns), default=0)


def _rate_pattern(pattern: str, separator: str) -> int:
    """Return the level of a pattern: 0 for one that matches everything, more for each segment that it names."""
    if pattern_covers(pattern, "/*"):
        return 0
    if "*" not in pattern and "?" not in pattern:
        return EXACT_LEVEL
    weight = sum(_weigh_segment(segment) for segment in pattern.split(separator))
    # A whole segment is one step of two levels. The level between them belongs to patterns that name a part of the next segment.
    whole_segments, rest = divmod(weight - 1, 3)
    return min(max(2 * whole_segments + bool(rest) - 2, 1), _HIGHEST_WILDCARD_LEVEL)


def _weigh_segment(segment: str) -> int:
    """Weigh a segment of a pattern: 1 for `*`, 3 for plain text, 2 for text with wildcards."""
    if not segment.strip("*"):
        return 1 if segment else 3
    return 2 if "*" in segment or "?" in segment else 3
