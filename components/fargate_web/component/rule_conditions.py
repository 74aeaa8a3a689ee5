"""The conditions of listener rules, as the provider takes them."""

from typing import Any

from ..settings.rule_conditions import RuleConditions


def build_rule_conditions(route: RuleConditions) -> list[Any]:
    """Return the conditions of a listener rule. A rule requires a condition, so one without any has the path `/*`."""
    conditions: list[Any] = []
    if route.hosts:
        conditions.append({"host_header": {"values": route.hosts}})
    if route.host_regex_values:
        conditions.append({"host_header": {"regex_values": route.host_regex_values}})
    if route.path_regex_values:
        conditions.append({"path_pattern": {"regex_values": route.path_regex_values}})
    elif "/*" not in route.paths:
        conditions.append({"path_pattern": {"values": route.paths}})
    if route.methods:
        conditions.append({"http_request_method": {"values": route.methods}})
    conditions.extend({"http_header": {"http_header_name": header.name, "values": header.values}} for header in route.headers)
    for query in route.query_strings:
        key = {} if query.key is None else {"key": query.key}
        conditions.append({"query_strings": [{**key, "value": value} for value in query.values]})
    if route.allowed_cidr_blocks:
        conditions.append({"source_ip": {"values": route.allowed_cidr_blocks}})
    return conditions or [{"path_pattern": {"values": ["/*"]}}]
