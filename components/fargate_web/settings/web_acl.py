"""AWS WAF in front of the load balancer: a web ACL with managed rules, limits and lists of addresses, or an existing one."""

import difflib
import ipaddress
import re
from collections.abc import Iterator
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import AfterValidator, Field, WithJsonSchema

from .arn_types import KmsKeyArn, WebAclArn
from .fix import remove, rename, write
from .logs import RETENTION_CHOICES, RetentionInDays
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
from .value_types import ALLOW_OUTPUT, build_name_type, build_value_error

_PATH_PATTERN: Final = re.compile(r"/[A-Za-z0-9/_.~!$&'()+,;=:@%-]{0,198}\*?")
_DEFAULT_CHALLENGE_EXEMPTIONS: Final = (
    r"\/api\/|\.(acc|avi|css|gif|ico|jpe?g|js|json|mp[34]|ogg|otf|pdf|png|tiff?|ttf|webm|webp|woff2?|xml)$"
)

LogBucketName: TypeAlias = build_name_type(  # type: ignore[valid-type]
    "an S3 bucket for logs of AWS WAF",
    r"aws-waf-logs-[a-z0-9.-]{0,49}[a-z0-9]",
    63,
    "write a bucket whose name starts with aws-waf-logs-, which AWS WAF demands",
)


def _validate_path(value: str) -> str:
    if not _PATH_PATTERN.fullmatch(value):
        raise build_value_error(
            f"{value!r} is no path that a rule can compare: it starts with a slash, has 200 characters at most, and * only at its end; write it like /uploads/*",
            "invalid-path-pattern",
        )
    return value


def _validate_address(value: str) -> str:
    try:
        network = ipaddress.ip_network(value, strict=False)
    except ValueError:
        raise build_value_error(f"{value!r} is no IP address; write it like 203.0.113.7/32 or 2001:db8::/48", "invalid-address") from None
    if network.prefixlen == 0:
        raise build_value_error(f"{value!r} is every address, and AWS WAF takes no /0 (WAFInvalidParameterException)", "invalid-address")
    if value != str(network):
        fixes = (write(value=str(network), certain="/" not in value),)
        raise build_value_error(f"{value!r} isn't written as a block, which AWS WAF demands", "invalid-address", fixes=fixes)
    return value


UriPath = Annotated[str, AfterValidator(_validate_path), WithJsonSchema({"type": "string", "pattern": f"^{_PATH_PATTERN.pattern}$"})]
Address = Annotated[str, AfterValidator(_validate_address), WithJsonSchema({"type": "string", "pattern": r"^[0-9A-Fa-f:.]+/[0-9]{1,3}$"})]
RuleName = Annotated[str, Field(pattern=r"^[\w-]{1,128}$")]


