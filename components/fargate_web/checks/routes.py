"""Whether the routes of the services can stand side by side on one listener."""

from collections.abc import Iterator
from itertools import combinations

from ..analysis.route_comparison import route_covers, routes_overlap
from ..analysis.rule_priorities import assign_priorities
from ..settings.route import Route
from ..settings.stack import Stack
from .finding import Finding

MAX_ROUTED_SERVICES = 50
"""Each service has a pair of target groups, and a load balancer takes 100:
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html"""


def check_routes(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find routes that two services claim, routes that never get a request, and priorities that two rules claim."""
    found = {name: service.active_route for name, service in stack.routed_services.items() if service.active_route}
    if len(found) > MAX_ROUTED_SERVICES:
        yield Finding(
            "too-many-routes",
            ("services",),
            f"{len(found)} services with a route need {2 * len(found)} target groups, and a load balancer takes 100 (TooManyTargetGroups); "
            "move some to another stack with a load balancer of its own",
        )
    ranked = assign_priorities(stack.listener_rules)
    for one, other in combinations(sorted(found, key=lambda name: ranked[name]), 2):
        yield from _check_route_pair(one, found[one], other, found[other], ranked)
    for name in found:
        if f"{name}:test" in ranked:
            yield from _check_test_rule(name, found[name], ranked)


def _check_test_rule(name: str, route: Route, ranked: dict[str, int]) -> Iterator[Finding]:
    """Compare the rule for a service's test traffic by header with the other rules of the listener."""
    path, number = ("services", name, "deployment", "testTraffic", "priority"), ranked[f"{name}:test"]
    if route.priority is None and number > ranked[name]:  # where the route says its own, the settings have told it
        yield Finding(
            "test-traffic-after-route",
            path,
            f"the rule for test traffic would come after the service's own (priority {number} after {ranked[name]}), which matches all that it does, "
            f"so that no test would reach the new version; write a priority below {ranked[name]}, or leave it out",
            related_paths=(("services", name, "route"),),
        )
    for other in sorted(rule for rule, taken in ranked.items() if taken == number and rule != f"{name}:test"):
        service, _, test = other.partition(":")
        if test and service < name:
            continue  # told once
        yield Finding(
            "priority-twice",
            path,
            f"the rule for test traffic of {name} and the rule{' for test traffic' if test else ''} of {service} both have priority {number} (PriorityInUse); "
            "give each rule its own, or leave it out",
            related_paths=(("services", service, *(("deployment", "testTraffic") if test else ("route",)), "priority"),),
        )


def _check_route_pair(first: str, one: Route, second: str, other: Route, ranked: dict[str, int]) -> Iterator[Finding]:
    """Compare two routes of which the first has precedence."""
    path = ("services", second, "route")
    involves = (("services", first, "route"),)
    if ranked[first] == ranked[second]:
        yield Finding(
            "priority-twice",
            (*path, "priority"),
            f"services {first} and {second} both have priority {ranked[first]} (PriorityInUse); give each rule its own, or leave it out",
            related_paths=((*involves[0], "priority"),),
        )
    if route_covers(one, other) and route_covers(other, one):
        yield Finding(
            "same-route",
            path,
            f"services {first} and {second} both match {describe_route(one)}, so that one of them would never get a request; "
            f"give {second} hosts or paths of its own, or route: false",
            related_paths=involves,
        )
    elif route_covers(one, other):
        yield Finding(
            "shadowed-route",
            path,
            f"{describe_route(other)} of {second} is matched by {describe_route(one)} of {first} first (priority {ranked[first]} before {ranked[second]}), "
            f"so that {second} would never get a request; give {second} a lower priority number, or other hosts or paths",
            related_paths=involves,
        )
    elif routes_overlap(one, other) and not route_covers(other, one) and one.priority is None and other.priority is None:
        yield Finding(
            "overlapping-routes",
            path,
            f"some requests match both {describe_route(one)} of {first} and {describe_route(other)} of {second}, and neither is the more specific; "
            f"say which comes first with route: {{priority: …}} (1–50000, the lower first), or separate them",
            related_paths=involves,
        )


def describe_route(route: Route) -> str:
    """Write a route in a few words."""
    words = "|".join(route.hosts) + ("|".join(route.paths) if route.paths != ["/*"] or not route.hosts else "/*")
    words += f" [{'|'.join(route.methods)}]" if route.methods else ""
    return words + "".join(f" {{{header.name}: {'|'.join(header.values)}}}" for header in route.headers)
