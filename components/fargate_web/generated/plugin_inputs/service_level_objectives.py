"""`LatencyObjective`, `ServiceObjectives`, `StackObjectives`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import Any, NotRequired, TypedDict


class LatencyObjective(TypedDict):
    """The share of requests that must be answered within a time."""

    enabled: NotRequired[bool]
    """`false` leaves it out. Default: true, where the section is said."""
    threshold: float
    """Seconds within which the application must answer (0.001–60)."""
    target: NotRequired[float]
    """The share of requests in percent (90–99.999). Default: 99."""


class ServiceObjectives(TypedDict):
    """The objectives of one service."""

    enabled: NotRequired[bool]
    """`false` leaves it out. Default: true, where the section is said."""
    availability: NotRequired[Any]
    """The share of requests in percent (90–99.999) that the tasks must answer with a status below 500. Write a number, or false."""
    latency: NotRequired[LatencyObjective]
    """The share of requests that the tasks must answer within a time. Here `{}` is what true means, and `{enabled: false}` what false means."""


class StackObjectives(TypedDict):
    """The objectives of all services that the load balancer reaches, and those of single services."""

    availability: NotRequired[Any]
    """The share of requests in percent (90–99.999) that the tasks must answer with a status below 500. Write a number, or false."""
    latency: NotRequired[LatencyObjective]
    """The share of requests that the tasks must answer within a time. Here `{}` is what true means, and `{enabled: false}` what false means."""
    services: NotRequired[dict[str, ServiceObjectives]]
    """Other objectives for some services, by name; `false` for a service without any. What is left out is that of all services."""
