"""`CapacityProvider`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import Literal, NotRequired, TypedDict


class CapacityProvider(TypedDict):
    """A share of the tasks for one capacity provider."""

    capacity_provider: Literal["FARGATE", "FARGATE_SPOT"]
    """FARGATE, or FARGATE_SPOT, whose tasks AWS may stop with two minutes' notice. Cost: FARGATE_SPOT costs up to 70 % less."""
    weight: NotRequired[int]
    """Its share of the tasks above the base, relative to the other weights (0–1000). Default: 1."""
    base: NotRequired[int]
    """The minimum number of tasks that run on it (0–100000); only one provider may have a base. Default: 0."""
