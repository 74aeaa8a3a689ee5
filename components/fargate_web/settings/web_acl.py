"""AWS WAF in front of the load balancer: a web ACL with managed rules, limits and lists of addresses, or an existing one."""

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BeforeValidator

from .arn_types import WebAclArn
from .fix import remove, rename, write
from .managed_rule_groups import MANAGED_RULE_GROUPS, ManagedRuleGroupName
from .section import (
    ALLOW_BOOLEAN,
    NUMBER_SCHEMA,
    STRING_SCHEMA,
    RuleViolation,
    Section,
    allow_shorthand,
    convert_to_key,
    describe_field,
    find_duplicates,
)
from .value_types import build_value_error
from .web_acl_logs import WebAclLogs
from .web_acl_rules import Address, AntiDdos, RateLimit, RuleName, RuleOverride


def _explain_rule_without_group(value: Any) -> Any:
    """Explain that a rule stands below its group."""
    group = next((name for name, group in MANAGED_RULE_GROUPS.items() if value in group.labels_by_rule), None)
    if group is not None:
        raise build_value_error(
            f"{value} is a rule of {group}, and rules stand below their group; write {group}: {{{value}: …}}", "not-a-choice"
        )
    return value


class WebAcl(Section):
    """AWS WAF in front of the load balancer. It inspects the first 8 KB of a body, which is fixed for load balancers."""

    arn: Annotated[
        WebAclArn | None, describe_field("An existing regional web ACL. Default: one is created with AWS's managed rule groups.")
    ] = None
    managed_rule_groups: Annotated[
        list[ManagedRuleGroupName],
        describe_field(
            "The managed rule groups of the created web ACL, in the order of evaluation. AWSManagedRulesCommonRuleSet blocks bodies over 8 KB: see ruleOverrides.",
            cost="$5 a month, $1 for each group, and $0.60 a million requests",
            source="https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html",
            min_length=1,
        ),
    ] = ["AWSManagedRulesAmazonIpReputationList", "AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet"]
    rule_overrides: Annotated[
        dict[
            Annotated[ManagedRuleGroupName, BeforeValidator(_explain_rule_without_group)],
            dict[RuleName, Annotated[RuleOverride, allow_shorthand("action", STRING_SCHEMA)]],
        ],
        describe_field(
            "Other actions of rules of the managed groups, by group and rule; a bare word is the action. A rule that blocks what it shouldn't is counted instead, or on some paths.",
            source="https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-rule-group-override-options.html",
            example={
                "AWSManagedRulesCommonRuleSet": {"SizeRestrictions_BODY": {"exceptPaths": ["/uploads/*"]}, "NoUserAgent_HEADER": "count"}
            },
        ),
    ] = {}
    allowed_addresses: Annotated[
        list[Address],
        describe_field(
            "Blocks of addresses (IPv4 or IPv6) whose requests pass without further rules, those against denial of service excepted.",
            cost="$1 a month",
            max_length=10_000,
            example=["203.0.113.0/24"],
        ),
    ] = []
    blocked_addresses: Annotated[
        list[Address],
        describe_field(
            "Blocks of addresses (IPv4 or IPv6) whose requests are blocked.",
            cost="$1 a month",
            max_length=10_000,
            example=["198.51.100.7/32"],
        ),
    ] = []
    rate_limit: Annotated[
        RateLimit | None,
        allow_shorthand("requests", NUMBER_SCHEMA),
        describe_field(
            "How many requests an address may send; a bare number is that of 5 minutes. Default: any number.",
            cost="$1 a month",
            source="https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html",
            example=2000,
        ),
    ] = None
    anti_ddos: Annotated[
        AntiDdos | None,
        ALLOW_BOOLEAN,
        describe_field(
            "AWS's managed rules against distributed denial of service; off by default.",
            cost="$15 a month and $0.80 a million requests, beside $1 for the rule",
            source="https://docs.aws.amazon.com/waf/latest/developerguide/waf-anti-ddos.html",
        ),
    ] = None
    logs: Annotated[
        WebAclLogs | None,
        ALLOW_BOOLEAN,
        describe_field(
            "Records of the requests that rules matched, in a log group `aws-waf-logs-…`; `false` turns it off.",
            cost="$0.50 a GB",
            source="https://docs.aws.amazon.com/waf/latest/developerguide/logging.html",
        ),
    ] = WebAclLogs()

    key_hints = {
        "rules": "write managedRuleGroups, ruleOverrides, rateLimit, allowedAddresses or blockedAddresses; for other rules write arn: <the ARN of your web ACL>",
        "excludedRules": "write ruleOverrides: {<group>: {<rule>: count}}",
        "ruleActionOverrides": "write ruleOverrides: {<group>: {<rule>: count}}",
        "uploadPaths": "write ruleOverrides: {AWSManagedRulesCommonRuleSet: {SizeRestrictions_BODY: {exceptPaths: [/uploads/*]}}}",
        "maxBodySize": "AWS WAF inspects the first 8 KB of a body behind a load balancer; write ruleOverrides: {AWSManagedRulesCommonRuleSet: {SizeRestrictions_BODY: {exceptPaths: […]}}}",
        "logging": "write logs: {…}",
        "ipSets": "write allowedAddresses and blockedAddresses",
        "allowList": "write allowedAddresses",
        "blockList": "write blockedAddresses",
        "denyList": "write blockedAddresses",
        "rateLimiting": "write rateLimit: {requests: …, window: 300}",
        "limit": "write rateLimit: {requests: …, window: 300}",
        "ddos": "write antiDdos: true",
    }

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that an existing web ACL stands alone, and that what is overridden and listed makes sense."""
        if self.arn is not None:
            for field in sorted(self.model_fields_set - {"arn"}):
                yield RuleViolation(
                    (field, "arn"),
                    "the web ACL that arn names has rules and logs of its own, so that this would have no effect",
                    "setting-without-effect",
                    (remove(convert_to_key(self, field)), remove("arn")),
                )
            return
        for group in self.rule_overrides:
            if group not in self.managed_rule_groups:
                yield RuleViolation(
                    (f"rule_overrides.{group}", "managed_rule_groups"),
                    f"{group} is not among managedRuleGroups, so that this would have no effect",
                    "setting-without-effect",
                    (write("managedRuleGroups", value=[*self.managed_rule_groups, group]), remove("ruleOverrides", group)),
                )
        yield from self._find_unknown_labels()
        yield from self._find_addresses_in_both()
        for field in ("managed_rule_groups", "allowed_addresses", "blocked_addresses"):
            key, values = convert_to_key(self, field), getattr(self, field)
            for duplicate in find_duplicates(values):
                fix = write(key, value=list(dict.fromkeys(values)), certain=True)
                yield RuleViolation((field,), f"{duplicate!r} is listed twice (WAFDuplicateItemException)", "listed-twice", (fix,))

    def _find_addresses_in_both(self) -> Iterator[RuleViolation]:
        """Check that no block is allowed and blocked: the first of the two rules decides."""
        for block in (block for block in self.blocked_addresses if block in self.allowed_addresses):
            rest = [other for other in self.blocked_addresses if other != block]
            yield RuleViolation(
                ("blocked_addresses", "allowed_addresses"),
                f"{block} is allowed too, and what is allowed is decided before, so that this would have no effect",
                "setting-without-effect",
                (write("blockedAddresses", value=rest) if rest else remove("blockedAddresses"),),
            )

    def _find_unknown_labels(self) -> Iterator[RuleViolation]:
        """Check that the label of each rule with paths is known, by which another rule blocks elsewhere."""
        for group, overrides in self.rule_overrides.items():
            known = MANAGED_RULE_GROUPS[group]
            for rule, override in overrides.items():
                if override.except_paths and rule not in known.labels_by_rule:
                    closest = known.find_closest_rule(rule)
                    path = ("ruleOverrides", group, rule)
                    yield RuleViolation(
                        (f"rule_overrides.{group}.{rule}",),
                        f"{group} has no rule {rule} that this release knows, and exceptPaths needs the label of a rule",
                        "waf-rule-without-label",
                        (rename(*path, to=closest), remove(*path)) if closest else (remove(*path),),
                    )

    def list_label_rules(self) -> list[tuple[str, str, list[str]]]:
        """List the rules that block by label outside some paths: the name of the managed rule, its label, and the paths."""
        found: list[tuple[str, str, list[str]]] = []
        for group, overrides in self.rule_overrides.items():
            for rule, override in overrides.items():
                label = MANAGED_RULE_GROUPS[group].labels_by_rule.get(rule)
                if override.except_paths and label:
                    found.append((rule, label, override.except_paths))
        return found
