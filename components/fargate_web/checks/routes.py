"""Whether the routes of the services can stand side by side on one listener."""

from collections.abc import Iterator
from itertools import combinations

from ..settings.route import Route
from ..settings.stack import Stack
from .finding import Finding
from .patterns import covers, overlap
from .priorities import priorities

MOST_SERVICES = 50
"""Each service has a pair of target groups, and a load balancer takes 100:
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html"""


def routes(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find routes that two services claim, routes that never get a request, and priorities that two rules claim."""
    found = {name: service.routed for name, service in stack.routed.items() if service.routed}
    if len(found) > MOST_SERVICES:
        yield Finding(
            "too-many-routes",
            ("services",),
            f"{len(found)} services with a route need {2 * len(found)} target groups, and a load balancer takes 100 (TooManyTargetGroups); "
            "move some to another stack with a load balancer of its own",
        )
    ranked = priorities(found)
    for one, other in combinations(sorted(found, key=lambda name: ranked[name]), 2):
        yield from _pair(one, found[one], other, found[other], ranked)


def _pair(first: str, one: Route, second: str, other: Route, ranked: dict[str, int]) -> Iterator[Finding]:
    """Compare two routes of which the first has precedence."""
    path = ("services", second, "route")
    involves = (("services", first, "route"),)
    if ranked[first] == ranked[second]:
        yield Finding(
            "priority-twice",
            (*path, "priority"),
            f"services {first} and {second} both have priority {ranked[first]} (PriorityInUse); give each rule its own, or leave it out",
            involves=((*involves[0], "priority"),),
        )
    if _covers(one, other) and _covers(other, one):
        yield Finding(
            "same-route",
            path,
            f"services {first} and {second} both match {describe(one)}, so that one of them would never get a request; "
            f"give {second} hosts or paths of its own, or route: false",
            involves=involves,
        )
    elif _covers(one, other):
        yield Finding(
            "shadowed-route",
            path,
            f"{describe(other)} of {second} is matched by {describe(one)} of {first} first (priority {ranked[first]} before {ranked[second]}), "
            f"so that {second} would never get a request; give {second} a lower priority number, or other hosts or paths",
            involves=involves,
        )
    elif _overlaps(one, other) and not _covers(other, one) and one.priority is None and other.priority is None:
        yield Finding(
            "overlapping-routes",
            path,
            f"some requests match both {describe(one)} of {first} and {describe(other)} of {second}, and neither is the more specific; "
            f"say which comes first with route: {{priority: …}} (1–50000, the lower first), or separate them",
            involves=involves,
        )


def _hosts(route: Route) -> list[str]:
    return route.hosts or ["*"]


def _paths(route: Route) -> list[str]:
    return ["*" if path == "/*" else path for path in route.paths]


def _covers(general: Route, specific: Route) -> bool:
    return (
        _each_within(_hosts(general), _hosts(specific))
        and _each_within(_paths(general), _paths(specific))
        and (not general.methods or (bool(specific.methods) and set(specific.methods) <= set(general.methods)))
        and all(
            any(
                theirs.name.lower() == ours.name.lower()
                and _each_within([v.lower() for v in ours.values], [v.lower() for v in theirs.values])
                for theirs in specific.headers
            )
            for ours in general.headers
        )
    )


def _each_within(general: list[str], specific: list[str]) -> bool:
    return all(any(covers(wide, narrow) for wide in general) for narrow in specific)


def _overlaps(one: Route, other: Route) -> bool:
    if one.methods and other.methods and not set(one.methods) & set(other.methods):
        return False
    return _some_shared(_hosts(one), _hosts(other)) and _some_shared(_paths(one), _paths(other))


def _some_shared(ones: list[str], others: list[str]) -> bool:
    return any(overlap(one, other) for one in ones for other in others)


def describe(route: Route) -> str:
    """Write a route in a few words."""
    words = "|".join(route.hosts) + ("|".join(route.paths) if route.paths != ["/*"] or not route.hosts else "/*")
    words += f" [{'|'.join(route.methods)}]" if route.methods else ""
    return words + "".join(f" {{{header.name}: {'|'.join(header.values)}}}" for header in route.headers)
