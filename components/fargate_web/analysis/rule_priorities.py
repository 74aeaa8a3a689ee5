"""The priorities of the listener rules: most specific first, and stable when services come and go.

A priority depends on the service's own route and name alone, save where two of equal rank meet at one place or one matches all that the other
does. Numbering the rules 1, 2, 3 would move the priorities of existing rules whenever a service is added, and AWS refuses a priority while
another rule still has it (PriorityInUse).
"""

import zlib
from collections.abc import Mapping

from ..settings.route import Route
from .route_comparison import route_covers
from .wildcards import rate_specificity

MAX_PRIORITY = 50_000
_PATH_LEVELS = 128  # of specificity of a path: longer paths than of 64 characters share the last one
_BROAD_BAND_SIZE, _NARROW_BAND_SIZE = 2_000, 48  # places for routes that take every path (the usual case) and for each level of the others


def _rank_hosts(route: Route) -> int:
    if not route.hosts:
        return 2
    return 1 if any("*" in host or "?" in host for host in route.hosts) else 0


def _rank_paths(route: Route) -> int:
    """Rate the least specific of the paths, 0 for every path."""
    return min(min(0 if path in ("/*", "*") else rate_specificity(path) for path in route.paths), _PATH_LEVELS - 1)


def _find_band(route: Route) -> tuple[int, int]:
    """Give the first priority of the band that a route belongs to, and the number of places in it."""
    extra = 0 if route.methods or route.headers else 1
    per_class = 2 * (_BROAD_BAND_SIZE + (_PATH_LEVELS - 1) * _NARROW_BAND_SIZE)
    start = 1 + _rank_hosts(route) * per_class
    level = _rank_paths(route)
    if level:
        start += (_PATH_LEVELS - 1 - level) * 2 * _NARROW_BAND_SIZE + extra * _NARROW_BAND_SIZE
        return start, _NARROW_BAND_SIZE
    return start + (_PATH_LEVELS - 1) * 2 * _NARROW_BAND_SIZE + extra * _BROAD_BAND_SIZE, _BROAD_BAND_SIZE


def assign_priorities(routes: Mapping[str, Route]) -> dict[str, int]:
    """Work out the priority of each route that does not say its own.

    Args:
        routes: The routes by service.

    Returns:
        Service → priority, without duplicates; a route's own priority wins.
    """
    given = {name: route.priority for name, route in routes.items() if route.priority is not None}
    taken = set(given.values())
    found = dict(given)
    bands: dict[int, list[str]] = {}
    for name in sorted(routes.keys() - given.keys()):
        start, places = _find_band(routes[name])
        bands.setdefault(start, []).append(name)
        first = zlib.crc32(name.encode()) % places
        place = next((start + (first + step) % places for step in range(places) if start + (first + step) % places not in taken), None)
        if place is None:  # a band is full only far beyond the 100 rules of a load balancer
            place = next(number for number in range(1, MAX_PRIORITY + 1) if number not in taken)
        taken.add(place)
        found[name] = place
    for names in bands.values():
        _put_specific_first(names, routes, found)
    return found


def _put_specific_first(names: list[str], routes: Mapping[str, Route], found: dict[str, int]) -> None:
    """Let two routes of one band change places where the first one matches all that the second does, and more.

    The bands know classes and levels only; within one, `*.example.com` may cover `*.shop.example.com`, or two paths one of them.
    """
    pairs = [
        (general, specific)
        for general in names
        for specific in names
        if general != specific and route_covers(routes[general], routes[specific]) and not route_covers(routes[specific], routes[general])
    ]
    # Every exchange brings the whole nearer to an order that suits all pairs, so it ends.
    while wrong := next((pair for pair in pairs if found[pair[0]] < found[pair[1]]), None):
        general, specific = wrong
        found[general], found[specific] = found[specific], found[general]
