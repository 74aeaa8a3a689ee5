"""`ScheduledAction`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import NotRequired, TypedDict


class ScheduledAction(TypedDict):
    """New capacity limits at a scheduled time."""

    schedule: str
    """cron(minute hour day-of-month month day-of-week year), rate(…) or at(…). See https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-scheduled-scaling.html"""
    timezone: NotRequired[str]
    """The time zone of the schedule (IANA name). Default: UTC."""
    min_capacity: NotRequired[int]
    """The lower limit from then on (0–5000)."""
    max_capacity: NotRequired[int]
    """The upper limit from then on (0–5000)."""
