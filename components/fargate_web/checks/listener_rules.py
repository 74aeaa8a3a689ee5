"""Checks that the rules of the services can share one listener."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations

from ..analysis.priority_suggestions import PrioritySuggestions, suggest_priorities
from ..analysis.route_comparison import route_covers, route_covers_more, routes_overlap
from ..analysis.rule_priorities import MAX_PRIORITY
from ..settings.fix import Edit, Fix
from ..settings.rule_conditions import MAX_CONDITION_VALUES, RuleConditions
from ..settings.rule_names import describe_rule, find_route_path
from ..settings.stack import Stack
from .finding import Finding
from .rule_priorities import check_distinct_priorities, check_preceding_rules


def check_listener_rules(stack: Stack, priorities: Mapping[str, int]) -> Iterator[Finding]:
    """Find routes that two services share, routes that never get a request, and rules whose priorities don't fit.

    Args:
        stack: The settings of the whole stack.
        priorities: The priority of each of its listener rules.
    """
    rules = stack.listener_rules
    routes = {name: rules[name] for name in stack.services_by_route}
    suggestions = PrioritySuggestions(rules, priorities)
    yield from check_distinct_priorities(stack, priorities, suggestions)
    # The general routes come first, so that the suggestions for the specific ones are below those for them.
    order = sorted(routes, key=lambda name: (sum(route_covers_more(other, routes[name]) for other in routes.values()), priorities[name]))
    for one, other in combinations(order, 2):
        first, second = sorted((one, other), key=lambda name: priorities[name])
        yield from _check_route_pair(first, second, routes, priorities, suggestions)
    yield from check_preceding_rules(stack, priorities, suggestions)


def _check_route_pair(
    first: str, second: str, routes: Mapping[str, RuleConditions], priorities: Mapping[str, int], suggestions: PrioritySuggestions
) -> Iterator[Finding]:
    """Compare two routes, the first of which has precedence."""
    first_route, second_route = routes[first], routes[second]
    path = find_route_path(second)
    first_paths = (find_route_path(first),)
    first_name, second_name = describe_rule(first), describe_rule(second)
    if route_covers(first_route, second_route) and route_covers(second_route, first_route):
        yield _build_same_route_finding(first, second, routes)
    elif priorities[first] == priorities[second]:
        return  # reported as such
    elif route_covers(first_route, second_route):
        fix = suggestions.suggest(second)
        yield Finding(
            "shadowed-route",
            path,
            f"{describe_route(second_route)} of {second_name} is matched by {describe_route(first_route)} of {first_name} first (priority {priorities[first]} before {priorities[second]}), "
            f"so that {second_name} would never get a request; "
            f"give {second_name} a lower priority number than {first_name}, or other hosts or paths",
            related_paths=first_paths,
            fixes=(fix,) if fix else (),
        )
    elif (
        routes_overlap(first_route, second_route)
        and not route_covers(second_route, first_route)
        and first_route.priority is None
        and second_route.priority is None
    ):
        present_order = suggest_priorities(routes, {first: priorities[first]})
        yield Finding(
            "overlapping-routes",
            path,
            f"some requests match both {describe_route(first_route)} of {first_name} and {describe_route(second_route)} of {second_name}, and neither is the more specific; "
            f"separate them, or give the one that comes first the lower priority (1–{MAX_PRIORITY})",
            related_paths=first_paths,
            fixes=(replace(present_order, text=f"{present_order.text} if it comes first"),),
        )


def _build_same_route_finding(first: str, second: str, routes: Mapping[str, RuleConditions]) -> Finding:
    # An additional route gives way to that of its service, without which it would reach nothing.
    kept, moved = (second, first) if first.startswith(f"{second}:") else (first, second)
    needs_route = ":" in moved or any(name.startswith(f"{moved}:") for name in routes)
    return Finding(
        "same-route",
        find_route_path(moved),
        f"{_name_pair(kept, moved)} both match {describe_route(routes[kept])}, so that one of them would never get a request; "
        f"give {describe_rule(moved)} hosts or paths of its own" + ("" if needs_route else ", or route: false"),
        related_paths=(find_route_path(kept),),
        fixes=_separate_paths(moved, routes[moved]),
    )


def _name_pair(first: str, second: str) -> str:
    subjects = "" if ":" in f"{first}{second}" else "services "
    return f"{subjects}{describe_rule(first)} and {describe_rule(second)}"


def _separate_paths(rule: str, route: RuleConditions) -> tuple[Fix, ...]:
    if route.paths != ["/*"] or route.path_regex_values or route.count_condition_values() + 2 > MAX_CONDITION_VALUES:
        return ()
    path = find_route_path(rule)
    folder = rule.rpartition(":")[2]
    paths = [f"/{folder}", f"/{folder}/*"]
    section = f"{path[2]}: {{{folder}: {{paths: [{', '.join(paths)}]}}}}" if len(path) > 3 else f"route: {{paths: [{', '.join(paths)}]}}"
    edit = Edit((*path, "paths"), "set", paths) if route.model_fields_set else Edit(path, "set", {"paths": paths})
    return (Fix(f"write {section} for {path[1]}", (edit,)),)


def describe_route(route: RuleConditions) -> str:
    """Describe a route in a few words."""
    hosts = [*route.hosts, *route.host_regex_values]
    words = "|".join(hosts) + ("|".join(route.path_regex_values or route.paths))
    words += f" [{'|'.join(route.methods)}]" if route.methods else ""
    words += "".join(f" {{{header.name}: {'|'.join(header.values)}}}" for header in route.headers)
    words += "".join(f" ?{query.key or '*'}={'|'.join(query.values)}" for query in route.query_strings)
    return words + (f" from {'|'.join(route.allowed_cidr_blocks)}" if route.allowed_cidr_blocks else "")
