"""`Route`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import Any, NotRequired, TypedDict

from .authentication import Authentication
from .regular_expressions import Rewrite
from .rule_conditions import Header
from .rule_conditions import QueryString


class Route(TypedDict):
    """Which requests the load balancer forwards to the service. Without hosts and paths: all of them."""

    enabled: NotRequired[bool]
    """`false` leaves it out. Default: true, where the section is said."""
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
    url_rewrite: NotRequired[Rewrite]
    """Rewrites the path and the query string before the service gets the request. Rules compare what the client sent. Health checks are not rewritten. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-transforms.html"""
    host_header_rewrite: NotRequired[Rewrite]
    """Rewrites the header Host before the service gets the request. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-transforms.html"""
    authentication: NotRequired[Any]
    """Makes users log in, or clients bring a token, before their requests reach the service. Needs HTTPS and the strategy rolling. Default: that of the load balancer; `false` turns it off. Write an object, or false."""
    open_paths: NotRequired[list[str]]
    """Paths of the route that need no login, such as those of webhooks; * and ? are wildcards. They get a listener rule of their own. Health checks need no entry."""
    open_paths_priority: NotRequired[int]
    """The priority of the rule for openPaths (1–50000), below that of the route. Default: calculated."""
