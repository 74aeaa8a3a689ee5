"""Types of schedules and time zones, in the syntax that Application Auto Scaling and EventBridge Scheduler share."""

import difflib
import re
from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Annotated, Final

from pydantic import AfterValidator, WithJsonSchema

from .cron_calendar import MONTHS, WEEKDAYS, explain_impossible_date
from .fix import Edit, Fix, write_text
from .unix_cron import list_translations, translate_zeros
from .value_types import build_value_error

_AT_PATTERN = re.compile(r"at\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})\)", re.ASCII)
_RATE_PATTERN = re.compile(r"rate\(([1-9]\d*) (minute|minutes|hour|hours|day|days)\)")
_LATE_DAY_PATTERN = re.compile(r"(cron\(\S+ \S+ )(?:29|3\d)( \S+ \? \S+\))")
_CRON_PATTERN = re.compile(r"cron\((.+)\)")

_CRON_FIELDS: Final = (
    # name, lowest, highest, words, other accepted syntax; source: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
    ("minute", 0, 59, (), ""),
    ("hour", 0, 23, (), ""),
    ("day-of-month", 1, 31, (), r"\?|L|LW|L-[0-9]+|[0-9]+W"),
    ("month", 1, 12, MONTHS, ""),
    ("day-of-week", 1, 7, WEEKDAYS, r"\?|L|(?:[1-7]|[A-Z]{3})(?:L|#[1-5])"),
    ("year", 1970, 2199, (), ""),
)


def is_valid_timestamp(timestamp: str) -> bool:
    """Return whether a timestamp such as 2027-01-01T08:00:00 exists in the calendar."""
    try:
        datetime.strptime(timestamp, "%Y-%m-%dT%H:%M:%S")
    except ValueError:
        return False
    return True


def _explain_invalid_field(fields: list[str]) -> str | None:
    """Explain the first invalid field of a cron expression. Return None if all are valid."""
    for text, (field, low, high, words, other_syntax) in zip(fields, _CRON_FIELDS, strict=True):
        for item in text.upper().split(","):
            if other_syntax and re.fullmatch(other_syntax, item):
                continue
            start, _, step = item.partition("/")
            ends = [] if start == "*" else start.split("-")
            is_valid = all(end in words or (re.fullmatch("[0-9]{1,4}", end) and low <= int(end) <= high) for end in ends)
            if not is_valid or len(ends) > 2 or ("/" in item and not re.fullmatch("[1-9][0-9]{0,3}", step)):
                word_range = f" or {words[0]}–{words[-1]}" if words else ""
                return f"AWS's cron has no {field} {text!r}; it is {low}–{high}{word_range}, or * for every"
    return None


def _explain_invalid_schedule(value: str) -> str | None:
    """Explain why AWS refuses a schedule. Return None if it is valid."""
    cron, rate, at = _CRON_PATTERN.fullmatch(value), _RATE_PATTERN.fullmatch(value), _AT_PATTERN.fullmatch(value)
    if cron:
        fields = cron[1].split()
        if len(fields) != len(_CRON_FIELDS):
            return f"{value!r} has {len(fields)} fields; AWS's cron has six: minute hour day-of-month month day-of-week year"
        if (fields[2] == "?") == (fields[4] == "?"):
            return f"{value!r} must have a ? in exactly one of day-of-month and day-of-week (ValidationException)"
        invalid_field = _explain_invalid_field(fields)
        if invalid_field:
            return f"{value!r}: {invalid_field} (ValidationException)"
        impossible = explain_impossible_date(fields)
        return f"{value!r} would never start anything: {impossible}" if impossible else None
    if at:
        return None if is_valid_timestamp(at[1]) else f"{value!r}: the calendar has no {at[1]} (ValidationException)"
    if rate:
        is_plural = rate[2].endswith("s")
        return f"{value!r}: AWS requires the singular for 1 and the plural otherwise" if (rate[1] == "1") == is_plural else None
    return f"{value!r} isn't a schedule of AWS"


