"""Checks of AWS WAF."""

from typing import Final

from .check_description import CheckDescription

CHECKS_OF_WEB_ACLS: Final = (
    CheckDescription(
        "unknown-waf-rule",
        "warning",
        "a rule that its managed group does not have",
        "AWS WAF ignores an override whose rule does not exist, without an error: the rule that was meant goes on blocking.",
        "Write the name of a rule as AWS lists it, in the same case. A rule that AWS has added since this release can be silenced.",
        "https://docs.aws.amazon.com/waf/latest/APIReference/API_RuleActionOverride.html",
    ),
    CheckDescription(
        "waf-rule-without-label",
        "error",
        "exceptPaths of a rule that this release doesn't know",
        "Requests are let pass on the paths by counting the rule there, and blocked elsewhere by the label that the rule adds. The label of an unknown rule isn't known, "
        "so that nothing could block.",
        "Write the name of a rule as AWS lists it, in the same case.",
        "https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html",
    ),
    CheckDescription(
        "web-acl-capacity",
        "warning",
        "a web ACL above the capacity that its price includes, or that AWS WAF allows",
        "Up to 1,500 capacity units (WCU) are in the price of requests; each further 500 cost $0.20 a million requests. Above 5,000, AWS WAF refuses the web ACL "
        "(WAFLimitsExceededException), which is an error.",
        "Leave managed rule groups out that the application doesn't need: the common rules take 700, most others 100 or 200, each of exceptPaths 22.",
        "https://docs.aws.amazon.com/waf/latest/developerguide/aws-waf-capacity-units.html",
    ),
    CheckDescription(
        "invalid-address",
        "error",
        "a text that is no block of IP addresses",
        "AWS WAF refuses the list of addresses (WAFInvalidParameterException).",
        "Write the first address of the block and its length, like 203.0.113.0/24 or 2001:db8::/48, and /32 or /128 for one address. /0 is not allowed.",
        "https://docs.aws.amazon.com/waf/latest/APIReference/API_IPSet.html",
    ),
)
