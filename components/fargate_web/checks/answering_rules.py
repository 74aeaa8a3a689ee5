"""Checks of the rules that the load balancer answers by itself: fixed responses and redirects."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ..analysis.priority_suggestions import find_priority_path, suggest_priorities
from ..analysis.redirects import find_redirect_loop, list_known_hosts
from ..analysis.route_comparison import route_covers
from ..settings.fix import Fix, remove
from ..settings.load_balancer import LoadBalancer
from ..settings.rule_conditions import RuleConditions
from ..settings.rule_names import RULE_PREFIX
from ..settings.stack import Stack
from .finding import Finding, SettingPath


def check_answering_rules(stack: Stack, priorities: Mapping[str, int]) -> Iterator[Finding]:
    """Find rules that never answer, that take all requests of a service by chance, and redirects that never end."""
    if not stack.routed_services:
        for name in stack.load_balancer.rules:
            path = ("loadBalancer", "rules", name)
            yield Finding(
                "rule-without-service", path, "no service has a route, so that there is no load balancer", "warning", fixes=(remove(*path),)
            )
        return
    rules = stack.listener_rules
    own = [rule for rule in rules if rule.startswith(RULE_PREFIX)]
    for rule in own:
        others = [name for name in rules if name != rule and (name in stack.services or name in own)]
        yield from _check_order(rule, others, rules, priorities)
        yield from _check_redirect(rule, rules, priorities, stack.load_balancer)


def _check_redirect(
    rule: str, rules: Mapping[str, RuleConditions], priorities: Mapping[str, int], balancer: LoadBalancer
) -> Iterator[Finding]:
    hosts = list_known_hosts(rules, balancer)
    plain_hosts = [host for host in hosts if "*" not in host and "?" not in host]
    sure = find_redirect_loop(rule, rules, priorities, balancer, hosts=plain_hosts)
    loop = sure or find_redirect_loop(rule, rules, priorities, balancer, hosts=hosts)
    if loop is None:
        return
    path, name = _find_path(rule), rule.removeprefix(RULE_PREFIX)
    yield Finding(
        "redirect-loop",
        path,
        f"a request to {loop[0]} is redirected without end ({' → '.join(map(str, loop[:3]))} …), so that browsers give up (ERR_TOO_MANY_REDIRECTS)",
        # A host that only a pattern matches may have a record of its own, and the listener of others may have rules that end it.
        "error" if sure and not balancer.existing else "warning",
        fixes=(Fix(f"let the conditions leave out the target of the redirect, or remove {name}", remove(*path).edits),),
    )


def _check_order(rule: str, others: list[str], rules: Mapping[str, RuleConditions], priorities: Mapping[str, int]) -> Iterator[Finding]:
    path, name = _find_path(rule), rule.removeprefix(RULE_PREFIX)
    before = [other for other in others if priorities[other] < priorities[rule] and route_covers(rules[other], rules[rule])]
    # A rule that is put before another one by its priority, such as a maintenance page, is there for a time.
    before = [other for other in before if not other.startswith(RULE_PREFIX) or rules[other].priority is None]
    if before:
        first = min(before, key=lambda other: priorities[other])
        fix = _move_before(rule, rules, priorities, priorities[first])
        yield Finding(
            "shadowed-rule",
            path,
            f"{_describe(first)} takes every request of this rule first (priority {priorities[first]} before {priorities[rule]}), so that {name} would never answer"
            + ("" if fix else "; give it other conditions"),
            related_paths=(find_priority_path(first)[:-1],),
            fixes=fix,
        )
        return
    covered = [other for other in others if priorities[rule] < priorities[other] and route_covers(rules[rule], rules[other])]
    if covered and rules[rule].priority is None:
        present = suggest_priorities(rules, {rule: priorities[rule]})
        yield Finding(
            "answered-before-services",
            path,
            f"{name} takes every request of {' and '.join(map(_describe, covered))} (calculated priority {priorities[rule]} before {priorities[covered[0]]})",
            "warning",
            related_paths=tuple(find_priority_path(other)[:-1] for other in covered),
            fixes=(replace(present, text=f"{present.text} if that is meant, or give {name} other conditions"),),
        )


def _move_before(rule: str, rules: Mapping[str, RuleConditions], priorities: Mapping[str, int], limit: int) -> tuple[Fix, ...]:
    free = next((number for number in range(limit - 1, 0, -1) if number not in priorities.values()), None)
    return () if free is None else (suggest_priorities(rules, {rule: free}),)


def _find_path(rule: str) -> SettingPath:
    return find_priority_path(rule)[:-1]


def _describe(rule: str) -> str:
    return f"the rule {rule.removeprefix(RULE_PREFIX)}" if rule.startswith(RULE_PREFIX) else rule
