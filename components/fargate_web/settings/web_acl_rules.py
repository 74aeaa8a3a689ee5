"""The rules of a web ACL that a stack file can shape: overrides of managed rules, rates, addresses and denial of service."""

import ipaddress
import re
from collections.abc import Iterator
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field, WithJsonSchema

from .fix import remove, write
from .section import RuleViolation, Section, describe_field, find_duplicates
from .value_types import build_value_error

_PATH_PATTERN: Final = re.compile(r"/[A-Za-z0-9/_.~!$&'()+,;=:@%-]{0,198}\*?")
_DEFAULT_CHALLENGE_EXEMPTIONS: Final = (
    r"\/api\/|\.(acc|avi|css|gif|ico|jpe?g|js|json|mp[34]|ogg|otf|pdf|png|tiff?|ttf|webm|webp|woff2?|xml)$"
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
