"""The capacity of a web ACL, and rules that its groups don't have."""

from typing import Any

import pytest
from fargate_web.analysis.web_acl_capacity import calculate_capacity
from fargate_web.checks.finding import Finding
from fargate_web.checks.web_acls import check_web_acls
from fargate_web.settings.stack import Stack
from fargate_web.settings.web_acl import WebAcl

COMMON = "AWSManagedRulesCommonRuleSet"
LARGE = [
    COMMON,
    *(
        f"AWSManagedRules{name}RuleSet"
        for name in ("KnownBadInputs", "SQLi", "Linux", "Windows", "Unix", "PHP", "WordPress", "AdminProtection")
    ),
]
PATHS = [f"/{letter}/*" for letter in "abcdefghijklmnopqrst"]
BODY_RULES = ("SizeRestrictions_BODY", "EC2MetaDataSSRF_BODY", "GenericLFI_BODY", "GenericRFI_BODY", "CrossSiteScripting_BODY")
OTHER_RULES = ("SizeRestrictions_QUERYSTRING", "SizeRestrictions_URIPATH", "GenericLFI_QUERYARGUMENTS", "GenericLFI_URIPATH")


def check(web_acl: Any) -> list[Finding]:
    stack = Stack.model_validate({"services": {"web": {"image": "web:1", "port": 80}}, "loadBalancer": {"webAcl": web_acl}})
    return [*check_web_acls(stack, "us-west-2")]


@pytest.mark.parametrize(
    ("web_acl", "capacity"),
    [
        ({}, 25 + 700 + 200),
        ({"antiDdos": True, "rateLimit": 100}, 925 + 50 + 2),
        ({"allowedAddresses": ["203.0.113.0/24", "2001:db8::/48"], "blockedAddresses": ["198.51.100.7/32"]}, 925 + 3),
        ({"ruleOverrides": {COMMON: {"SizeRestrictions_BODY": {"exceptPaths": ["/a", "/b/*"]}}}}, 925 + 1 + 2 * 22),
        ({"ruleOverrides": {COMMON: {"SizeRestrictions_BODY": "count"}}}, 925),
    ],
)
def test_the_capacity_is_that_of_the_groups_and_of_each_statement(web_acl: dict[str, Any], capacity: int) -> None:
    assert calculate_capacity(WebAcl.model_validate(web_acl)) == capacity


@pytest.mark.parametrize(
    "web_acl", [None, True, {"managedRuleGroups": LARGE[:4]}, "arn:aws:wafv2:us-west-2:123456789012:regional/webacl/web/1a2b3c4d"]
)
def test_usual_web_acls_are_fine(web_acl: Any) -> None:
    assert check(web_acl) == []


def test_more_capacity_than_the_price_includes_costs_more_by_the_request() -> None:
    [found] = check({"managedRuleGroups": LARGE})
    assert (found.code, found.severity) == ("web-acl-capacity", "warning")
    assert "1,900 capacity units (WCU)" in found.message
    assert "a million requests cost $0.20 more" in found.message
    [edit] = found.fixes[0].edits
    assert check({"managedRuleGroups": edit.value}) == []


def test_more_capacity_than_aws_waf_allows_is_an_error() -> None:
    overrides = {COMMON: {rule: {"exceptPaths": PATHS} for rule in (*BODY_RULES, *OTHER_RULES)}}
    [found] = check({"managedRuleGroups": LARGE, "ruleOverrides": overrides})
    assert (found.severity, "WAFLimitsExceededException" in found.message) == ("error", True)


@pytest.mark.parametrize(
    ("rule", "fixes"),
    [
        ("SizeRestrictions_Body", ["write SizeRestrictions_BODY", "remove SizeRestrictions_Body"]),
        ("Brand_New_RULE", ["remove Brand_New_RULE"]),
    ],
)
def test_a_rule_that_the_group_does_not_have_is_ignored_by_aws_waf(rule: str, fixes: list[str]) -> None:
    [found] = check({"ruleOverrides": {COMMON: {rule: "count"}}})
    assert (found.code, found.severity, [fix.text for fix in found.fixes]) == ("unknown-waf-rule", "warning", fixes)
