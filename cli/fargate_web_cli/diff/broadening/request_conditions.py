"""The conditions of listener rules other than patterns of hosts and paths, and their comparison."""

import ipaddress
from collections.abc import Mapping, Sequence
from typing import Any, Final

from fargate_web.analysis.value_comparison import blocks_cover, blocks_overlap
from fargate_web.analysis.wildcards import pattern_covers, patterns_overlap

from fargate_web_cli.diff.broadening.access_rules import list_items, list_maps
from fargate_web_cli.diff.broadening.value_identity import identify_value, show_identity

_SOURCE: Final = "source"
_EXPRESSION: Final = " matching"
"""The end of the kind of a condition that compares with regular expressions."""
_CONDITION_NAMES: Final = {"httpRequestMethod": "method", "sourceIp": _SOURCE, "httpHeader": "header"}
_PATTERN_NAMES: Final = {"hostHeader": "host", "pathPattern": "path"}
Condition = tuple[str, tuple[str, ...]]
"""A kind of condition and the values, of which one must match."""


def read_condition(kind: str, value: Any) -> Condition | None:
    """Read what a condition requires. None if it requires nothing, or is a pattern of hosts or paths."""
    is_map = isinstance(value, Mapping)
    expressions = list_items(value.get("regexValues")) if is_map else []
    if kind in _PATTERN_NAMES and expressions:
        return f"{_PATTERN_NAMES[kind]}{_EXPRESSION}", tuple(sorted(map(identify_value, expressions)))
    if kind == "queryStrings":
        return _read_query(list_maps(value))
    values = tuple(sorted(map(identify_value, list_items(value.get("values") if is_map else value))))
    if kind == "httpHeader" and is_map:
        name = f"header {show_identity(identify_value(value.get('httpHeaderName'))).lower()}"
        return (f"{name}{_EXPRESSION}", tuple(sorted(map(identify_value, expressions)))) if expressions else (name, values)
    return (_CONDITION_NAMES.get(kind, kind), values or (identify_value(value),)) if value else None


def _read_query(pairs: Sequence[Mapping[str, Any]]) -> Condition:
    """Read a condition of the query string: its kind names the parameter, if all of its values are of the same one."""
    keys = {identify_value(pair.get("key")).lower() if pair.get("key") else "*" for pair in pairs}
    if len(keys) == 1:
        return f"query {keys.pop()}", tuple(sorted(identify_value(pair.get("value")).lower() for pair in pairs))
    return f"query{_EXPRESSION}", tuple(sorted(f"{identify_value(pair.get('key'))}={identify_value(pair.get('value'))}" for pair in pairs))


def implies(stricter: Condition, condition: Condition) -> bool:
    """Return whether every request that meets a condition meets another one, too."""
    if stricter[0] != condition[0]:
        return False
    if condition[0].endswith(_EXPRESSION):
        return set(stricter[1]) <= set(condition[1])
    if condition[0] == _SOURCE and (blocks := _parse_blocks(condition[1], stricter[1])):
        wide, narrow = blocks
        return blocks_cover(wide, narrow)
    return all(any(pattern_covers(wide, narrow) for wide in condition[1]) for narrow in stricter[1])


def may_overlap(kind: str, values: Sequence[str], others: Sequence[str]) -> bool:
    """Return whether a request may meet two conditions of a kind. It has one host, but may have a parameter of any name."""
    if kind.endswith(_EXPRESSION) or kind == "query *":
        return True
    if kind == _SOURCE and (blocks := _parse_blocks(values, others)):
        return blocks_overlap(*blocks)
    return any(patterns_overlap(one, another) for one in values for another in others)


def _parse_blocks(*lists: Sequence[str]) -> list[Sequence[str]] | None:
    """Return lists of blocks of addresses; None if some of them are not known."""
    try:
        for block in (block for blocks in lists for block in blocks):
            ipaddress.ip_network(block)
    except ValueError:
        return None
    return [*lists]
