"""The names of listener rules, and where their settings stand in a stack file.

A rule is named after its route: `web` for the route of the service web, `web:admin` for its additional route admin. Further rules of a route have a
suffix: `web:test` and `web:admin:test` for test traffic, `web:open` and `web:admin:open` for the paths that need no login.
"""

from .authentication import LOGIN_RULE_SUFFIX, OPEN_RULE_SUFFIX
from .fix import SettingPath
from .traffic_shift import TEST_RULE_SUFFIX

_SUFFIXES = (TEST_RULE_SUFFIX, OPEN_RULE_SUFFIX, LOGIN_RULE_SUFFIX)
RESERVED_ROUTE_NAMES = (*(suffix.removeprefix(":") for suffix in _SUFFIXES), "deployment")
"""Names that an additional route can't have: rules end with them, and the alarms of deployments contain `deployment`."""


def get_service_of_rule(rule: str) -> str:
    """Return the service of a listener rule: `web` for `web`, `web:test` and `web:admin`."""
    return rule.partition(":")[0]


def get_route_of_rule(rule: str) -> str:
    """Return the route of a listener rule: `web` for `web` and `web:test`, `web:admin` for `web:admin` and `web:admin:open`."""
    for suffix in _SUFFIXES:
        rule = rule.removesuffix(suffix)
    return rule


def find_route_path(rule: str) -> SettingPath:
    """Return the path of the route of a listener rule."""
    target = find_target_path(rule)
    return target if len(target) > 2 else (*target, "route")


def find_target_path(rule: str) -> SettingPath:
    """Return the path of the port, the health check and the target group that belong to the route of a listener rule."""
    service, _, name = get_route_of_rule(rule).partition(":")
    return ("services", service, "additionalRoutes", name) if name else ("services", service)


def describe_rule(rule: str) -> str:
    """Return the route of a listener rule in words: `web`, or `admin of web` for an additional route."""
    service, _, name = get_route_of_rule(rule).partition(":")
    return f"{name} of {service}" if name else service
