"""Checks that each listener rule has a priority of its own, and that rules for test traffic come before what matches the same requests."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from ..analysis.priority_suggestions import PrioritySuggestions
from ..analysis.route_comparison import route_covers, route_covers_more
from ..settings.route import Route
from ..settings.stack import Stack
from ..settings.traffic_shift import TEST_RULE_SUFFIX
from .finding import Finding, SettingPath

_NO_FREE_PRIORITY: Final = "give each rule a priority of its own"


def check_distinct_priorities(stack: Stack, priorities: Mapping[str, int], suggestions: PrioritySuggestions) -> Iterator[Finding]:
    """Find rules with the same priority."""
    rules = stack.listener_rules
    owners: dict[int, str] = {}
    for name, route in rules.items():
        owner = owners.setdefault(priorities[name], name)
        if owner != name and not (name == f"{owner}{TEST_RULE_SUFFIX}" and _is_reported_by_service(rules, owner)):
            yield _report_clash(owner, rules[owner], name, route, priorities[name], suggestions)


def check_test_rules(stack: Stack, priorities: Mapping[str, int], suggestions: PrioritySuggestions) -> Iterator[Finding]:
    """Find rules for test traffic that come after a rule which matches all that they do: their service's own, or one of another service."""
    rules = stack.listener_rules
    for service in stack.routed_services:
        test_rule = f"{service}{TEST_RULE_SUFFIX}"
        if test_rule not in rules or _is_reported_by_service(rules, service):
            continue
        for name, route in rules.items():
            # A rule that also takes all requests of the service is reported there.
            is_reported = name != service and route_covers(route, rules[service]) and priorities[name] < priorities[service]
            if is_reported or priorities[name] >= priorities[test_rule] or not route_covers_more(route, rules[test_rule]):
                continue
            subject = "the service's own" if name == service else _describe_rule(name)
            fix = suggestions.suggest(test_rule)
            yield Finding(
                "test-traffic-after-route",
                _find_path(test_rule),
                f"the rule for test traffic would come after {subject} (priority {priorities[test_rule]} after {priorities[name]}), which matches all that it does, "
                f"so that no test would reach the new version{'' if fix else f'; give it a priority below {priorities[name]}'}",
                related_paths=(_find_path(name)[:-1],),
                fixes=(fix,) if fix else (),
            )


def _is_reported_by_service(rules: Mapping[str, Route], service: str) -> bool:
    """Return whether the file sets both priorities of a service in the wrong order, which its own settings report."""
    own, test = rules[service].priority, rules[f"{service}{TEST_RULE_SUFFIX}"].priority
    return own is not None and test is not None and test >= own


def _report_clash(
    first: str, first_route: Route, second: str, second_route: Route, priority: int, suggestions: PrioritySuggestions
) -> Finding:
    """Report two rules with the same priority, at the one that stands later in the stack file: it's more likely the new one."""
    fix = suggestions.suggest(second)
    if fix and not (route_covers_more(first_route, second_route) or route_covers_more(second_route, first_route)):
        fix = replace(fix, text=f"{fix.text}, or for the other if this one is deployed already")
    origin = "" if first_route.priority or second_route.priority else "the calculated "
    return Finding(
        "priority-twice",
        _find_path(second),
        f"{_describe_rule(first)} and {_describe_rule(second)} both have {origin}priority {priority} (PriorityInUse){'' if fix else f'; {_NO_FREE_PRIORITY}'}",
        related_paths=(_find_path(first),),
        fixes=(fix,) if fix else (),
    )


def _describe_rule(rule: str) -> str:
    service = rule.removesuffix(TEST_RULE_SUFFIX)
    return f"the rule of {service}" if service == rule else f"the rule for test traffic of {service}"


def _find_path(rule: str) -> SettingPath:
    service = rule.removesuffix(TEST_RULE_SUFFIX)
    return ("services", service, *(("route",) if service == rule else ("deployment", "testTraffic")), "priority")
