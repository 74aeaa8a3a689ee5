"""Checks that each listener rule has a priority of its own, and that rules for test traffic and open paths come before what matches the same requests."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from ..analysis.priority_suggestions import PrioritySuggestions, find_priority_path
from ..analysis.route_comparison import route_covers, route_covers_more
from ..settings.authentication import OPEN_RULE_SUFFIX
from ..settings.rule_conditions import RuleConditions
from ..settings.rule_names import RULE_PREFIX, describe_rule, get_route_of_rule
from ..settings.stack import Stack
from ..settings.traffic_shift import TEST_RULE_SUFFIX
from .finding import Finding

_NO_FREE_PRIORITY: Final = "give each rule a priority of its own"


def check_distinct_priorities(stack: Stack, priorities: Mapping[str, int], suggestions: PrioritySuggestions) -> Iterator[Finding]:
    """Find rules with the same priority."""
    rules = stack.listener_rules
    owners: dict[int, str] = {}
    for name, route in rules.items():
        owner = owners.setdefault(priorities[name], name)
        if owner != name and not (name != get_route_of_rule(name) == owner and _is_reported_by_service(rules, name)):
            yield _report_clash(owner, rules[owner], name, route, priorities[name], suggestions)


def check_preceding_rules(stack: Stack, priorities: Mapping[str, int], suggestions: PrioritySuggestions) -> Iterator[Finding]:
    """Find rules for test traffic and open paths that come after a rule which matches all that they do: their service's own, or another service's."""
    rules = stack.listener_rules
    for rule, rule_route in rules.items():
        own = get_route_of_rule(rule)
        if rule == own or _is_reported_by_service(rules, rule):
            continue
        for name, route in rules.items():
            # A rule that also takes all requests of the route is reported there.
            is_reported = name != own and route_covers(route, rules[own]) and priorities[name] < priorities[own]
            # The load balancer answers by itself before tests on purpose, as with a maintenance page.
            if (
                name == rule
                or name.startswith(RULE_PREFIX)
                or is_reported
                or priorities[name] >= priorities[rule]
                or not route_covers_more(route, rule_route)
            ):
                continue
            subject = "the service's own" if name == own and ":" not in own else _describe_rule(name)
            fix = suggestions.suggest(rule)
            is_test = rule.endswith(TEST_RULE_SUFFIX)
            consequence = "no test would reach the new version" if is_test else "they would never get a request without a login"
            yield Finding(
                "test-traffic-after-route" if is_test else "open-paths-after-route",
                find_priority_path(rule),
                f"the rule for {'test traffic' if is_test else 'openPaths'} would come after {subject} (priority {priorities[rule]} after {priorities[name]}), which matches all that it does, "
                f"so that {consequence}{'' if fix else f'; give it a priority below {priorities[name]}'}",
                related_paths=(find_priority_path(name)[:-1],),
                fixes=(fix,) if fix else (),
            )


def _is_reported_by_service(rules: Mapping[str, RuleConditions], rule: str) -> bool:
    """Return whether the file sets both priorities of a service in the wrong order, which its own settings report."""
    own, other = rules[get_route_of_rule(rule)].priority, rules[rule].priority
    return own is not None and other is not None and other >= own


def _report_clash(
    first: str, first_route: RuleConditions, second: str, second_route: RuleConditions, priority: int, suggestions: PrioritySuggestions
) -> Finding:
    """Report two rules with the same priority, at the one that stands later in the stack file: it's more likely the new one."""
    fix = suggestions.suggest(second)
    if fix and not (route_covers_more(first_route, second_route) or route_covers_more(second_route, first_route)):
        fix = replace(fix, text=f"{fix.text}, or for the other if this one is deployed already")
    origin = "" if first_route.priority or second_route.priority else "the calculated "
    return Finding(
        "priority-twice",
        find_priority_path(second),
        f"{_describe_rule(first)} and {_describe_rule(second)} both have {origin}priority {priority} (PriorityInUse){'' if fix else f'; {_NO_FREE_PRIORITY}'}",
        related_paths=(find_priority_path(first),),
        fixes=(fix,) if fix else (),
    )


def _describe_rule(rule: str) -> str:
    if rule.startswith(RULE_PREFIX):
        return f"the rule {describe_rule(rule)}"
    route = get_route_of_rule(rule)
    kinds = {TEST_RULE_SUFFIX: " for test traffic", OPEN_RULE_SUFFIX: " for openPaths"}
    return f"the rule{kinds.get(rule.removeprefix(route), '')} of {describe_rule(route)}"
