"""The rules of a web ACL beyond the managed groups, its logs, and what they need of AWS WAF."""

import re
from pathlib import Path
from typing import Any

import pytest
from fargate_web import LoadBalancer
from fargate_web.settings.managed_rule_groups import ANTI_DDOS_RULE_GROUP, MANAGED_RULE_GROUPS
from fargate_web.testing import ProgramError, Run, run

from tests.contract.declarations import declared, misfits

WEB_ACL = "aws:wafv2/webAcl:WebAcl"
IP_SET = "aws:wafv2/ipSet:IpSet"
LOGGING = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
NETWORK = {"vpc_id": "vpc-1", "public_subnet_ids": ["subnet-1", "subnet-2"]}
COMMON = "AWSManagedRulesCommonRuleSet"
KEY = "arn:aws:kms:us-west-2:123456789012:key/1a2b3c4d"
EVERYTHING: dict[str, Any] = {
    "managedRuleGroups": [COMMON],
    "ruleOverrides": {
        COMMON: {"NoUserAgent_HEADER": "count", "SizeRestrictions_BODY": {"exceptPaths": ["/uploads/*", "/import"]}},
    },
    "allowedAddresses": ["203.0.113.0/24"],
    "blockedAddresses": ["198.51.100.7/32", "2001:db8::/48"],
    "rateLimit": {"requests": 500, "window": 60, "action": "captcha", "forwardedHeader": "X-Forwarded-For"},
    "antiDdos": {"challenge": True, "sensitivity": "MEDIUM"},
}


def guarded(web_acl: Any, **wires: Any) -> Run:
    arguments = {"network": NETWORK, "webAcl": web_acl, "accessLogs": False, **wires}
    return run(lambda: LoadBalancer("web", arguments), config={"aws:region": "us-west-2"})


@pytest.fixture(scope="module")
def everything() -> Run:
    return guarded(EVERYTHING)


def rules(result: Run) -> dict[str, dict[str, Any]]:
    return {rule["name"]: rule for rule in result.find_one(WEB_ACL).inputs["rules"]}


def test_the_rules_stand_in_the_order_that_aws_recommends(everything: Run) -> None:
    found = everything.find_one(WEB_ACL).inputs["rules"]
    assert [(rule["priority"], rule["name"]) for rule in found] == [
        (0, "AWSManagedRulesAntiDDoSRuleSet"),
        (1, "allowed-addresses"),
        (2, "blocked-addresses"),
        (3, "rate-limit"),
        (4, COMMON),
        (5, "SizeRestrictions_BODY-elsewhere"),
    ]
    assert all(rule["visibilityConfig"]["metricName"] == rule["name"] for rule in found)


def test_everything_that_is_sent_is_declared_by_the_sdk(everything: Run) -> None:
    sent = [each for each in everything.resources if each.type.startswith("aws:wafv2/")]
    assert len(sent) == 6
    assert [fault for each in sent for fault in misfits(each.inputs, declared(each.type), each.name)] == []


def test_a_rule_of_a_group_gets_another_action_and_the_others_keep_theirs(everything: Run) -> None:
    group = rules(everything)[COMMON]
    assert group["overrideAction"] == {"none": {}}
    assert group["statement"]["managedRuleGroupStatement"]["ruleActionOverrides"] == [
        {"name": "NoUserAgent_HEADER", "actionToUse": {"count": {}}},
        {"name": "SizeRestrictions_BODY", "actionToUse": {"count": {}}},
    ]


def test_large_bodies_are_blocked_by_their_label_everywhere_but_on_the_paths(everything: Run) -> None:
    rule = rules(everything)["SizeRestrictions_BODY-elsewhere"]
    assert rule["action"] == {"block": {}}
    label, *elsewhere = rule["statement"]["andStatement"]["statements"]
    assert label == {"labelMatchStatement": {"scope": "LABEL", "key": "awswaf:managed:aws:core-rule-set:SizeRestrictions_Body"}}
    matches = [each["notStatement"]["statement"]["byteMatchStatement"] for each in elsewhere]
    assert [(each["positionalConstraint"], each["searchString"]) for each in matches] == [
        ("STARTS_WITH", "/uploads/"),
        ("EXACTLY", "/import"),
    ]
    # Otherwise /uploads/../admin would be let through as well.
    assert all([each["type"] for each in match["textTransformations"]] == ["URL_DECODE", "NORMALIZE_PATH"] for match in matches)


