"""Checks of regular expressions, rewrites and addresses of listener rules, and of what the load balancer answers by itself."""

from typing import Final

from .check_description import CheckDescription

_ELB: Final = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application"
_REDIRECTS: Final = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RedirectActionConfig.html"

CHECKS_OF_RULES: Final = (
    CheckDescription(
        "invalid-regular-expression",
        "error",
        "a regular expression that the load balancer can't evaluate",
        "The rule is refused (ValidationError): it isn't a regular expression, or has lookarounds, backreferences, atomic groups, possessive quantifiers, subroutines or Unicode classes.",
        "Write it without them, such as ^/v[0-9]+/.*$.",
        f"{_ELB}/listener-rules.html",
    ),
    CheckDescription(
        "patterns-and-expressions",
        "error",
        "a rule that compares a host or a path with patterns and with regular expressions",
        "The rule is refused (ValidationError).",
        "Write one of the two.",
        f"{_ELB}/rule-condition-types.html",
    ),
    CheckDescription(
        "replacement-without-group",
        "error",
        "a rewrite that repeats a group which its expression doesn't have",
        "The service would get another URL or host than meant, or clients status 500.",
        "Put what is to be repeated into parentheses, and write $1 for the first.",
        f"{_ELB}/rule-transforms.html",
    ),
    CheckDescription(
        "rewrite-without-slash",
        "error",
        "a rewritten URL that doesn't start with a slash",
        "The expression takes the first slash of the URL away, and the replacement brings none: the rewrite fails, and clients get status 500.",
        "Start the replacement with a slash: /$1.",
        f"{_ELB}/rule-transforms.html",
    ),
    CheckDescription(
        "invalid-header",
        "error",
        "a condition for a header that no rule can compare",
        "The rule is refused (ValidationError): names of headers have no spaces, colons and wildcards, and the header Host has a condition of its own.",
        "Write the name alone, such as X-Tenant, or hosts: [api.example.com].",
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_HttpHeaderConditionConfig.html",
    ),
    CheckDescription(
        "no-single-answer",
        "error",
        "a rule of the load balancer with no answer, or with two",
        "AWS demands exactly one.",
        "Write fixedResponse or redirect.",
        f"{_ELB}/rule-action-types.html",
    ),
    CheckDescription(
        "invalid-redirect",
        "error",
        "a redirect to something that is not the part of a URL",
        "The rule is refused (ValidationError), or leads to a URL with two question marks.",
        "Start the path with a slash, write the query without its question mark, and repeat only what AWS knows: #{host}, #{path}, #{port}, #{query}.",
        _REDIRECTS,
    ),
    CheckDescription(
        "redirect-as-text",
        "error",
        "a redirect that is written as a URL",
        "A redirect is a map, so that each part of the URL can be changed or kept.",
        "Write {host: example.com}, with protocol, port, path and query if they change.",
        _REDIRECTS,
    ),
    CheckDescription(
        "redirect-to-http",
        "error",
        "a redirect from HTTPS to HTTP",
        "The rule is refused (InvalidLoadBalancerAction).",
        "Remove protocol.",
        _REDIRECTS,
    ),
    CheckDescription(
        "redirect-loop",
        "error",
        "a redirect that leads to itself, directly or by other redirects",
        "Browsers follow it some twenty times and give up (ERR_TOO_MANY_REDIRECTS).",
        "Let the conditions leave out the target of the redirect.",
        _REDIRECTS,
    ),
    CheckDescription(
        "shadowed-rule",
        "error",
        "a rule of the load balancer that never answers",
        "A rule before it takes all of its requests.",
        "Give it a lower priority number, or other conditions.",
        f"{_ELB}/listener-rules.html",
    ),
    CheckDescription(
        "answered-before-services",
        "warning",
        "a rule of the load balancer that takes every request of a service by the calculated order",
        "The service gets none, which is right for a maintenance page and wrong for a redirect with the same conditions.",
        "Write the priority if it is meant, or other conditions.",
        f"{_ELB}/listener-rules.html",
    ),
    CheckDescription(
        "rule-without-service",
        "warning",
        "a rule of the load balancer in a stack whose services have no route",
        "There is no load balancer, so that nothing answers.",
        "Remove the rule, or give a service a port.",
    ),
    CheckDescription(
        "address-of-a-proxy",
        "warning",
        "addresses of clients behind CloudFront",
        "The load balancer compares the address of the connection, which is CloudFront's, so that no request matches.",
        "Restrict clients by AWS WAF at the distribution.",
        f"{_ELB}/rule-condition-types.html#source-ip-conditions",
    ),
    CheckDescription(
        "address-outside-load-balancer",
        "warning",
        "addresses of a route that the load balancer doesn't admit",
        "Its security group drops their connections before any rule.",
        "Remove the block, or add it to loadBalancer.allowedCidrBlocks.",
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-update-security-groups.html",
    ),
)
