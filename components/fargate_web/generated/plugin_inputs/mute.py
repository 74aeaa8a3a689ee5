"""`Mute`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import NotRequired, TypedDict


class Mute(TypedDict):
    """A time of planned work, during which alarms notify nobody. They still change their states: a deployment is rolled back by them as ever."""

    schedule: str
    """When it begins: cron(minute hour day-of-month month day-of-week), or at(yyyy-mm-ddThh:mm) for once. See https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Schedule.html"""
    duration: str
    """How long it takes, in ISO 8601 (PT1M–P15D): PT4H, P2DT12H. See https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Schedule.html"""
    timezone: NotRequired[str]
    """The time zone of the schedule (IANA name). Default: UTC."""
    services: NotRequired[list[str]]
    """The services and scheduled tasks whose alarms it mutes. Default: all alarms of the stack, those of the load balancer included. See https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-mute-rules.html"""
