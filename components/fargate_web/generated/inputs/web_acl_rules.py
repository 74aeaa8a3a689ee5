"""`RuleOverride`, `RateLimit`, `AntiDdos`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import Literal, NotRequired, TypedDict


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
