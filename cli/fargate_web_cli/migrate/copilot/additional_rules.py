"""Converts `http.additional_rules`: paths of the same target become paths of the route, and other rules are reported."""

from typing import Any, Final

from fargate_web_cli.migrate.conversion import Conversion
from fargate_web_cli.migrate.copilot import routing
from fargate_web_cli.migrate.copilot.load_balancer_target import find_rule_target
from fargate_web_cli.migrate.manifest_value import InvalidValueError, ManifestValue

_TARGET_GROUP_KEYS: Final = ("healthcheck", "deregistration_delay", "stickiness", "version")
"""Keys of a rule's target group, of which the service has one here."""


def convert_additional_rules(conversion: Conversion) -> None:
    """Convert the additional rules of the service, whose route is written."""
    rules = conversion.find_value("http.additional_rules")
    for rule in rules.items() if rules else []:
        _convert_rule(conversion, rule)


def _convert_rule(conversion: Conversion, rule: ManifestValue) -> None:
    path = rule.find("path")
    if path is None:
        raise InvalidValueError(rule, "a rule has a path in Copilot")
    main = conversion.find_value("http")
    if main is None:
        return
    differing = [key for key in _TARGET_GROUP_KEYS if _read_target_group_key(rule, key) != _read_target_group_key(main, key)]
    if _read_conditions(conversion, rule) != _read_conditions(conversion, main) or any(rule.find(key) is not None for key in differing):
        conversion.report_unconverted(
            rule,
            "a service has one route, port and target group here; paths of the same port can be added to route.paths, anything else is a service of its own with the same image",
        )
        return
    if differing:
        conversion.report_difference(
            rule,
            f"Copilot's default {' and '.join(differing)} apply to this rule; here it has those of the service, because they share a target group",
        )
    patterns = routing.build_path_patterns(path)
    route: dict[str, Any] = conversion.read_setting("route") or {}
    if patterns and "paths" in route:
        route["paths"] = [*route["paths"], *(pattern for pattern in patterns if pattern not in route["paths"])]
    elif not patterns:
        # The rule matches every path, and so do all rules together.
        route.pop("paths", None)
        if not route:
            conversion.settings.pop("route", None)


def _read_conditions(conversion: Conversion, rule: ManifestValue) -> tuple[Any, ...]:
    """Return what decides which requests go where: the target, the hosts, the clients and the redirection."""
    clients, redirect = rule.find("allowed_source_ips"), rule.find("redirect_to_https")
    return (
        find_rule_target(conversion, rule),
        routing.list_host_names(rule.find("alias")),
        clients.texts() if clients else [],
        redirect.boolean() if redirect else True,
    )


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
