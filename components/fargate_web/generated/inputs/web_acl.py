"""`RuleOverride`, `RateLimit`, `AntiDdos`, `WebAclLogs`, `WebAcl`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from collections.abc import Mapping
from typing import Literal, NotRequired, TypedDict

import pulumi


class RuleOverride(TypedDict):
    """What a rule of a managed group does with the requests that it matches, instead of its own action."""

    action: NotRequired[Literal["count", "allow", "block", "captcha", "challenge"]]
    """The action for every path. count only counts and labels them; allow lets them pass all later rules. Cost: captcha $4 for 10,000 answers, challenge $0.40 a million. See https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-rule-group-override-options.html"""
    except_paths: NotRequired[list[str]]
    """Paths on which the rule only counts, with * at the end; everywhere else it blocks. A rule by its label follows the managed groups for this. Cost: $1 a month for the rule. See https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-label-match.html"""


class RateLimit(TypedDict):
    """How many requests an address may send."""

    requests: int
    """The requests of one address within the window (10–2000000000); AWS WAF checks about every 10 seconds. See https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html"""
    window: NotRequired[Literal[60, 120, 300, 600]]
    """Seconds that are counted: 60, 120, 300 or 600. Default: 300."""
    action: NotRequired[Literal["block", "count", "captcha", "challenge"]]
    """What happens to the requests of an address above the limit. Default: block."""
    forwarded_header: NotRequired[str]
    """The header with the address of the client, such as X-Forwarded-For, behind a CDN or proxy, which has one address for all its clients. Clients can write it themselves, so that only the CDN may reach the load balancer. Default: the address of the connection."""


class AntiDdos(TypedDict):
    """AWS's managed rules against distributed denial of service: they learn the usual traffic, and block what takes part in an attack."""

    sensitivity: NotRequired[Literal["LOW", "MEDIUM", "HIGH"]]
    """From which suspicion on a request is blocked: LOW blocks the most suspicious only, HIGH all that are suspected. Default: LOW. See https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-anti-ddos.html"""
    challenge: NotRequired[bool]
    """Whether browsers must solve a silent challenge during an attack. Clients that run no JavaScript can't, and get 202 instead of an answer. Default: false."""
    challenge_exemptions: NotRequired[list[str]]
    """Regular expressions of the URIs that are never challenged, such as those of APIs. Default: AWS's, for /api/ and static files."""


class WebAclLogs(TypedDict):
    """The requests that AWS WAF inspected, in a log group of their own or in a bucket."""

    requests: NotRequired[Literal["matched", "all"]]
    """Which requests are recorded: matched, those that a rule blocked, counted or challenged, or all. Default: matched. Cost: $0.50 a GB in CloudWatch Logs, about 1 KB a request. See https://docs.aws.amazon.com/waf/latest/developerguide/logging-management.html"""
    retention_in_days: NotRequired[Literal[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653]]
    """Days the records are kept: one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653. Default: 365."""
    kms_key_arn: NotRequired[pulumi.Input[str]]
    """A customer managed key that encrypts the log group; its policy must admit logs.<region>.amazonaws.com. Default: that of encryption."""
    redacted_headers: NotRequired[list[str]]
    """Headers, in lower case, whose values are not recorded."""
    bucket: NotRequired[pulumi.Input[str]]
    """An existing bucket whose name starts with aws-waf-logs-, instead of a log group. Default: a log group is created. See https://docs.aws.amazon.com/waf/latest/developerguide/logging-s3.html"""


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