class RuleOverride(Section):
    """What a rule of a managed group does with the requests that it matches, instead of its own action."""

    action: Annotated[
        Literal["count", "allow", "block", "captcha", "challenge"] | None,
        describe_field(
            "The action for every path. count only counts and labels them; allow lets them pass all later rules.",
            cost="captcha $4 for 10,000 answers, challenge $0.40 a million",
            source="https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-rule-group-override-options.html",
        ),
    ] = None
    except_paths: Annotated[
        list[UriPath],
        describe_field(
            "Paths on which the rule only counts, with * at the end; everywhere else it blocks. A rule by its label follows the managed groups for this.",
            cost="$1 a month for the rule",
            source="https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-label-match.html",
            max_length=20,
            example=["/uploads/*"],
        ),
    ] = []

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that there is one of the two, and that no path is listed twice."""
        if (self.action is None) == (not self.except_paths):
            problem = "the action holds for every path, so that the paths would have no effect" if self.action else "neither is set"
            yield RuleViolation(
                ("action", "except_paths"),
                f"a rule has either another action or exceptPaths, and {problem}",
                "setting-without-effect",
                (remove("action"), remove("exceptPaths")) if self.action else (write("action", value="count"),),
            )
        for duplicate in find_duplicates(self.except_paths):
            fix = write("exceptPaths", value=list(dict.fromkeys(self.except_paths)), certain=True)
            yield RuleViolation(("except_paths",), f"{duplicate!r} is listed twice", "listed-twice", (fix,))


class RateLimit(Section):
    """How many requests an address may send."""

    requests: Annotated[
        int,
        describe_field(
            "The requests of one address within the window (10–2000000000); AWS WAF checks about every 10 seconds.",
            source="https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html",
            ge=10,
            le=2_000_000_000,
            example=2000,
        ),
    ]
    window: Annotated[Literal[60, 120, 300, 600], describe_field("Seconds that are counted: 60, 120, 300 or 600.")] = 300
    action: Annotated[
        Literal["block", "count", "captcha", "challenge"], describe_field("What happens to the requests of an address above the limit.")
    ] = "block"
    forwarded_header: Annotated[
        str | None,
        describe_field(
            "The header with the address of the client, such as X-Forwarded-For, behind a CDN or proxy, which has one address for all its clients. Clients can write it "
            "themselves, so that only the CDN may reach the load balancer. Default: the address of the connection.",
            pattern=r"^[a-zA-Z0-9-]{1,255}$",
            example="X-Forwarded-For",
        ),
    ] = None


class AntiDdos(Section):
    """AWS's managed rules against distributed denial of service: they learn the usual traffic, and block what takes part in an attack."""

    sensitivity: Annotated[
        Literal["LOW", "MEDIUM", "HIGH"],
        describe_field(
            "From which suspicion on a request is blocked: LOW blocks the most suspicious only, HIGH all that are suspected.",
            source="https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-anti-ddos.html",
        ),
    ] = "LOW"
    challenge: Annotated[
        bool,
        describe_field(
            "Whether browsers must solve a silent challenge during an attack. Clients that run no JavaScript can't, and get 202 instead of an answer."
        ),
    ] = False
    challenge_exemptions: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=512)]],
        describe_field(
            "Regular expressions of the URIs that are never challenged, such as those of APIs. Default: AWS's, for /api/ and static files.",
            min_length=1,
            max_length=5,
        ),
    ] = [_DEFAULT_CHALLENGE_EXEMPTIONS]

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that exemptions stand beside a challenge."""
        if "challenge_exemptions" in self.model_fields_set and not self.challenge:
            yield RuleViolation(
                ("challenge_exemptions", "challenge"),
                "nothing is challenged without challenge: true",
                "setting-without-effect",
                (write("challenge", value=True), remove("challengeExemptions")),
            )


class WebAclLogs(Section):
    """The requests that AWS WAF inspected, in a log group of their own or in a bucket."""

    requests: Annotated[
        Literal["matched", "all"],
        describe_field(
            "Which requests are recorded: matched, those that a rule blocked, counted or challenged, or all.",
            cost="$0.50 a GB in CloudWatch Logs, about 1 KB a request",
            source="https://docs.aws.amazon.com/waf/latest/developerguide/logging-management.html",
        ),
    ] = "matched"
    retention_in_days: Annotated[RetentionInDays, describe_field(f"Days the records are kept: one of {RETENTION_CHOICES}.")] = 365
    kms_key_arn: Annotated[
        KmsKeyArn | None,
        describe_field(
            "A customer managed key that encrypts the log group; its policy must admit logs.<region>.amazonaws.com. Default: that of encryption."
        ),
    ] = None
    redacted_headers: Annotated[
        list[Annotated[str, Field(pattern=r"^[a-z0-9-]{1,64}$")]],
        describe_field("Headers, in lower case, whose values are not recorded."),
    ] = ["authorization", "cookie"]
    bucket: Annotated[
        Annotated[LogBucketName, ALLOW_OUTPUT] | None,
        describe_field(
            "An existing bucket whose name starts with aws-waf-logs-, instead of a log group. Default: a log group is created.",
            source="https://docs.aws.amazon.com/waf/latest/developerguide/logging-s3.html",
            example="aws-waf-logs-shop",
        ),
    ] = None

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that settings of the log group are not set for a bucket."""
        if self.bucket is not None:
            for field in sorted(self.model_fields_set & {"retention_in_days", "kms_key_arn"}):
                yield RuleViolation(
                    (field, "bucket"),
                    "this is a setting of the log group that is created, but the records go to a bucket, whose owner decides that",
                    "setting-without-effect",
                    (remove(convert_to_key(self, field)), remove("bucket")),
                )


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
        dict[ManagedRuleGroupName, dict[RuleName, Annotated[RuleOverride, allow_shorthand("action", STRING_SCHEMA)]]],
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
        for field in ("managed_rule_groups", "allowed_addresses", "blocked_addresses"):
            key, values = convert_to_key(self, field), getattr(self, field)
            for duplicate in find_duplicates(values):
                fix = write(key, value=list(dict.fromkeys(values)), certain=True)
                yield RuleViolation((field,), f"{duplicate!r} is listed twice (WAFDuplicateItemException)", "listed-twice", (fix,))

    def _find_unknown_labels(self) -> Iterator[RuleViolation]:
        """Check that the label of each rule with paths is known, by which another rule blocks elsewhere."""
        for group, overrides in self.rule_overrides.items():
            known = MANAGED_RULE_GROUPS[group].labels_by_rule
            for rule, override in overrides.items():
                if override.except_paths and rule not in known:
                    close = difflib.get_close_matches(rule, known, 1, 0.5)
                    path = ("ruleOverrides", group, rule)
                    yield RuleViolation(
                        (f"rule_overrides.{group}.{rule}",),
                        f"{group} has no rule {rule} that this release knows, and exceptPaths needs the label of a rule",
                        "unknown-waf-rule",
                        (rename(*path, to=close[0]), remove(*path)) if close else (remove(*path),),
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
