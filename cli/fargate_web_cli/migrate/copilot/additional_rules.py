"""Converts `http.additional_rules`: paths of the same target become paths of the route, other rules become additional routes."""

import re
from typing import Any, Final

from fargate_web.settings.additional_route import MAX_ADDITIONAL_ROUTES
from fargate_web.settings.rule_conditions import MAX_CONDITION_VALUES
from fargate_web.settings.rule_names import RESERVED_ROUTE_NAMES

from fargate_web_cli.migrate.conversion import Conversion
from fargate_web_cli.migrate.copilot import routing
from fargate_web_cli.migrate.copilot.address_blocks import normalize_blocks
from fargate_web_cli.migrate.copilot.load_balancer_target import find_main_target, find_rule_target
from fargate_web_cli.migrate.manifest_value import InvalidValueError, ManifestValue

_TARGET_GROUP_KEYS: Final = ("healthcheck", "deregistration_delay", "stickiness", "version")
"""Keys of a rule's target group."""
_MAX_NAME_LENGTH: Final = 20


def convert_additional_rules(conversion: Conversion) -> None:
    """Convert the additional rules of the service, whose route is written."""
    rules = conversion.find_value("http.additional_rules")
    for rule in rules.items() if rules else []:
        _convert_rule(conversion, rule)


def _convert_rule(conversion: Conversion, rule: ManifestValue) -> None:
    if rule.find("path") is None:
        raise InvalidValueError(rule, "a rule has a path in Copilot")
    main = conversion.find_value("http")
    if main is None:
        return
    (clients, redirects), (main_clients, main_redirects) = _read_admission(rule), _read_admission(main)
    # Addresses of http may end up at the load balancer, which then admits no others for any rule.
    if redirects != main_redirects or (clients != main_clients and main_clients):
        conversion.report_unconverted(
            rule,
            "its allowed_source_ips or redirect_to_https are not those of http, and the load balancer admits the same addresses for all requests; make it a service of its own with the same "
            "image, in a stack of its own",
        )
        return
    if clients != main_clients:
        _add_route(conversion, rule, clients)
        return
    differing = [key for key in _TARGET_GROUP_KEYS if _read_target_group_key(rule, key) != _read_target_group_key(main, key)]
    is_same_target = find_rule_target(conversion, rule) == find_main_target(conversion)
    is_same_host = routing.list_host_names(rule.find("alias")) == routing.list_host_names(main.find("alias"))
    if is_same_target and is_same_host and not any(rule.find(key) is not None for key in differing):
        _add_paths(conversion, rule, differing)
    else:
        _add_route(conversion, rule)


def _add_paths(conversion: Conversion, rule: ManifestValue, differing: list[str]) -> None:
    """Add the paths of a rule to those of the route, because all else is the same."""
    if differing:
        conversion.report_difference(
            rule,
            f"Copilot's default {' and '.join(differing)} apply to this rule; here it has those of the service, because they share a target group",
        )
    patterns = routing.build_path_patterns(rule.find("path"))
    route: dict[str, Any] = conversion.read_setting("route") or {}
    if patterns and "paths" in route:
        route["paths"] = [*route["paths"], *(pattern for pattern in patterns if pattern not in route["paths"])]
    elif not patterns:
        # The rule matches every path, and so do all rules together.
        route.pop("paths", None)
        if not route:
            conversion.settings.pop("route", None)


def _add_route(conversion: Conversion, rule: ManifestValue, clients: list[str] | None = None) -> None:
    """Write a rule as an additional route, for some clients only if they are given."""
    routes: dict[str, Any] = conversion.settings.get("additionalRoutes", {})
    if len(routes) == MAX_ADDITIONAL_ROUTES:
        conversion.report_unconverted(
            rule, f"ECS takes {MAX_ADDITIONAL_ROUTES + 1} target groups for a service; make it a service of its own with the same image"
        )
        return
    target, main = find_rule_target(conversion, rule), find_main_target(conversion)
    if target.port is None:
        raise InvalidValueError(rule, "the rule leads to a sidecar that has no port")
    route: dict[str, Any] = {}
    if target != main:
        route["port"] = target.port
        if target.sidecar is not None:
            route["targetContainer"] = target.sidecar
    route |= routing.build_conditions(conversion, rule)
    if clients:
        route["allowedCidrBlocks"] = normalize_blocks(rule, clients)
        used = sum(len(route.get(key, ())) for key in ("hosts", "paths", "allowedCidrBlocks"))
        if used > MAX_CONDITION_VALUES:
            conversion.report_unconverted(
                rule,
                f"the rule would have {used} condition values, and AWS allows {MAX_CONDITION_VALUES}; restrict it in a web ACL (loadBalancer.webAcl), or join blocks",
            )
            return
    check = routing.build_health_check(rule)
    check.pop("gracePeriod")  # of the service, not of a rule
    route["healthCheck"] = check
    route["targetGroup"] = routing.build_target_group(rule, target.port)
    asked = rule.find("healthcheck.port")
    if asked is not None and asked.number() != target.port:
        conversion.report_unconverted(asked, "checks go to the port of the requests: let that port answer them")
    conversion.settings["additionalRoutes"] = {**routes, _choose_name(rule, target.sidecar, routes): route}


def _choose_name(rule: ManifestValue, sidecar: str | None, taken: dict[str, Any]) -> str:
    """Name a route after its path, the first host name, or the container."""
    path, hosts = rule.find("path"), routing.list_host_names(rule.find("alias"))
    words = [path.text() if path else "", hosts[0].partition(".")[0] if hosts else "", sidecar or ""]
    names = [re.sub(r"[^a-z0-9]+", "-", word.lower())[:_MAX_NAME_LENGTH].strip("-") for word in words]
    fitting = [name for name in names if name[:1].isalpha() and name not in (*taken, *RESERVED_ROUTE_NAMES)]
    numbered = (f"route-{number}" for number in range(2, MAX_ADDITIONAL_ROUTES + 3) if f"route-{number}" not in taken)
    return fitting[0] if fitting else next(numbered)


def _read_admission(rule: ManifestValue) -> tuple[list[str], bool]:
    """Return who may send requests, and whether they are redirected to HTTPS."""
    clients, redirect = rule.find("allowed_source_ips"), rule.find("redirect_to_https")
    return clients.texts() if clients else [], redirect.boolean() if redirect else True


def _read_target_group_key(rule: ManifestValue, key: str) -> Any:
    """Return the value of a key, or Copilot's default."""
    value = rule.find(key)
    if key == "healthcheck":
        port = value.find("port") if value is not None and isinstance(value.data, dict) else None
        check = routing.build_health_check(rule)
        check.pop("gracePeriod")  # of the service, not of a rule
        return check, None if port is None else port.number()
    if key == "deregistration_delay":
        return value.whole_seconds() if value else 60
    if key == "stickiness":
        return value.boolean() if value else False
    return value.text().lower() if value else "http1"
