"""Comparison of the requests that two routes match."""

from collections.abc import Sequence

from ..settings.rule_conditions import Header, QueryString, RuleConditions
from .value_comparison import RequestValue, blocks_cover, blocks_overlap, value_covers, values_overlap
from .wildcards import pattern_covers


def route_covers(general: RuleConditions, specific: RuleConditions) -> bool:
    """Return whether `general` matches every request that `specific` matches."""
    return (
        _covers_each(_list_hosts(general), _list_hosts(specific))
        and _covers_each(_list_paths(general), _list_paths(specific))
        and (not general.methods or (bool(specific.methods) and set(specific.methods) <= set(general.methods)))
        and all(
            any(
                _has_same_name(general_header, specific_header)
                and _covers_each(_list_values(general_header), _list_values(specific_header))
                for specific_header in specific.headers
            )
            for general_header in general.headers
        )
        and all(any(_covers_query(wide, narrow) for narrow in specific.query_strings) for wide in general.query_strings)
        and blocks_cover(general.allowed_cidr_blocks, specific.allowed_cidr_blocks)
    )


def route_covers_more(general: RuleConditions, specific: RuleConditions) -> bool:
    """Return whether `general` matches every request that `specific` matches, and others."""
    return route_covers(general, specific) and not route_covers(specific, general)


def routes_overlap(one: RuleConditions, other: RuleConditions) -> bool:
    """Return whether both routes match some request."""
    if one.methods and other.methods and not set(one.methods) & set(other.methods):
        return False
    # Hosts first: services usually differ in their hosts, and then nothing else needs a comparison.
    if not _overlap_any(_list_hosts(one), _list_hosts(other)):
        return False
    # A request with the same header twice, once with each value, is not considered.
    if any(
        _has_same_name(header, other_header) and not _overlap_any(_list_values(header), _list_values(other_header))
        for header in one.headers
        for other_header in other.headers
    ):
        return False
    # A request has a parameter of a query string once, too.
    if any(
        _get_key(query) and _get_key(query) == _get_key(other_query) and not _overlap_any(_list_values(query), _list_values(other_query))
        for query in one.query_strings
        for other_query in other.query_strings
    ):
        return False
    if not blocks_overlap(one.allowed_cidr_blocks, other.allowed_cidr_blocks):
        return False
    return _overlap_any(_list_paths(one), _list_paths(other))


def _list_hosts(route: RuleConditions) -> list[RequestValue]:
    expressions = [RequestValue(expression, True) for expression in route.host_regex_values]
    return [*map(RequestValue, route.hosts), *expressions] or [RequestValue("*")]


def _list_paths(route: RuleConditions) -> list[RequestValue]:
    if route.path_regex_values:
        return [RequestValue(expression, True) for expression in route.path_regex_values]
    return [RequestValue("*" if path == "/*" else path) for path in route.paths]


def _covers_query(general: QueryString, specific: QueryString) -> bool:
    is_wider_key = general.key is None or (specific.key is not None and pattern_covers(general.key.lower(), specific.key.lower()))
    return is_wider_key and _covers_each(_list_values(general), _list_values(specific))


def _get_key(query: QueryString) -> str | None:
    """Return the name of the parameter; None if it may be any of several."""
    return None if query.key is None or "*" in query.key or "?" in query.key else query.key.lower()


def _list_values(part: Header | QueryString) -> list[RequestValue]:
    return [RequestValue(value.lower()) for value in part.values]


def _has_same_name(one: Header, other: Header) -> bool:
    return one.name.lower() == other.name.lower()


def _covers_each(general: Sequence[RequestValue], specific: Sequence[RequestValue]) -> bool:
    return all(any(value_covers(wide, narrow) for wide in general) for narrow in specific)


def _overlap_any(ones: Sequence[RequestValue], others: Sequence[RequestValue]) -> bool:
    return any(values_overlap(one, other) for one in ones for other in others)
