"""Priorities of the listener rules: the most specific rule first, and none that depends on another rule.

The specificity of the route selects a band of priorities, and a hash of the project, the stack and the rule selects a number in the band. A rule
therefore keeps its priority whatever services come and go, in this stack or in another one on the same listener. That matters because AWS refuses
a priority that another rule still has (PriorityInUse), and Pulumi deletes last.

Two rules can get the same number, although rarely: `checks.routes` reports them. See docs/decisions/0012-priorities-from-route-and-name.md.
"""

import hashlib
from collections.abc import Mapping
from itertools import product
from typing import Final

from ..settings.authentication import LOGIN_RULE_SUFFIX
from ..settings.route import Route
from ..settings.rule_conditions import RuleConditions
from .route_specificity import EXACT_LEVEL, MAX_CONDITION_LEVEL, Specificity, has_alternatives, rate_route

MAX_PRIORITY: Final = 50_000
CALCULATED_PRIORITIES: Final = range(1001, 49_001)
"""The priorities that can be calculated. Those before and after them are left to settings and to rules from elsewhere."""

# The shares of the levels, from level 0 (matches everything) to the highest, in the priorities that the smallest bands leave. Common routes have
# large shares. With a host, most rules match every path; without one, few do, because only one of them gets requests.
_HOST_SHARES: Final = (26, 1, 6, 2, 7, 1, 3, 1, 53)
_PATH_SHARES_WITH_HOST: Final = (56, 3, 14, 3, 10, 2, 4, 2, 6)
_PATH_SHARES_WITHOUT_HOST: Final = (8, 6, 38, 7, 21, 4, 6, 3, 7)
_CONDITION_SHARES: Final = (74, 20, 6)
_SMALLEST_BAND: Final = 16
_ALTERNATIVES_SHARE: Final = 15
"""The percentage of each band, at its end, for routes with alternatives: `[/a/*, /b/*]` comes after `[/b/*]`."""


def _build_bands() -> dict[Specificity, range]:
    levels = range(EXACT_LEVEL, -1, -1)
    order = [Specificity(*found) for found in product(levels, levels, range(MAX_CONDITION_LEVEL, -1, -1))]
    divisible = len(CALCULATED_PRIORITIES) - len(order) * _SMALLEST_BAND
    bands = {}
    start = CALCULATED_PRIORITIES.start
    for specificity in order:
        path_shares = _PATH_SHARES_WITH_HOST if specificity.hosts else _PATH_SHARES_WITHOUT_HOST
        share = _HOST_SHARES[specificity.hosts] * path_shares[specificity.paths] * _CONDITION_SHARES[specificity.conditions]
        bands[specificity] = range(start, start + _SMALLEST_BAND + divisible * share // 100**3)
        start = bands[specificity].stop
    return bands


_BANDS: Final = _build_bands()


def find_priority_band(route: RuleConditions) -> range:
    """Return the priorities that a rule for a route can get. A rule in an earlier band matches first."""
    band = _BANDS[rate_route(route)]
    alternatives = len(band) * _ALTERNATIVES_SHARE // 100
    return band[-alternatives:] if has_alternatives(route) else band[:-alternatives]


def calculate_priority(project: str, stack: str, rule: str, route: RuleConditions) -> int:
    """Calculate the priority of one rule, which depends on nothing else.

    Args:
        project: The Pulumi project.
        stack: The name of the stack, without the organization.
        rule: The name of the rule, as in `settings.rule_names`: `<service>`, `<service>:test`, `<service>:<additional route>`, `loadBalancer:<rule>` …
        route: What the rule matches.
    """
    band = find_priority_band(route)
    # A rule with a login is another resource, which is there before Pulumi deletes the one without: it needs a priority of its own.
    suffix = LOGIN_RULE_SUFFIX if isinstance(route, Route) and route.authentication else ""
    digest = hashlib.sha256(f"{project}/{stack}/{rule}{suffix}".encode()).digest()
    return band[int.from_bytes(digest[:8]) % len(band)]


def assign_priorities(project: str, stack: str, rules: Mapping[str, RuleConditions]) -> dict[str, int]:
    """Return the priority of each rule: the one that its route sets, or else the calculated one.

    Args:
        project: The Pulumi project.
        stack: The name of the stack, without the organization.
        rules: The routes by rule, as in `Stack.listener_rules`.
    """
    return {
        name: calculate_priority(project, stack, name, route) if route.priority is None else route.priority for name, route in rules.items()
    }
