"""The rules of a web ACL, in the order of their evaluation."""

from collections.abc import Iterator
from typing import Any

import pulumi

from ..settings.managed_rule_groups import ANTI_DDOS_RULE_GROUP
from ..settings.web_acl import WebAcl as WebAclSettings
from ..settings.web_acl_rules import AntiDdos, RateLimit, RuleOverride

# A path is compared as the application will see it: `/uploads/%2e%2e/admin` is `/admin`.
_TRANSFORMATIONS = [{"priority": 0, "type": "URL_DECODE"}, {"priority": 1, "type": "NORMALIZE_PATH"}]


def build_rules(
    settings: WebAclSettings, *, allowed_set_arns: list[pulumi.Input[str]], blocked_set_arns: list[pulumi.Input[str]]
) -> list[dict[str, Any]]:
    """Return the rules, as AWS recommends their order: denial of service, addresses, rates, managed groups, and what depends on their labels.

    Source: https://aws.github.io/aws-security-services-best-practices/guides/waf/recommended-waf-rule-order/docs/
    """
    rules = [
        *_build_anti_ddos_rule(settings.anti_ddos),
        *_build_address_rule("allowed-addresses", "allow", allowed_set_arns),
        *_build_address_rule("blocked-addresses", "block", blocked_set_arns),
        *_build_rate_rule(settings.rate_limit),
        *(_build_managed_rule(group, settings.rule_overrides.get(group, {})) for group in settings.managed_rule_groups),
        *(_build_label_rule(rule, label, paths) for rule, label, paths in settings.list_label_rules()),
    ]
    return [
        {**rule, "priority": priority, "visibility_config": build_visibility_config(rule["name"])} for priority, rule in enumerate(rules)
    ]


def build_visibility_config(metric_name: str) -> Any:
    """Return the metric and the samples of a rule or a web ACL."""
    return {"cloudwatch_metrics_enabled": True, "metric_name": metric_name, "sampled_requests_enabled": True}


def _build_anti_ddos_rule(settings: AntiDdos | None) -> Iterator[dict[str, Any]]:
    if settings is None:
        return
    challenge: dict[str, Any] = {"usage_of_action": "DISABLED"}
    if settings.challenge:
        expressions = [{"regex_string": expression} for expression in settings.challenge_exemptions]
        challenge = {"usage_of_action": "ENABLED", "exempt_uri_regular_expressions": expressions}
    rule_set = {"client_side_action_config": {"challenge": challenge}, "sensitivity_to_block": settings.sensitivity}
    yield {
        "name": ANTI_DDOS_RULE_GROUP,
        "override_action": {"none": {}},
        "statement": {
            "managed_rule_group_statement": {
                "vendor_name": "AWS",
                "name": ANTI_DDOS_RULE_GROUP,
                "managed_rule_group_configs": [{"aws_managed_rules_anti_ddos_rule_set": rule_set}],
            }
        },
    }


def _build_address_rule(name: str, action: str, set_arns: list[pulumi.Input[str]]) -> Iterator[dict[str, Any]]:
    if set_arns:
        statements = [{"ip_set_reference_statement": {"arn": arn}} for arn in set_arns]
        yield {"name": name, "action": {action: {}}, "statement": _join_by_or(statements)}


def _build_rate_rule(settings: RateLimit | None) -> Iterator[dict[str, Any]]:
    if settings is None:
        return
    statement: dict[str, Any] = {"limit": settings.requests, "evaluation_window_sec": settings.window, "aggregate_key_type": "IP"}
    if settings.forwarded_header is not None:
        # A request without the header did not come through the proxy, and is not counted for all others that lack it.
        forwarded = {"header_name": settings.forwarded_header, "fallback_behavior": "NO_MATCH"}
        statement |= {"aggregate_key_type": "FORWARDED_IP", "forwarded_ip_config": forwarded}
    yield {"name": "rate-limit", "action": {settings.action: {}}, "statement": {"rate_based_statement": statement}}


def _build_managed_rule(group: str, overrides: dict[str, RuleOverride]) -> dict[str, Any]:
    statement: dict[str, Any] = {"vendor_name": "AWS", "name": group}
    if overrides:
        statement["rule_action_overrides"] = [
            {"name": rule, "action_to_use": {override.action or "count": {}}} for rule, override in overrides.items()
        ]
    # Rules without an override keep their own actions.
    return {"name": group, "override_action": {"none": {}}, "statement": {"managed_rule_group_statement": statement}}


def _build_label_rule(rule: str, label: str, paths: list[str]) -> dict[str, Any]:
    """Return the rule that blocks what a managed rule only counts and labels, outside some paths."""
    statements = [
        {"label_match_statement": {"scope": "LABEL", "key": label}},
        *({"not_statement": {"statement": _build_path_statement(path)}} for path in paths),
    ]
    return {"name": f"{rule}-elsewhere", "action": {"block": {}}, "statement": {"and_statement": {"statements": statements}}}


def _build_path_statement(path: str) -> dict[str, Any]:
    return {
        "byte_match_statement": {
            "field_to_match": {"uri_path": {}},
            "positional_constraint": "STARTS_WITH" if path.endswith("*") else "EXACTLY",
            "search_string": path.removesuffix("*"),
            "text_transformations": _TRANSFORMATIONS,
        }
    }


def _join_by_or(statements: list[dict[str, Any]]) -> dict[str, Any]:
    """Join statements; AWS WAF takes no `or` of one."""
    return statements[0] if len(statements) == 1 else {"or_statement": {"statements": statements}}
