"""Translates schedules of Unix cron and Quartz to those of AWS, which has six fields, days of the week from Sunday = 1, and a ? in one of the day fields."""

import re
from typing import Final

from .cron_calendar import WEEKDAYS

UNIX_WEEKDAYS: Final = (*WEEKDAYS, "SUN")
"""The days of the week by their numbers in Unix cron: 0 and 7 are Sunday."""
NAMED_SCHEDULES: Final = {
    "@hourly": "cron(0 * * * ? *)",
    "@daily": "cron(0 0 * * ? *)",
    "@midnight": "cron(0 0 * * ? *)",
    "@weekly": "cron(0 0 ? * SUN *)",
    "@monthly": "cron(0 0 1 * ? *)",
    "@yearly": "cron(0 0 1 1 ? *)",
    "@annually": "cron(0 0 1 1 ? *)",
}
_INTERVAL_PATTERN: Final = re.compile(
    r"(?:rate\()?(?:@?every\s+)?([1-9]\d*)?\s*(minute|min|m|hour|hr|h|day|d)s?\)?", re.IGNORECASE | re.ASCII
)
_MOMENT_PATTERN: Final = re.compile(
    r"(?:at\()?\s*([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2})(?::([0-9]{2}))?(?:\.0+)?Z?\s*\)?", re.ASCII | re.IGNORECASE
)
_UNITS: Final = {"m": "minute", "h": "hour", "d": "day"}
_LOWEST_VALUES: Final = (0, 0, 1, 1)
"""The lowest minute, hour, day of the month and month."""


def list_translations(text: str) -> list[str]:
    """List what a schedule of another syntax may mean to AWS, the likeliest first. Not every one of them is valid."""
    text = text.strip()
    if text.lower() in NAMED_SCHEDULES:
        return [NAMED_SCHEDULES[text.lower()]]
    if interval := _INTERVAL_PATTERN.fullmatch(text):
        number, unit = interval[1] or "1", _UNITS[interval[2][0].lower()]
        return [f"rate({number} {unit}{'' if number == '1' else 's'})"]
    if moment := _MOMENT_PATTERN.fullmatch(text):
        return [f"at({moment[1]}T{moment[2]}:{moment[3] or '00'})"]
    fields = text.removeprefix("cron(").removesuffix(")").upper().split()
    if len(fields) == 5:
        return _translate_unix_fields(fields)
    if len(fields) == 6:
        with_seconds = _translate_unix_fields(fields[1:]) if fields[0] == "0" else []
        # Two days that are written for AWS need two schedules: read with seconds, they would mean something else.
        has_two_days = text.startswith("cron(") and not {fields[2], fields[4]} & {"*", "?"}
        return [] if has_two_days else [_format_cron(fields), *with_seconds]
    return [_format_cron(fields[1:])] if len(fields) == 7 and fields[0] == "0" else []


def translate_zeros(text: str) -> list[str]:
    """Translate six fields that count as Unix does: from Sunday = 0, and to the hour 24 or the minute 60."""
    fields = text.removeprefix("cron(").removesuffix(")").upper().split()
    if len(fields) != 6:
        return []
    weekdays = _translate_weekdays(fields[4]) or fields[4]
    minute, hour = ("0" if field == last else field for field, last in zip(fields, ("60", "24"), strict=False))
    return [_format_cron([minute, hour, *fields[2:4], weekdays, fields[5]])]


def _format_cron(fields: list[str]) -> str:
    """Format six fields, with a ? in the day field that says nothing."""
    minute, hour, day, month, weekday, year = fields
    if day == weekday == "?":
        day = "*"
    elif "?" not in (day, weekday):
        day, weekday = (day, "?") if weekday == "*" else ("?" if day == "*" else day, weekday)
    return f"cron({minute} {hour} {day} {month} {weekday} {year})"


def _translate_unix_fields(fields: list[str]) -> list[str]:
    """Translate minute, hour, day, month and day of the week. Unix runs on either of two days, for which AWS needs two schedules."""
    weekdays = _translate_weekdays(fields[4])
    if weekdays is None:
        return []
    others = [
        ",".join(re.sub(r"^\*/", f"{lowest}/", item) for item in field.split(","))
        for field, lowest in zip(fields[:4], _LOWEST_VALUES, strict=True)
    ]
    return [_format_cron([*others, weekdays, "*"])]


def _translate_weekdays(field: str) -> str | None:
    """Translate days of the week from numbers to names: 0 and 7 are Sunday in Unix cron, and 1 is in AWS's."""
    if field in ("*", "?"):
        return field
    translated: list[str] = []
    for item in field.split(","):
        span, _, step = item.partition("/")
        names = [UNIX_WEEKDAYS[int(end)] if re.fullmatch("[0-7]", end) else end for end in ("0-6" if span == "*" else span).split("-")]
        if len(names) > 2 or not all(name in UNIX_WEEKDAYS for name in names) or (step and not re.fullmatch("[1-7]", step)):
            return None
        first, last = UNIX_WEEKDAYS.index(names[0]), UNIX_WEEKDAYS.index(names[-1])
        if step or last < first:
            # AWS has no step from a name, and no range that goes past Saturday.
            days = range(first, last + (1 if last >= first else 8), int(step or 1))
            translated += [UNIX_WEEKDAYS[day % 7] for day in days]
        else:
            translated.append("-".join(names))
    return ",".join(dict.fromkeys(translated))
