"""`WebAcl`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from collections.abc import Mapping
from typing import Literal, NotRequired, TypedDict

import pulumi

from .web_acl_logs import WebAclLogs
from .web_acl_rules import AntiDdos
from .web_acl_rules import RateLimit
from .web_acl_rules import RuleOverride


class WebAcl(TypedDict):
    """AWS WAF in front of the load balancer. It inspects the first 8 KB of a body, which is fixed for load balancers."""

    arn: NotRequired[pulumi.Input[str]]
    """An existing regional web ACL. Default: one is created with AWS's managed rule groups."""
    managed_rule_groups: NotRequired[list[Literal["AWSManagedRulesCommonRuleSet", "AWSManagedRulesAdminProtectionRuleSet", "AWSManagedRulesKnownBadInputsRuleSet", "AWSManagedRulesAmazonIpReputationList", "AWSManagedRulesAnonymousIpList", "AWSManagedRulesSQLiRuleSet", "AWSManagedRulesLinuxRuleSet", "AWSManagedRulesUnixRuleSet", "AWSManagedRulesWindowsRuleSet", "AWSManagedRulesPHPRuleSet", "AWSManagedRulesWordPressRuleSet"]]]
    """The managed rule groups of the created web ACL, in the order of evaluation. AWSManagedRulesCommonRuleSet blocks bodies over 8 KB: see ruleOverrides. Cost: $5 a month, $1 for each group, and $0.60 a million requests. See https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html"""
    rule_overrides: NotRequired[Mapping[str, Mapping[str, RuleOverride | str]]]
    """Other actions of rules of the managed groups, by group and rule; a bare word is the action. A rule that blocks what it shouldn't is counted instead, or on some paths. See https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-rule-group-override-options.html"""
    allowed_addresses: NotRequired[list[str]]
    """Blocks of addresses (IPv4 or IPv6) whose requests pass without further rules, those against denial of service excepted. Cost: $1 a month."""
    blocked_addresses: NotRequired[list[str]]
    """Blocks of addresses (IPv4 or IPv6) whose requests are blocked. Cost: $1 a month."""
    rate_limit: NotRequired[RateLimit | float]
    """How many requests an address may send; a bare number is that of 5 minutes. Default: any number. Cost: $1 a month. See https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html"""
    anti_ddos: NotRequired[AntiDdos | bool]
    """AWS's managed rules against distributed denial of service; off by default. Cost: $15 a month and $0.80 a million requests, beside $1 for the rule. See https://docs.aws.amazon.com/waf/latest/developerguide/waf-anti-ddos.html"""
    logs: NotRequired[WebAclLogs | bool]
    """Records of the requests that rules matched, in a log group `aws-waf-logs-…`; `false` turns it off. Cost: $0.50 a GB. See https://docs.aws.amazon.com/waf/latest/developerguide/logging.html"""
