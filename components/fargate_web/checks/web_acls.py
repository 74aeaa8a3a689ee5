"""Checks of the web ACL: rules that its managed groups don't have, and its capacity."""

import math
from collections.abc import Iterator

from ..analysis.web_acl_capacity import INCLUDED_CAPACITY, MAXIMUM_CAPACITY, calculate_capacity
from ..settings.fix import Fix, remove, rename, write
from ..settings.managed_rule_groups import MANAGED_RULE_GROUPS
from ..settings.stack import Stack
from ..settings.web_acl import WebAcl
from .finding import Finding

_PRICE_STEP = 500
"""WCU: each further step costs $0.20 a million requests."""


def check_web_acls(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find overrides of rules that don't exist, which AWS WAF ignores without a word, and web ACLs that are too large."""
    web_acl = stack.load_balancer.web_acl
    if web_acl is None or web_acl.arn is not None or stack.load_balancer.existing:
        return
    yield from _check_rule_names(web_acl)
    capacity = calculate_capacity(web_acl)
    if capacity > MAXIMUM_CAPACITY:
        yield Finding(
            "web-acl-capacity",
            ("loadBalancer", "webAcl"),
            f"its rules need {capacity:,} capacity units (WCU), and AWS WAF allows {MAXIMUM_CAPACITY:,} (WAFLimitsExceededException)",
            fixes=_list_capacity_fixes(web_acl, capacity - MAXIMUM_CAPACITY),
        )
    elif capacity > INCLUDED_CAPACITY:
        steps = math.ceil((capacity - INCLUDED_CAPACITY) / _PRICE_STEP)
        yield Finding(
            "web-acl-capacity",
            ("loadBalancer", "webAcl"),
            f"its rules need {capacity:,} capacity units (WCU), and the price of requests includes {INCLUDED_CAPACITY:,}: a million requests cost ${0.2 * steps:.2f} more",
            "warning",
            fixes=_list_capacity_fixes(web_acl, capacity - INCLUDED_CAPACITY),
        )


def _list_capacity_fixes(web_acl: WebAcl, excess: int) -> tuple[Fix, ...]:
    """List the ways to less capacity: without the last groups that have no overrides, if these suffice, or without paths."""
    groups = [*web_acl.managed_rule_groups]
    for group in reversed(web_acl.managed_rule_groups):
        if excess > 0 and len(groups) > 1 and group not in web_acl.rule_overrides:
            groups.remove(group)
            excess -= MANAGED_RULE_GROUPS[group].capacity
    if excess <= 0:
        return (write("loadBalancer", "webAcl", "managedRuleGroups", value=groups),)
    return (remove("loadBalancer", "webAcl", "ruleOverrides"),)


def _check_rule_names(web_acl: WebAcl) -> Iterator[Finding]:
    for group, overrides in web_acl.rule_overrides.items():
        known = MANAGED_RULE_GROUPS[group]
        for rule, override in overrides.items():
            if rule in known.labels_by_rule or override.except_paths:
                continue
            path = ("loadBalancer", "webAcl", "ruleOverrides", group, rule)
            closest = known.find_closest_rule(rule)
            fixes = (rename(*path, to=closest), remove(*path)) if closest else (remove(*path),)
            yield Finding(
                "unknown-waf-rule",
                path,
                f"{group} has no rule {rule} that this release knows, and AWS WAF ignores an override of a rule that does not exist without a word",
                "warning",
                fixes=fixes,
            )
