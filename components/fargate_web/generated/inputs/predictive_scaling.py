"""`PredictiveScaling`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import Literal, NotRequired, TypedDict


class PredictiveScaling(TypedDict):
    """A forecast of the load of the next 48 hours, from up to 14 days, at least 24 hours. It adds tasks in advance and never removes any."""

    cpu: NotRequired[float]
    """The average CPU utilisation in percent that the forecast aims at (1–100)."""
    memory: NotRequired[float]
    """The average memory utilisation in percent that the forecast aims at (1–100)."""
    requests_per_target: NotRequired[float]
    """The requests per task and minute that the forecast aims at; web services only."""
    mode: NotRequired[Literal["ForecastOnly", "ForecastAndScale"]]
    """ForecastOnly shows the forecast in the console of ECS and changes nothing: look at it for some days first. ForecastAndScale adds tasks. Default: ForecastOnly. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/predictive-auto-scaling.html"""
    scheduling_buffer_time: NotRequired[int]
    """Seconds by which tasks start earlier than they are needed (1–3600): the time that one takes until it is healthy. Default: 300."""
    max_capacity_buffer: NotRequired[int]
    """Percent above the forecast to which the forecast may raise `maxCapacity` (1–100). Default: `maxCapacity` holds. Cost: the tasks above `maxCapacity`, which then no longer bounds the cost."""
