"""Planned work, during which alarms notify nobody."""

import re
from datetime import datetime, timedelta
from typing import Annotated, Final, TypeAlias

from pydantic import AfterValidator, WithJsonSchema

from .cron_calendar import MONTHS, WEEKDAYS, CronCalendar, explain_impossible_date
from .fix import Fix, write, write_text
from .schedule import TimeZone
from .section import Section, describe_field
from .service_key import ServiceKey
from .value_types import build_name_type, build_value_error

_GUIDE: Final = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-mute-rules.html"
_API: Final = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Schedule.html"
_AT_PATTERN: Final = re.compile(r"at\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2})\)", re.ASCII)
_CRON_PATTERN: Final = re.compile(r"cron\((.+)\)")
_CRON_FIELDS: Final = (
    ("minute", 0, 59, ()),
    ("hour", 0, 23, ()),
    ("day-of-month", 1, 31, ()),
    ("month", 1, 12, MONTHS),
    ("day-of-week", 0, 7, WEEKDAYS),
)
_DURATION_PATTERN: Final = re.compile(r"P(?=\d|T)(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?)?", re.ASCII)
_WORDED_DURATION_PATTERN: Final = re.compile(r"(\d+)\s*(weeks?|w|days?|d|hours?|hrs?|h|minutes?|mins?|m)(?![a-z])", re.IGNORECASE)
_OTHER_DURATION_PATTERN: Final = re.compile(
    r"P(?=\d|T)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", re.ASCII | re.IGNORECASE
)
"""ISO 8601 as others write it: with weeks, seconds, or in lower case."""
_SHORTEST, _LONGEST = timedelta(minutes=1), timedelta(days=15)


def parse_duration(text: str) -> timedelta:
    """Return the time of a duration in ISO 8601, in days, hours and minutes.

    Raises:
        ValueError: It isn't one.
    """
    found = _DURATION_PATTERN.fullmatch(text)
    if found is None:
        raise ValueError(text)
    days, hours, minutes = found.groups("0")
    return timedelta(days=int(days), hours=int(hours), minutes=int(minutes))


