"""Comparison of the requests that two routes match."""

from ..settings.route import Header, Route
from .wildcards import pattern_covers, patterns_overlap


def route_covers(general: Route, specific: Route) -> bool:
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
    )


def route_covers_more(general: Route, specific: Route) -> bool:
    """Return whether `general` matches every request that `specific` matches, and others."""
    return route_covers(general, specific) and not route_covers(specific, general)


def routes_overlap(one: Route, other: Route) -> bool:
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
    return _overlap_any(_list_paths(one), _list_paths(other))


def _list_hosts(route: Route) -> list[str]:
    return route.hosts or ["*"]


def _list_paths(route: Route) -> list[str]:
    return ["*" if path == "/*" else path for path in route.paths]


def _list_values(header: Header) -> list[str]:
    return [value.lower() for value in header.values]


def _has_same_name(one: Header, other: Header) -> bool:
    return one.name.lower() == other.name.lower()


def _covers_each(general: list[str], specific: list[str]) -> bool:
    return all(any(pattern_covers(wide, narrow) for wide in general) for narrow in specific)


def _overlap_any(ones: list[str], others: list[str]) -> bool:
    return any(patterns_overlap(one, other) for one in ones for other in others)
