"""When something happens: schedules and time zones, as Application Auto Scaling and EventBridge Scheduler both write them."""

import re
from typing import Annotated

from pydantic import AfterValidator

from .values import wrong

_AT = re.compile(r"at\(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\)")
_RATE = re.compile(r"rate\(([1-9]\d*) (minute|minutes|hour|hours|day|days)\)")
_CRON = re.compile(r"cron\((.+)\)")


def _schedule(value: str) -> str:
    cron = _CRON.fullmatch(value)
    if cron and len(cron[1].split()) != 6:
        raise wrong(
            f"{value!r} has {len(cron[1].split())} fields; AWS's cron has six: minute hour day-of-month month day-of-week year; write it like cron(0 8 ? * MON-FRI *)"
        )
    if cron and (cron[1].split()[2] == "?") == (cron[1].split()[4] == "?"):
        raise wrong(
            f"{value!r} must have a ? in exactly one of day-of-month and day-of-week (ValidationException); write it like cron(0 8 ? * MON-FRI *)"
        )
    if not cron and not _AT.fullmatch(value) and not _RATE.fullmatch(value):
        raise wrong(f"{value!r} isn't a schedule; write cron(0 8 ? * MON-FRI *), rate(1 hour) or at(2027-01-01T08:00:00)")
    rate = _RATE.fullmatch(value)
    if rate and (rate[1] == "1") == rate[2].endswith("s"):
        raise wrong(f"{value!r}: AWS takes the singular for 1 and the plural otherwise; write rate(1 hour) or rate(2 hours)")
    return value


def _zone(value: str) -> str:
    from zoneinfo import available_timezones  # six milliseconds that few stacks need

    zones = available_timezones()
    # A machine without the database knows none.
    if zones and value not in zones:
        raise wrong(f"{value!r} isn't a time zone of the IANA database; write it like Europe/Vienna or UTC")
    return value


Schedule = Annotated[str, AfterValidator(_schedule)]
TimeZone = Annotated[str, AfterValidator(_zone)]
