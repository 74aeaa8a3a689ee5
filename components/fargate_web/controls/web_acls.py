"""Controls of web ACLs."""

from collections.abc import Iterator, Mapping
from typing import Final

from .control import Control, Parameters
from .resource import UNKNOWN, RegisteredResource, RegisteredStack
from .sources import CHECKOV, link_security_hub

_WEB_ACL: Final = ("aws:wafv2/webAcl:WebAcl",)
_LOG4J_GROUPS: Final = ("AWSManagedRulesKnownBadInputsRuleSet", "AWSManagedRulesAnonymousIpList")


def _find_empty_web_acl(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    if not resource.is_set("rules") and not resource.is_set("ruleJson"):
        yield "it has no rules"


def _find_missing_log4j_rules(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    if resource.get("rules") is UNKNOWN or resource.is_set("ruleJson"):
        return
    groups = set()
    for rule in resource.list_blocks("rules"):
        statement = rule.get("statement")
        managed = statement.get("managedRuleGroupStatement") if isinstance(statement, Mapping) else None
        if isinstance(managed, Mapping) and "none" in (rule.get("overrideAction") or {}):
            groups.add(managed.get("name"))
    missing = [group for group in _LOG4J_GROUPS if group not in groups]
    if missing:
        yield f"its rules lack {' and '.join(missing)}, or only count their matches"


def _find_missing_web_acl_logs(resource: RegisteredResource, stack: RegisteredStack, parameters: Parameters) -> Iterator[str]:
    if not [*stack.find_companions(resource, "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", "resourceArn")]:
        yield "what it refuses is not logged"


def _find_missing_web_acl_metrics(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    configurations = [resource.get("visibilityConfig"), *(rule.get("visibilityConfig") for rule in resource.list_blocks("rules"))]
    if any(isinstance(each, Mapping) and each.get("cloudwatchMetricsEnabled") is False for each in configurations):
        yield "it has rules without metrics"


WEB_ACL_CONTROLS: Final = (
    Control(
        "waf-rules",
        "Web ACLs have rules",
        "medium",
        _WEB_ACL,
        ("WAF.10", "CKV_AWS_175"),
        link_security_hub("WAF.10"),
        "AWS's managed rule groups",
        find=_find_empty_web_acl,
        level="mandatory",
    ),
    Control(
        "waf-log4j",
        "Web ACLs refuse attacks on Log4j",
        "high",
        _WEB_ACL,
        ("CKV_AWS_192", "CKV2_AWS_76"),
        CHECKOV,
        "the groups for known bad inputs and for anonymous addresses",
        "`webAcl: true` lacks the second group, `managedRuleGroups` can name it",
        by_default=False,
        find=_find_missing_log4j_rules,
    ),
    Control(
        "waf-logs",
        "Web ACLs log what they refuse",
        "low",
        _WEB_ACL,
        ("WAF.11", "CKV2_AWS_31"),
        link_security_hub("WAF.11"),
        "a log group for what rules matched, with `webAcl`",
        "`webAcl: {logs: false}`",
        find_in_stack=_find_missing_web_acl_logs,
    ),
    Control(
        "waf-metrics",
        "Rules of web ACLs have metrics",
        "medium",
        _WEB_ACL,
        ("WAF.12",),
        link_security_hub("WAF.12"),
        "always",
        find=_find_missing_web_acl_metrics,
        level="mandatory",
    ),
)
