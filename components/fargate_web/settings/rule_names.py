"""The names of listener rules, and where their settings stand in a stack file.

A rule is named after its route: `web` for the route of the service web, `web:admin` for its additional route admin. Further rules of a route have a
suffix: `web:test` and `web:admin:test` for test traffic, `web:open` and `web:admin:open` for the paths that need no login. A rule that the load
balancer answers by itself is named like `loadBalancer:maintenance`.
"""

from typing import Final

from .authentication import LOGIN_RULE_SUFFIX, OPEN_RULE_SUFFIX
from .fix import SettingPath
from .traffic_shift import TEST_RULE_SUFFIX

RULE_PREFIX: Final = "loadBalancer:"
"""The start of the name of a rule that the load balancer answers by itself. No service name has a capital letter or a colon."""
_SUFFIXES = (TEST_RULE_SUFFIX, OPEN_RULE_SUFFIX, LOGIN_RULE_SUFFIX)
RESERVED_ROUTE_NAMES = (*(suffix.removeprefix(":") for suffix in _SUFFIXES), "deployment")
"""Names that an additional route can't have: rules end with them, and the alarms of deployments contain `deployment`."""


def get_service_of_rule(rule: str) -> str:
    """Return the service of a listener rule: `web` for `web`, `web:test` and `web:admin`; `loadBalancer` for a rule of the load balancer."""
    return rule.partition(":")[0]


def get_route_of_rule(rule: str) -> str:
    """Return the route of a listener rule: `web` for `web` and `web:test`, `web:admin` for `web:admin` and `web:admin:open`."""
    if rule.startswith(RULE_PREFIX):
        return rule
    for suffix in _SUFFIXES:
        rule = rule.removesuffix(suffix)
    return rule


def find_route_path(rule: str) -> SettingPath:
    """Return the path of the route, or of the conditions, of a listener rule."""
    if rule.startswith(RULE_PREFIX):
        return ("loadBalancer", "rules", rule.removeprefix(RULE_PREFIX))
    target = find_target_path(rule)
    return target if len(target) > 2 else (*target, "route")


def find_target_path(rule: str) -> SettingPath:
    """Return the path of the port, the health check and the target group that belong to the route of a listener rule."""
    service, _, name = get_route_of_rule(rule).partition(":")
    return ("services", service, "additionalRoutes", name) if name else ("services", service)


def describe_rule(rule: str) -> str:
    """Return the route of a listener rule in words: `web`, or `admin of web` for an additional route."""
    if rule.startswith(RULE_PREFIX):
        return f"{rule.removeprefix(RULE_PREFIX)} of the load balancer"
    service, _, name = get_route_of_rule(rule).partition(":")
    return f"{name} of {service}" if name else service