def _validate_schedule(value: str) -> str:
    problem = _explain_invalid_schedule(value)
    if problem is None:
        return value
    translations = [schedule for schedule in list_translations(value) if _explain_invalid_schedule(schedule) is None]
    if len(translations) > 1 and not value.startswith("cron("):
        fixes = (
            Fix(f"write {translations[0]} if its first field is the minute", (Edit((), "set", translations[0]),)),
            Fix(f"write {translations[1]} if it is the second", (Edit((), "set", translations[1]),)),
        )
        raise build_value_error(problem, "invalid-schedule", fixes=fixes)
    if likely := next(
        (schedule for schedule in (*translations, *_list_guesses(value)) if _explain_invalid_schedule(schedule) is None), None
    ):
        raise build_value_error(problem, "invalid-schedule", fixes=(write_text(likely),))
    if len(value.removeprefix("cron(").split()) in (5, 6):
        fix = "write it like cron(0 8 ? * MON-FRI *); if both day fields are set, Unix runs on either day, and AWS needs two schedules"
    else:
        fix = "write it like cron(0 8 ? * MON-FRI *), rate(1 hour) or at(2027-01-01T08:00:00)"
    raise build_value_error(f"{problem}; {fix}", "invalid-schedule")


def _list_guesses(value: str) -> list[str]:
    """List what an invalid schedule may mean. A day that no month has stands for the last day."""
    last_days = [_LATE_DAY_PATTERN.sub(r"\1L\2", schedule) for schedule in (*list_translations(value), value)]
    return [*last_days, *translate_zeros(value)]


@cache
def _list_time_zones() -> set[str]:
    """List the time zones of the IANA database. It opens hundreds of files, and does so once."""
    from zoneinfo import available_timezones  # few stacks need it

    return available_timezones()


def _validate_time_zone(value: str) -> str:
    zones = _list_time_zones()
    # A machine without the IANA database has no zones.
    if zones and value not in zones:
        meant = _find_time_zone(value, zones)
        problem = f"{value!r} isn't a time zone of the IANA database"
        if meant is None:
            raise build_value_error(f"{problem}; write it like Europe/Vienna or UTC", "invalid-time-zone")
        raise build_value_error(problem, "invalid-time-zone", fixes=(write_text(meant),))
    return value


_ZONES_BY_ABBREVIATION: Final = {
    "CEST": "CET",
    "EDT": "America/New_York",
    "CDT": "America/Chicago",
    "PST": "America/Los_Angeles",
    "PDT": "America/Los_Angeles",
    "CST": "America/Chicago",
    "MDT": "America/Denver",
    "BST": "Europe/London",
    "JST": "Asia/Tokyo",
    "IST": "Asia/Kolkata",
    "AEST": "Australia/Sydney",
    "Z": "UTC",
}
"""Time zones by abbreviations that name a season, which is no zone, or that the database doesn't have."""


def _find_time_zone(value: str, zones: Collection[str]) -> str | None:
    """Find the zone that a text means: an abbreviation, a city, or a name with other capitals, spaces or a misspelling."""
    name = value.strip().replace(" ", "_")
    if name.upper() in _ZONES_BY_ABBREVIATION:
        return _ZONES_BY_ABBREVIATION[name.upper()]
    by_name = {zone.lower(): zone for zone in sorted(zones)}
    by_city = {zone.rpartition("/")[2].lower(): zone for zone in sorted(zones) if "/" in zone}
    close = difflib.get_close_matches(name.lower(), by_name, 1, 0.8)
    return by_name.get(name.lower()) or by_city.get(name.lower()) or (by_name[close[0]] if close else None)


Schedule = Annotated[str, AfterValidator(_validate_schedule), WithJsonSchema({"type": "string", "pattern": r"^(?:cron|rate|at)\(.+\)$"})]
TimeZone = Annotated[str, AfterValidator(_validate_time_zone)]
