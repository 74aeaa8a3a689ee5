"""`FixedResponse`, `Redirect`, `LoadBalancerRule`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import NotRequired, TypedDict

from .rule_conditions import Header
from .rule_conditions import QueryString


class FixedResponse(TypedDict):
    """A response of the load balancer itself."""

    status_code: int
    """The status code (200–299, 400–599). See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html"""
    content_type: NotRequired[str]
    """The type of the body. One of text/plain, text/css, text/html, application/javascript, application/json. Default: text/plain. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html"""
    body: NotRequired[str]
    """The body (1024 characters at most). Default: an empty one. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html"""


class Redirect(TypedDict):
    """Sends clients to another URL. A part that is omitted stays that of the request; `#{host}`, `#{path}` (without its first slash), `#{port}` and `#{query}` stand for parts of the request's URL."""

    protocol: NotRequired[str]
    """The protocol of the new URL. Default: that of the request. One of HTTP, HTTPS. See https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RedirectActionConfig.html"""
    host: NotRequired[str]
    """The host of the new URL, which may contain `#{host}`. Default: that of the request. See https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RedirectActionConfig.html"""
    port: NotRequired[int]
    """The port of the new URL (1–65535). Default: that of the protocol if it is set, otherwise that of the request. See https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RedirectActionConfig.html"""
    path: NotRequired[str]
    """The path of the new URL, which starts with a slash. Default: that of the request. See https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RedirectActionConfig.html"""
    query: NotRequired[str]
    """The query string of the new URL, without its question mark; "" removes it. Default: that of the request. See https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RedirectActionConfig.html"""
    status_code: NotRequired[int]
    """301 (permanent: browsers remember it) or 302 (temporary). Default: 302. See https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RedirectActionConfig.html"""


class LoadBalancerRule(TypedDict):
    """Requests that no service gets: the load balancer answers or redirects them. Without conditions: all of them that no rule before takes."""

    hosts: NotRequired[list[str]]
    """Host names of which one must match; * and ? are wildcards."""
    paths: NotRequired[list[str]]
    """Path patterns of which one must match; * and ? are wildcards."""
    host_regex_values: NotRequired[list[str]]
    """Regular expressions of which one must match the host, instead of hosts. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html"""
    path_regex_values: NotRequired[list[str]]
    """Regular expressions of which one must match the path, instead of paths. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html"""
    methods: NotRequired[list[str]]
    """HTTP methods of which one must match, in capitals."""
    headers: NotRequired[list[Header]]
    """Headers that must all match."""
    query_strings: NotRequired[list[QueryString]]
    """Parameters of the query string that must all match (5 at most). See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html#query-string-conditions"""
    allowed_cidr_blocks: NotRequired[list[str]]
    """Blocks of addresses (IPv4 or IPv6) from which clients may connect; the next rule that matches answers the requests of others, or the load balancer by loadBalancer.defaultResponse. The address is that of the connection: behind a proxy or CloudFront it is theirs. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html"""
    priority: NotRequired[int]
    """The priority of the rule (1–50000). Set it if the calculated order of all services (most specific first) is not the intended one, or if the listener has rules from elsewhere. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-update-rules.html"""
    fixed_response: NotRequired[FixedResponse]
    """The response, such as a maintenance page."""
    redirect: NotRequired[Redirect]
    """Where clients are sent to."""