def test_addresses_are_in_a_set_for_each_version(everything: Run) -> None:
    sets = {each.name: (each.inputs["ipAddressVersion"], each.inputs["addresses"]) for each in everything.find_all(IP_SET)}
    assert sets == {
        "web-allowed-ipv4": ("IPV4", ["203.0.113.0/24"]),
        "web-blocked-ipv4": ("IPV4", ["198.51.100.7/32"]),
        "web-blocked-ipv6": ("IPV6", ["2001:db8::/48"]),
    }
    allowed, blocked = rules(everything)["allowed-addresses"], rules(everything)["blocked-addresses"]
    arns = {each.name: each.outputs["arn"] for each in everything.find_all(IP_SET)}
    assert (allowed["action"], allowed["statement"]) == (
        {"allow": {}},
        {"ipSetReferenceStatement": {"arn": arns["web-allowed-ipv4"]}},
    )
    assert blocked["action"] == {"block": {}}
    assert [each["ipSetReferenceStatement"]["arn"] for each in blocked["statement"]["orStatement"]["statements"]] == [
        arns["web-blocked-ipv4"],
        arns["web-blocked-ipv6"],
    ]


def test_the_rate_of_an_address_is_limited_by_the_connection_or_by_a_header(everything: Run) -> None:
    assert rules(everything)["rate-limit"]["action"] == {"captcha": {}}
    assert rules(everything)["rate-limit"]["statement"]["rateBasedStatement"] == {
        "limit": 500,
        "evaluationWindowSec": 60,
        "aggregateKeyType": "FORWARDED_IP",
        "forwardedIpConfig": {"headerName": "X-Forwarded-For", "fallbackBehavior": "NO_MATCH"},
    }
    plain = rules(guarded({"rateLimit": 2000}))["rate-limit"]
    assert (plain["action"], plain["statement"]["rateBasedStatement"]) == (
        {"block": {}},
        {"limit": 2000, "evaluationWindowSec": 300, "aggregateKeyType": "IP"},
    )


def test_the_rules_against_denial_of_service_challenge_browsers_only_if_asked_to(everything: Run) -> None:
    def configuration(result: Run) -> dict[str, Any]:
        [config] = rules(result)["AWSManagedRulesAntiDDoSRuleSet"]["statement"]["managedRuleGroupStatement"]["managedRuleGroupConfigs"]
        return config["awsManagedRulesAntiDdosRuleSet"]

    assert configuration(guarded({"antiDdos": True})) == {
        "clientSideActionConfig": {"challenge": {"usageOfAction": "DISABLED"}},
        "sensitivityToBlock": "LOW",
    }
    challenging = configuration(everything)
    assert challenging["sensitivityToBlock"] == "MEDIUM"
    challenge = challenging["clientSideActionConfig"]["challenge"]
    assert challenge["usageOfAction"] == "ENABLED"
    assert "api" in challenge["exemptUriRegularExpressions"][0]["regexString"]


def test_matched_requests_are_recorded_in_a_log_group_without_credentials() -> None:
    result = guarded(True, encryption_key={"arn": KEY})
    group = result.find_one(LOG_GROUP)
    assert group.outputs["name"].startswith("aws-waf-logs-")
    assert group.inputs == {"retentionInDays": 365, "kmsKeyId": KEY, "tags": {}, "namePrefix": "aws-waf-logs-web-"}
    logging = result.find_one(LOGGING).inputs
    assert logging["resourceArn"] == result.find_one(WEB_ACL).outputs["arn"]
    assert logging["logDestinationConfigs"] == [group.outputs["arn"]]
    assert logging["redactedFields"] == [{"singleHeader": {"name": "authorization"}}, {"singleHeader": {"name": "cookie"}}]
    [kept] = logging["loggingFilter"]["filters"]
    assert (logging["loggingFilter"]["defaultBehavior"], kept["behavior"], kept["requirement"]) == ("DROP", "KEEP", "MEETS_ANY")
    assert {each["actionCondition"]["action"] for each in kept["conditions"]} == {
        "BLOCK",
        "COUNT",
        "CAPTCHA",
        "CHALLENGE",
        "EXCLUDED_AS_COUNT",
    }


def test_the_records_may_go_to_a_bucket_or_nowhere_and_may_hold_everything() -> None:
    result = guarded({"logs": {"bucket": "aws-waf-logs-shop", "requests": "all", "redactedHeaders": []}})
    assert result.find_all(LOG_GROUP) == []
    assert result.find_one(LOGGING).inputs == {
        "resourceArn": result.find_one(WEB_ACL).outputs["arn"],
        "logDestinationConfigs": ["arn:aws:s3:::aws-waf-logs-shop"],
    }
    off = guarded({"logs": False})
    assert (off.find_all(LOGGING), off.find_all(LOG_GROUP)) == ([], [])


