"""Which requests a route matches, compared with another."""

from ..settings.route import Header, Route
from .wildcards import pattern_covers, patterns_overlap


def route_covers(general: Route, specific: Route) -> bool:
    """Tell whether `general` matches every request that `specific` matches."""
    return (
        _covers_each(_list_hosts(general), _list_hosts(specific))
        and _covers_each(_list_paths(general), _list_paths(specific))
        and (not general.methods or (bool(specific.methods) and set(specific.methods) <= set(general.methods)))
        and all(
            any(_has_same_name(ours, theirs) and _covers_each(_list_values(ours), _list_values(theirs)) for theirs in specific.headers)
            for ours in general.headers
        )
    )


def routes_overlap(one: Route, other: Route) -> bool:
    """Tell whether some request is matched by both."""
    if one.methods and other.methods and not set(one.methods) & set(other.methods):
        return False
    # Hosts first: services usually differ in those, and then nothing else needs a look.
    if not _overlap_any(_list_hosts(one), _list_hosts(other)):
        return False
    # A request could carry a header twice, with both values; nobody means that one.
    if any(
        _has_same_name(ours, theirs) and not _overlap_any(_list_values(ours), _list_values(theirs))
        for ours in one.headers
        for theirs in other.headers
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
