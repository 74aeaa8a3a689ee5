"""`OperatingHours`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import NotRequired, TypedDict


class OperatingHours(TypedDict):
    """The hours in which the service runs. Outside them there are no tasks, and visitors get 503 from the load balancer."""

    start: str
    """When the tasks start, as HH:MM. The first one needs some minutes."""
    end: str
    """When the tasks stop, as HH:MM. Before `start`, it is on the following day."""
    days: NotRequired[str]
    """The days of the week on which `start` is: MON-FRI, or MON,WED,SAT. Default: MON-SUN."""
    timezone: NotRequired[str]
    """The time zone (IANA name); the hours follow daylight saving time. Default: UTC."""