def format_duration(duration: timedelta) -> str:
    """Format a time in ISO 8601, as CloudWatch takes it: PT90M becomes PT1H30M."""
    hours, minutes = divmod(duration.seconds // 60, 60)
    time = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    return f"P{f'{duration.days}D' if duration.days else ''}{f'T{time}' if time else ''}"


def read_worded_duration(text: str) -> timedelta | None:
    """Return the time that `2h30m`, `90 minutes`, `1d 12h`, `P1W` or `PT3600S` means, in whole minutes. Return None for any other text."""
    other = _OTHER_DURATION_PATTERN.fullmatch(text)
    if other:
        weeks, days, hours, minutes, seconds = map(int, other.groups("0"))
        meant = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
        return None if meant % timedelta(minutes=1) else meant
    parts = _WORDED_DURATION_PATTERN.findall(text)
    if not parts or _WORDED_DURATION_PATTERN.sub("", text).strip(" ,and"):
        return None
    units = {"w": "weeks", "d": "days", "h": "hours", "m": "minutes"}
    return sum((timedelta(**{units[unit[0].lower()]: int(number)}) for number, unit in parts), timedelta())


def is_allowed_duration(duration: timedelta) -> bool:
    """Return whether CloudWatch mutes alarms for this long."""
    return _SHORTEST <= duration <= _LONGEST


def _validate_duration(value: str) -> str:
    if _DURATION_PATTERN.fullmatch(value):
        if is_allowed_duration(parse_duration(value)):
            return value
        raise build_value_error(
            f"{value!r} is shorter than a minute or longer than 15 days (ValidationError)",
            "invalid-mute-duration",
            fixes=(write(value="P15D" if parse_duration(value) > _LONGEST else "PT1M"),),
        )
    meant = read_worded_duration(value)
    problem = f"{value!r} isn't a duration in ISO 8601 of 15 days at most (ValidationError)"
    if meant is not None and is_allowed_duration(meant):
        raise build_value_error(problem, "invalid-mute-duration", fixes=(write_text(format_duration(meant), certain=True),))
    raise build_value_error(
        problem, "invalid-mute-duration", fixes=(Fix("write it like PT2H, P1DT12H or PT90M", write(value="PT2H").edits),)
    )


MuteDuration: TypeAlias = Annotated[
    str, AfterValidator(_validate_duration), WithJsonSchema({"type": "string", "pattern": r"^P(?:[0-9]+D)?(?:T(?:[0-9]+H)?(?:[0-9]+M)?)?$"})
]


def _explain_invalid_field(fields: list[str]) -> str | None:
    for text, (field, low, high, words) in zip(fields, _CRON_FIELDS, strict=True):
        for item in text.upper().split(","):
            ends = [] if item == "*" else item.split("-")
            is_valid = all(end in words or (re.fullmatch("[0-9]{1,2}", end) and low <= int(end) <= high) for end in ends)
            if not is_valid or len(ends) > 2:
                word_range = f" or {words[0]}–{words[-1]}" if words else ""
                return f"the cron of mute rules has no {field} {text!r}; it is {low}–{high}{word_range}, ranges and lists of these, or *"
    return None


def _explain_invalid_schedule(value: str) -> str | None:
    cron, at = _CRON_PATTERN.fullmatch(value), _AT_PATTERN.fullmatch(value)
    if cron:
        fields = cron[1].split()
        if len(fields) != len(_CRON_FIELDS):
            return f"{value!r} has {len(fields)} fields; the cron of mute rules has five: minute hour day-of-month month day-of-week (ValidationError)"
        problem = _explain_invalid_field(fields)
        if problem:
            return f"{value!r}: {problem} (ValidationError)"
        impossible = explain_impossible_date([*fields[:4], "?", "*"]) if fields[4] == "*" else None
        return f"{value!r} would never mute anything: {impossible}" if impossible else None
    if at:
        try:
            datetime.strptime(at[1], "%Y-%m-%dT%H:%M")
        except ValueError:
            return f"{value!r}: the calendar has no {at[1]} (ValidationError)"
        return None
    return f"{value!r} isn't a schedule of mute rules"


def _list_guesses(value: str) -> list[str]:
    """List what an invalid schedule may mean: that of EventBridge Scheduler, a moment with seconds, cron without its word."""
    inner = re.sub(r"^cron\(|\)$", "", value)
    fields = inner.replace("?", "*").split()
    moment = re.fullmatch(r"(?:at\()?(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::\d{2})?Z?\)?", value)
    return [f"cron({' '.join(fields[:5])})"] * (len(fields) in (5, 6)) + ([f"at({moment[1]}T{moment[2]})"] if moment else [])


def _validate_schedule(value: str) -> str:
    problem = _explain_invalid_schedule(value)
    if problem is None:
        return value
    likely = next((guess for guess in _list_guesses(value) if guess != value and _explain_invalid_schedule(guess) is None), None)
    fix = (
        write_text(likely)
        if likely
        else Fix("write it like cron(0 2 * * SUN) or at(2027-01-01T22:00)", write(value="cron(0 2 * * SUN)").edits)
    )
    raise build_value_error(problem, "invalid-mute-schedule", fixes=(fix,))


MuteSchedule: TypeAlias = Annotated[
    str, AfterValidator(_validate_schedule), WithJsonSchema({"type": "string", "pattern": r"^(?:cron|at)\(.+\)$"})
]


def parse_recurring_schedule(schedule: str) -> CronCalendar | None:
    """Return the moments of a recurring schedule. Return None for a single moment, and for days that are counted in two ways at once."""
    cron = _CRON_PATTERN.fullmatch(schedule)
    if cron is None:
        return None
    minute, hour, day_of_month, month, day_of_week = cron[1].split()
    if day_of_week == "*":
        return CronCalendar.parse([minute, hour, day_of_month, month, "?", "*"])
    # Unix counts from Sunday, 0 or 7, and CronCalendar from Sunday, 1.
    counted = re.sub(r"\d", lambda digit: str(int(digit[0]) % 7 + 1), day_of_week)
    return CronCalendar.parse([minute, hour, "?", month, counted, "*"]) if day_of_month == "*" else None


MuteName: TypeAlias = build_name_type(  # type: ignore[valid-type]
    "a mute rule", r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", 40, "start with a letter, then lower-case letters, digits and single hyphens"
)


class Mute(Section):
    """A time of planned work, during which alarms notify nobody. They still change their states: a deployment is rolled back by them as ever.

    An alarm that is still in its state when the time ends notifies then. Notifications of failed deployments and failed runs are events, which
    CloudWatch can't mute.
    """

    schedule: Annotated[
        MuteSchedule,
        describe_field(
            "When it begins: cron(minute hour day-of-month month day-of-week), or at(yyyy-mm-ddThh:mm) for once.",
            source=_API,
            example="cron(0 2 * * SUN)",
        ),
    ]
    duration: Annotated[
        MuteDuration,
        describe_field("How long it takes, in ISO 8601 (PT1M–P15D): PT4H, P2DT12H.", source=_API, example="PT4H"),
    ]
    timezone: Annotated[TimeZone, describe_field("The time zone of the schedule (IANA name).")] = "UTC"
    services: Annotated[
        list[ServiceKey] | None,
        describe_field(
            "The services and scheduled tasks whose alarms it mutes. Default: all alarms of the stack, those of the load balancer included.",
            source=_GUIDE,
            example=["api"],
            min_length=1,
        ),
    ] = None

    key_hints = {
        "cron": "write schedule: cron(…)",
        "at": "write schedule: at(…)",
        "start": "write schedule: at(…)",
        "hours": "write duration: PT<hours>H",
        "minutes": "write duration: PT<minutes>M",
        "durationInMinutes": "write duration: PT<minutes>M",
        "timeZone": "write timezone",
        "alarms": "write services: […], whose alarms are muted",
    }
