"""`LatencyObjective`, `ServiceObjectives`, `StackObjectives`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from collections.abc import Mapping
from typing import Literal, NotRequired, TypedDict


class LatencyObjective(TypedDict):
    """The share of requests that must be answered within a time."""

    threshold: float
    """Seconds within which the application must answer (0.001–60)."""
    target: NotRequired[float]
    """The share of requests in percent (90–99.999). Default: 99."""


class ServiceObjectives(TypedDict):
    """The objectives of one service."""

    availability: NotRequired[float | Literal[False]]
    """The share of requests in percent (90–99.999) that the tasks must answer with a status below 500."""
    latency: NotRequired[LatencyObjective | bool]
    """The share of requests that the tasks must answer within a time."""


class StackObjectives(TypedDict):
    """The objectives of all services that the load balancer reaches, and those of single services."""

    availability: NotRequired[float | Literal[False]]
    """The share of requests in percent (90–99.999) that the tasks must answer with a status below 500."""
    latency: NotRequired[LatencyObjective | bool]
    """The share of requests that the tasks must answer within a time."""
    services: NotRequired[Mapping[str, ServiceObjectives | bool]]
    """Other objectives for some services, by name; `false` for a service without any. What is left out is that of all services."""
