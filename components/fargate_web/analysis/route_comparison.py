"""Which requests a route matches, compared with another."""

from ..settings.route import Header, Route
from .wildcards import covers, overlap


def route_covers(general: Route, specific: Route) -> bool:
    """Tell whether `general` matches every request that `specific` matches."""
    return (
        _each_within(_hosts(general), _hosts(specific))
        and _each_within(_paths(general), _paths(specific))
        and (not general.methods or (bool(specific.methods) and set(specific.methods) <= set(general.methods)))
        and all(
            any(_same_name(ours, theirs) and _each_within(_values(ours), _values(theirs)) for theirs in specific.headers)
            for ours in general.headers
        )
    )


def routes_overlap(one: Route, other: Route) -> bool:
    """Tell whether some request is matched by both."""
    if one.methods and other.methods and not set(one.methods) & set(other.methods):
        return False
    # Hosts first: services usually differ in those, and then nothing else needs a look.
    if not _some_shared(_hosts(one), _hosts(other)):
        return False
    # A request could carry a header twice, with both values; nobody means that one.
    if any(
        _same_name(ours, theirs) and not _some_shared(_values(ours), _values(theirs)) for ours in one.headers for theirs in other.headers
    ):
        return False
    return _some_shared(_paths(one), _paths(other))


def _hosts(route: Route) -> list[str]:
    return route.hosts or ["*"]


def _paths(route: Route) -> list[str]:
    return ["*" if path == "/*" else path for path in route.paths]


def _values(header: Header) -> list[str]:
    return [value.lower() for value in header.values]


def _same_name(one: Header, other: Header) -> bool:
    return one.name.lower() == other.name.lower()


def _each_within(general: list[str], specific: list[str]) -> bool:
    return all(any(covers(wide, narrow) for wide in general) for narrow in specific)


def _some_shared(ones: list[str], others: list[str]) -> bool:
    return any(overlap(one, other) for one in ones for other in others)
