"""Checks that the routes of the services can share one listener."""

from collections.abc import Iterator
from itertools import combinations

from ..analysis.route_comparison import route_covers, routes_overlap
from ..analysis.rule_priorities import assign_priorities
from ..settings.route import Route
from ..settings.stack import Stack
from .finding import Finding

MAX_ROUTED_SERVICES = 50
"""Each service has a pair of target groups, and a load balancer allows 100:
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html"""


def check_routes(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find routes that two services share, routes that never get a request, and priorities that two rules share."""
    routes = {name: service.active_route for name, service in stack.routed_services.items() if service.active_route}
    if len(routes) > MAX_ROUTED_SERVICES:
        yield Finding(
            "too-many-routes",
            ("services",),
            f"{len(routes)} services with a route need {2 * len(routes)} target groups, and a load balancer allows 100 (TooManyTargetGroups); "
            "move some to another stack with a load balancer of its own",
        )
    priorities = assign_priorities(stack.listener_rules)
    for first, second in combinations(sorted(routes, key=lambda name: priorities[name]), 2):
        yield from _check_route_pair(first, routes[first], second, routes[second], priorities)
    for name in routes:
        if f"{name}:test" in priorities:
            yield from _check_test_rule(name, routes[name], priorities)


def _check_test_rule(name: str, route: Route, priorities: dict[str, int]) -> Iterator[Finding]:
    """Compare the rule for a service's test traffic by header with the other rules of the listener."""
    path, priority = ("services", name, "deployment", "testTraffic", "priority"), priorities[f"{name}:test"]
    if route.priority is None and priority > priorities[name]:  # if the route sets its own priority, the settings' validation reports this
        yield Finding(
            "test-traffic-after-route",
            path,
            f"the rule for test traffic would come after the service's own (priority {priority} after {priorities[name]}), which matches all that it does, "
            f"so that no test would reach the new version; write a priority below {priorities[name]}, or leave it out",
            related_paths=(("services", name, "route"),),
        )
    for other in sorted(rule for rule, other_priority in priorities.items() if other_priority == priority and rule != f"{name}:test"):
        service, _, is_test_rule = other.partition(":")
        if is_test_rule and service < name:
            continue  # reported once for each pair
        yield Finding(
            "priority-twice",
            path,
            f"the rule for test traffic of {name} and the rule{' for test traffic' if is_test_rule else ''} of {service} both have priority {priority} (PriorityInUse); "
            "give each rule its own, or leave it out",
            related_paths=(("services", service, *(("deployment", "testTraffic") if is_test_rule else ("route",)), "priority"),),
        )


def _check_route_pair(first: str, first_route: Route, second: str, second_route: Route, priorities: dict[str, int]) -> Iterator[Finding]:
    """Compare two routes, the first of which has precedence."""
    path = ("services", second, "route")
    first_paths = (("services", first, "route"),)
    if priorities[first] == priorities[second]:
        yield Finding(
            "priority-twice",
            (*path, "priority"),
            f"services {first} and {second} both have priority {priorities[first]} (PriorityInUse); give each rule its own, or leave it out",
            related_paths=((*first_paths[0], "priority"),),
        )
    if route_covers(first_route, second_route) and route_covers(second_route, first_route):
        yield Finding(
            "same-route",
            path,
            f"services {first} and {second} both match {describe_route(first_route)}, so that one of them would never get a request; "
            f"give {second} hosts or paths of its own, or route: false",
            related_paths=first_paths,
        )
    elif route_covers(first_route, second_route):
        yield Finding(
            "shadowed-route",
            path,
            f"{describe_route(second_route)} of {second} is matched by {describe_route(first_route)} of {first} first (priority {priorities[first]} before {priorities[second]}), "
            f"so that {second} would never get a request; give {second} a lower priority number, or other hosts or paths",
            related_paths=first_paths,
        )
    elif (
        routes_overlap(first_route, second_route)
        and not route_covers(second_route, first_route)
        and first_route.priority is None
        and second_route.priority is None
    ):
        yield Finding(
            "overlapping-routes",
            path,
            f"some requests match both {describe_route(first_route)} of {first} and {describe_route(second_route)} of {second}, and neither is the more specific; "
            f"say which comes first with route: {{priority: …}} (1–50000, the lower first), or separate them",
            related_paths=first_paths,
        )


def describe_route(route: Route) -> str:
    """Describe a route in a few words."""
    words = "|".join(route.hosts) + ("|".join(route.paths) if route.paths != ["/*"] or not route.hosts else "/*")
    words += f" [{'|'.join(route.methods)}]" if route.methods else ""
    return words + "".join(f" {{{header.name}: {'|'.join(header.values)}}}" for header in route.headers)
