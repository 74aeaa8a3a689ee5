"""`Header`, `Route`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import Any, NotRequired, TypedDict

from .authentication import Authentication


class Header(TypedDict):
    """A header that a request must carry."""

    name: str
    """The name of the header (40 characters at most)."""
    values: list[str]
    """Values of which one must match; * and ? are wildcards."""


class Route(TypedDict):
    """Which requests the load balancer forwards to the service. Without hosts and paths: all of them."""

    enabled: NotRequired[bool]
    """`false` leaves it out. Default: true, where the section is said."""
    hosts: NotRequired[list[str]]
    """Host names of which one must match; * and ? are wildcards."""
    paths: NotRequired[list[str]]
    """Path patterns of which one must match; * and ? are wildcards."""
    methods: NotRequired[list[str]]
    """HTTP methods of which one must match, in capitals."""
    headers: NotRequired[list[Header]]
    """Headers that must all match."""
    priority: NotRequired[int]
    """The priority of the rule (1–50000). Set it if the calculated order of all services (most specific first) is not the intended one, or if the listener has rules from elsewhere. See https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-update-rules.html"""
    authentication: NotRequired[Any]
    """Makes users log in, or clients bring a token, before their requests reach the service. Needs HTTPS and the strategy rolling. Default: that of the load balancer; `false` turns it off. Write an object, or false."""
    open_paths: NotRequired[list[str]]
    """Paths of the route that need no login, such as those of webhooks; * and ? are wildcards. They get a listener rule of their own. Health checks need no entry."""
    open_paths_priority: NotRequired[int]
    """The priority of the rule for openPaths (1–50000), below that of the route. Default: calculated."""
