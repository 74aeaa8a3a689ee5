"""The managed rule groups of AWS WAF: their capacity, and the label that each rule gives to the requests that it matches.

From the pages below https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html, as of 2026-09-26. AWS adds rules to its
groups, so that a rule that is not listed here may exist.
"""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

ManagedRuleGroupName: TypeAlias = Literal[
    "AWSManagedRulesCommonRuleSet",
    "AWSManagedRulesAdminProtectionRuleSet",
    "AWSManagedRulesKnownBadInputsRuleSet",
    "AWSManagedRulesAmazonIpReputationList",
    "AWSManagedRulesAnonymousIpList",
    "AWSManagedRulesSQLiRuleSet",
    "AWSManagedRulesLinuxRuleSet",
    "AWSManagedRulesUnixRuleSet",
    "AWSManagedRulesWindowsRuleSet",
    "AWSManagedRulesPHPRuleSet",
    "AWSManagedRulesWordPressRuleSet",
]
ANTI_DDOS_RULE_GROUP: Final = "AWSManagedRulesAntiDDoSRuleSet"


@dataclass(frozen=True, slots=True)
class ManagedRuleGroup:
    """A managed rule group.

    Attributes:
        capacity: Its web ACL capacity units (WCU).
        labels_by_rule: The full label of each rule.
    """

    capacity: int
    labels_by_rule: Mapping[str, str]

    def find_closest_rule(self, name: str) -> str | None:
        """Return the rule that a misspelt name means: the one in another case, or a similar one. Return None if there is none."""
        close = difflib.get_close_matches(name, self.labels_by_rule, 1, 0.5)
        return next((rule for rule in self.labels_by_rule if rule.lower() == name.lower()), close[0] if close else None)


def _describe_group(capacity: int, namespace: str, rules: str) -> ManagedRuleGroup:
    """Describe a group. A rule is written as `name`, or as `name=label` if its label differs in more than the case of its last part."""
    labels: dict[str, str] = {}
    for rule in rules.split():
        name, _, label = rule.partition("=")
        labels[name] = f"awswaf:managed:aws:{namespace}:{label or _build_label(name)}"
    return ManagedRuleGroup(capacity, labels)


_PARTS_BY_SUFFIX: Final = {
    "BODY": "Body",
    "COOKIE": "Cookie",
    "HEADER": "Header",
    "METHOD": "Method",
    "QUERYARGUMENTS": "QueryArguments",
    "QUERYSTRING": "QueryString",
    "URIPATH": "URIPath",
}


def _build_label(rule: str) -> str:
    subject, _, part = rule.rpartition("_")
    return f"{subject}_{_PARTS_BY_SUFFIX[part]}" if subject and part in _PARTS_BY_SUFFIX else rule


MANAGED_RULE_GROUPS: Final[Mapping[str, ManagedRuleGroup]] = {
    "AWSManagedRulesCommonRuleSet": _describe_group(
        700,
        "core-rule-set",
        """
        NoUserAgent_HEADER UserAgent_BadBots_HEADER=BadBots_Header
        SizeRestrictions_QUERYSTRING SizeRestrictions_Cookie_HEADER SizeRestrictions_BODY SizeRestrictions_URIPATH
        EC2MetaDataSSRF_BODY EC2MetaDataSSRF_COOKIE EC2MetaDataSSRF_URIPATH EC2MetaDataSSRF_QUERYARGUMENTS
        GenericLFI_QUERYARGUMENTS GenericLFI_URIPATH GenericLFI_BODY
        RestrictedExtensions_URIPATH RestrictedExtensions_QUERYARGUMENTS
        GenericRFI_QUERYARGUMENTS GenericRFI_BODY GenericRFI_URIPATH
        CrossSiteScripting_COOKIE CrossSiteScripting_QUERYARGUMENTS CrossSiteScripting_BODY CrossSiteScripting_URIPATH
        """,
    ),
    "AWSManagedRulesAdminProtectionRuleSet": _describe_group(100, "admin-protection", "AdminProtection_URIPATH"),
    "AWSManagedRulesKnownBadInputsRuleSet": _describe_group(
        200,
        "known-bad-inputs",
        """
        JavaDeserializationRCE_HEADER JavaDeserializationRCE_BODY JavaDeserializationRCE_URIPATH JavaDeserializationRCE_QUERYSTRING
        Host_localhost_HEADER=Host_Localhost_Header PROPFIND_METHOD=Propfind_Method ExploitablePaths_URIPATH
        Log4JRCE_HEADER Log4JRCE_QUERYSTRING Log4JRCE_BODY Log4JRCE_URIPATH ReactJSRCE_BODY
        """,
    ),
    "AWSManagedRulesAmazonIpReputationList": _describe_group(
        25, "amazon-ip-list", "AWSManagedIPReputationList AWSManagedReconnaissanceList AWSManagedIPDDoSList"
    ),
    "AWSManagedRulesAnonymousIpList": _describe_group(50, "anonymous-ip-list", "AnonymousIPList HostingProviderIPList"),
    "AWSManagedRulesSQLiRuleSet": _describe_group(
        200, "sql-database", "SQLi_QUERYARGUMENTS SQLiExtendedPatterns_QUERYARGUMENTS SQLi_BODY SQLiExtendedPatterns_BODY SQLi_COOKIE"
    ),
    "AWSManagedRulesLinuxRuleSet": _describe_group(200, "linux-os", "LFI_URIPATH LFI_QUERYSTRING LFI_HEADER"),
    "AWSManagedRulesUnixRuleSet": _describe_group(
        100,
        "posix-os",
        """
        UNIXShellCommandsVariables_QUERYARGUMENTS=UNIXShellCommandsVariables_QUERYARGUMENTS
        UNIXShellCommandsVariables_BODY=UNIXShellCommandsVariables_BODY
        """,
    ),
    "AWSManagedRulesWindowsRuleSet": _describe_group(
        200,
        "windows-os",
        """
        WindowsShellCommands_COOKIE WindowsShellCommands_QUERYARGUMENTS WindowsShellCommands_BODY
        PowerShellCommands_COOKIE PowerShellCommands_QUERYARGUMENTS PowerShellCommands_BODY
        """,
    ),
    "AWSManagedRulesPHPRuleSet": _describe_group(
        100, "php-app", "PHPHighRiskMethodsVariables_HEADER PHPHighRiskMethodsVariables_QUERYSTRING PHPHighRiskMethodsVariables_BODY"
    ),
    "AWSManagedRulesWordPressRuleSet": _describe_group(
        100,
        "wordpress-app",
        """
        WordPressExploitableCommands_QUERYSTRING=WordPressExploitableCommands_QUERYSTRING
        WordPressExploitablePaths_URIPATH=WordPressExploitablePaths_URIPATH
        """,
    ),
    ANTI_DDOS_RULE_GROUP: _describe_group(50, "anti-ddos", "ChallengeAllDuringEvent ChallengeDDoSRequests DDoSRequests"),
}
"""By name."""
