"""The hours in which a service runs; outside them it runs no tasks."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Final

from pydantic import AfterValidator, WithJsonSchema

from .cron_calendar import WEEKDAYS
from .fix import write, write_text
from .schedule import TimeZone
from .scheduled_action import ScheduledAction
from .section import RuleViolation, Section, describe_field
from .value_types import build_value_error

HOURS_BEGIN: Final = "hours-begin"
HOURS_END: Final = "hours-end"
"""The names of the scheduled actions that begin and end the hours."""

_TIME_PATTERN: Final = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_DAY: Final = "|".join(WEEKDAYS)
_DAYS_PATTERN: Final = re.compile(rf"(?:{_DAY})(?:-(?:{_DAY}))?(?:,(?:{_DAY})(?:-(?:{_DAY}))?)*")


def _validate_time(value: str) -> str:
    if _TIME_PATTERN.fullmatch(value):
        return value
    loose = re.fullmatch(r"([0-9]{1,2})(?:[:.h]?([0-5][0-9]))?\s*(am|pm|AM|PM)?", value.strip())
    if loose:
        hour = int(loose[1]) % 12 + (12 if loose[3].lower() == "pm" else 0) if loose[3] else int(loose[1]) % 24
        meant = f"{hour:02}:{loose[2] or '00'}"
        if _TIME_PATTERN.fullmatch(meant):
            raise build_value_error(f"{value!r} isn't a time of day", "invalid-time-of-day", fixes=(write_text(meant),))
    raise build_value_error(f'{value!r} isn\'t a time of day; write it like "07:30"', "invalid-time-of-day")


def _validate_days(value: str) -> str:
    if _DAYS_PATTERN.fullmatch(value):
        return value
    meant = re.sub(r"\b([A-Z]{3})[A-Z]*", r"\1", re.sub(r"\s*(?:,|\s)\s*", ",", value.strip().upper().replace(" - ", "-")))
    fixes = (write_text(meant),) if _DAYS_PATTERN.fullmatch(meant) else ()
    problem = f"{value!r} aren't days of the week"
    raise build_value_error(problem if fixes else f"{problem}; write them like MON-FRI or MON,WED,SAT", "invalid-days", fixes=fixes)


TimeOfDay = Annotated[str, AfterValidator(_validate_time), WithJsonSchema({"type": "string", "pattern": f"^(?:{_TIME_PATTERN.pattern})$"})]
Days = Annotated[str, AfterValidator(_validate_days), WithJsonSchema({"type": "string", "pattern": f"^(?:{_DAYS_PATTERN.pattern})$"})]


class OperatingHours(Section):
    """The hours in which the service runs. Outside them there are no tasks, and visitors get 503 from the load balancer."""

    start: Annotated[TimeOfDay, describe_field("When the tasks start, as HH:MM. The first one needs some minutes.", example="07:00")]
    end: Annotated[TimeOfDay, describe_field("When the tasks stop, as HH:MM. Before `start`, it is on the following day.", example="19:00")]
    days: Annotated[Days, describe_field("The days of the week on which `start` is: MON-FRI, or MON,WED,SAT.", example="MON-FRI")] = (
        "MON-SUN"
    )
    timezone: Annotated[
        TimeZone, describe_field("The time zone (IANA name); the hours follow daylight saving time.", example="Europe/Vienna")
    ] = "UTC"

    key_hints = {
        "from": "write start",
        "begin": "write start",
        "to": "write end",
        "until": "write end",
        "stop": "write end",
        "timeZone": "write timezone",
        "tz": "write timezone",
        "weekdays": "write days: MON-FRI",
    }

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that there is a time between start and end."""
        if self.start == self.end:
            yield RuleViolation(
                ("end", "start"),
                f"the hours end at {self.end}, at the moment at which they start, so that chance decides whether there are any tasks; without hours, the service runs all day",
                "hours-without-length",
                (write("end", value="19:00" if self.start < "19:00" else "00:00"),),
            )

    @property
    def ends_on_next_day(self) -> bool:
        """Whether the hours go on past midnight."""
        return self.end < self.start

    def list_days(self) -> list[int]:
        """List the days on which the hours start, 0 for Sunday."""
        days: set[int] = set()
        for item in self.days.split(","):
            first, _, last = item.partition("-")
            start, end = WEEKDAYS.index(first), WEEKDAYS.index(last or first)
            days.update(range(start, end + 1) if start <= end else [*range(start, 7), *range(end + 1)])
        return sorted(days)

    def contains(self, moment: datetime) -> bool:
        """Return whether a moment, in the time zone of the hours, is within them."""
        time, days = f"{moment:%H:%M}", self.list_days()
        today = moment.isoweekday() % 7
        if not self.ends_on_next_day:
            return today in days and self.start <= time < self.end
        return (today in days and time >= self.start) or ((today - 1) % 7 in days and time < self.end)

    def build_actions(self, min_capacity: int, max_capacity: int) -> dict[str, ScheduledAction]:
        """Build the scheduled actions that begin and end the hours."""
        end_days = [WEEKDAYS[(day + 1) % 7] for day in self.list_days()]
        return {
            HOURS_BEGIN: ScheduledAction(
                schedule=_build_cron(self.start, self.days), timezone=self.timezone, min_capacity=min_capacity, max_capacity=max_capacity
            ),
            HOURS_END: ScheduledAction(
                schedule=_build_cron(self.end, ",".join(end_days) if self.ends_on_next_day else self.days),
                timezone=self.timezone,
                min_capacity=0,
                max_capacity=0,
            ),
        }


def _build_cron(time: str, days: str) -> str:
    hour, minute = time.split(":")
    return f"cron({int(minute)} {int(hour)} ? * {days} *)"