def test_an_existing_web_acl_keeps_its_own_logs() -> None:
    result = guarded("arn:aws:wafv2:us-west-2:123456789012:regional/webacl/web/1a2b3c4d")
    assert [each.type for each in result.resources if "wafv2" in each.type] == ["aws:wafv2/webAclAssociation:WebAclAssociation"]
    assert result.find_all(LOG_GROUP) == []


@pytest.mark.parametrize(
    ("web_acl", "says"),
    [
        ({"ruleOverrides": {"AWSManagedRulesSQLiRuleSet": {"SQLi_BODY": "count"}}}, "not among managedRuleGroups"),
        ({"ruleOverrides": {COMMON: {"SizeRestrictions_BODY": {}}}}, "neither is set; write action: count"),
        ({"ruleOverrides": {COMMON: {"SizeRestrictions_BODY": {"action": "count", "exceptPaths": ["/a"]}}}}, "no effect"),
        ({"ruleOverrides": {COMMON: {"SizeRestriction_BODY": {"exceptPaths": ["/a"]}}}}, "write SizeRestrictions_BODY"),
        ({"ruleOverrides": {COMMON: {"SizeRestrictions_BODY": {"exceptPaths": ["uploads"]}}}}, "write it like /uploads/"),
        ({"ruleOverrides": {COMMON: {"SizeRestrictions_BODY": {"exceptPaths": ["/*/uploads"]}}}}, "write it like /uploads/"),
        ({"allowedAddresses": ["203.0.113.7"]}, "write 203.0.113.7/32"),
        ({"allowedAddresses": ["203.0.113.7/24"]}, "write 203.0.113.0/24"),
        ({"blockedAddresses": ["0.0.0.0/0"]}, "takes no /0"),
        ({"blockedAddresses": ["example.com"]}, "no IP address"),
        ({"rateLimit": 9}, "10"),
        ({"rateLimit": {"requests": 100, "window": 90}}, "60, 120, 300"),
        ({"logs": {"bucket": "shop-logs"}}, "aws-waf-logs-"),
        ({"logs": {"bucket": "aws-waf-logs-shop", "retentionInDays": 30}}, "whose owner decides"),
        ({"antiDdos": {"challengeExemptions": ["/api/"]}}, "write challenge: true"),
        ({"arn": "arn:aws:wafv2:us-west-2:123456789012:regional/webacl/web/1a2b3c4d", "rateLimit": 100}, "no effect"),
    ],
)
def test_what_aws_waf_refuses_or_ignores_is_refused(web_acl: dict[str, Any], says: str) -> None:
    with pytest.raises(ProgramError, match=says):
        guarded(web_acl)


def test_the_labels_are_those_that_aws_documents() -> None:
    labels = {rule: label for group in MANAGED_RULE_GROUPS.values() for rule, label in group.labels_by_rule.items()}
    assert labels["UserAgent_BadBots_HEADER"] == "awswaf:managed:aws:core-rule-set:BadBots_Header"
    assert labels["SizeRestrictions_Cookie_HEADER"] == "awswaf:managed:aws:core-rule-set:SizeRestrictions_Cookie_Header"
    assert labels["EC2MetaDataSSRF_QUERYARGUMENTS"] == "awswaf:managed:aws:core-rule-set:EC2MetaDataSSRF_QueryArguments"
    assert labels["PROPFIND_METHOD"] == "awswaf:managed:aws:known-bad-inputs:Propfind_Method"
    assert labels["HostingProviderIPList"] == "awswaf:managed:aws:anonymous-ip-list:HostingProviderIPList"
    assert labels["UNIXShellCommandsVariables_BODY"] == "awswaf:managed:aws:posix-os:UNIXShellCommandsVariables_BODY"
    assert len(labels) == sum(len(group.labels_by_rule) for group in MANAGED_RULE_GROUPS.values())  # no two groups share a rule


def test_the_documentation_lists_the_capacity_of_each_group(root: Path) -> None:
    table = (root / "docs" / "web-acl.md").read_text(encoding="utf-8").split("## Capacity")[1].split("## Logs")[0]
    listed = {name: int(capacity) for name, capacity in re.findall(r"`(\w+)` \| (\d+)", table)}
    expected = {group: known.capacity for group, known in MANAGED_RULE_GROUPS.items()}
    assert listed == {"antiDdos" if group == ANTI_DDOS_RULE_GROUP else group: capacity for group, capacity in expected.items()}
