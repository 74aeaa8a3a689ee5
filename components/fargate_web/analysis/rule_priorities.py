"""Priorities of the listener rules: the most specific rule first, and stable when services are added or removed.

A priority depends only on the route and the name of its own service, unless two routes of equal rank get the same number or one covers the
other. Numbers like 1, 2, 3 would change the priorities of existing rules whenever a service is added, and AWS refuses a priority while
another rule still has it (PriorityInUse).
"""

import zlib
from collections.abc import Mapping

from ..settings.route import Route
from .route_comparison import route_covers
from .wildcards import rate_specificity

MAX_PRIORITY = 50_000
_PATH_LEVELS = 128  # levels of specificity of a path; paths longer than 64 characters share the last level
# Priorities for routes that match every path (the usual case), and for each level of the other routes.
_BROAD_BAND_SIZE, _NARROW_BAND_SIZE = 2_000, 48


def _rank_hosts(route: Route) -> int:
    if not route.hosts:
        return 2
    return 1 if any("*" in host or "?" in host for host in route.hosts) else 0


def _rank_paths(route: Route) -> int:
    """Rank a route by its least specific path. A route that matches every path has rank 0."""
    return min(min(0 if path in ("/*", "*") else rate_specificity(path) for path in route.paths), _PATH_LEVELS - 1)


def _find_band(route: Route) -> tuple[int, int]:
    """Return the first priority of the band that a route belongs to, and the size of the band."""
    without_conditions = 0 if route.methods or route.headers else 1
    priorities_per_host_rank = 2 * (_BROAD_BAND_SIZE + (_PATH_LEVELS - 1) * _NARROW_BAND_SIZE)
    start = 1 + _rank_hosts(route) * priorities_per_host_rank
    level = _rank_paths(route)
    if level:
        start += (_PATH_LEVELS - 1 - level) * 2 * _NARROW_BAND_SIZE + without_conditions * _NARROW_BAND_SIZE
        return start, _NARROW_BAND_SIZE
    return start + (_PATH_LEVELS - 1) * 2 * _NARROW_BAND_SIZE + without_conditions * _BROAD_BAND_SIZE, _BROAD_BAND_SIZE


def assign_priorities(routes: Mapping[str, Route]) -> dict[str, int]:
    """Assign a priority to each route that does not set its own.

    Args:
        routes: The routes by service.

    Returns:
        Service → priority, without duplicates. A priority that a route sets is kept.
    """
    explicit_priorities = {name: route.priority for name, route in routes.items() if route.priority is not None}
    taken_priorities = set(explicit_priorities.values())
    priorities = dict(explicit_priorities)
    bands: dict[int, list[str]] = {}
    for name in sorted(routes.keys() - explicit_priorities.keys()):
        start, size = _find_band(routes[name])
        bands.setdefault(start, []).append(name)
        first = zlib.crc32(name.encode()) % size
        priority = next(
            (start + (first + step) % size for step in range(size) if start + (first + step) % size not in taken_priorities), None
        )
        if priority is None:  # a band fills up only far beyond the 100 rules that a load balancer allows
            priority = next(number for number in range(1, MAX_PRIORITY + 1) if number not in taken_priorities)
        taken_priorities.add(priority)
        priorities[name] = priority
    for names in bands.values():
        _put_specific_first(names, routes, priorities)
    return priorities


def _put_specific_first(names: list[str], routes: Mapping[str, Route], priorities: dict[str, int]) -> None:
    """Swap the priorities of two routes of one band if the first covers the second and matches more.

    Bands separate ranks and levels only. Within a band, `*.example.com` may cover `*.shop.example.com`, or two paths may cover one of them.
    """
    pairs = [
        (general, specific)
        for general in names
        for specific in names
        if general != specific and route_covers(routes[general], routes[specific]) and not route_covers(routes[specific], routes[general])
    ]
    # Every swap brings the band nearer to an order that suits all pairs, so the loop ends.
    while misordered_pair := next((pair for pair in pairs if priorities[pair[0]] < priorities[pair[1]]), None):
        general, specific = misordered_pair
        priorities[general], priorities[specific] = priorities[specific], priorities[general]
