"""Converts Copilot's schedules to expressions of EventBridge Scheduler."""

import re
from typing import Final

from fargate_web.settings.unix_cron import NAMED_SCHEDULES, UNIX_WEEKDAYS

from fargate_web_cli.migrate.conversion import Conversion
from fargate_web_cli.migrate.manifest_value import InvalidValueError, KeyPath, ManifestValue

_STEP_PATTERN: Final = re.compile(r"(\*|\d+(?:-\d+)?)/(\d+)")
_FIRST_VALUES: Final = (0, 0, 1, 1)
"""The first minute, hour, day and month."""
_LAST_VALUES: Final = (59, 23, 31, 12)


def convert_schedule(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Convert a schedule; `none` turns the job off."""
    text = value.text().strip()
    if text.lower() == "none":
        conversion.write_setting("schedule", "rate(1 day)", "none in Copilot: it never starts until enabled is removed")
        conversion.write_setting("enabled", False)
        return
    conversion.write_setting("schedule", convert_expression(value, text))
    fields = text.split()
    if len(fields) == 5 and not text.startswith(("cron(", "rate(", "@")):
        _report_dropped_steps(conversion, value, fields[2], fields[4])


def report_timeout(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Report the timeout of a job, with the command that keeps it."""
    conversion.report_unconverted(
        value, f'nothing stops a task that runs: let the command stop itself (command: [timeout, "{value.seconds():g}", …])'
    )


def _report_dropped_steps(conversion: Conversion, value: ManifestValue, day: str, week: str) -> None:
    """Report steps of days, of which Copilot's conversion to AWS's cron makes something else."""
    for field in (day, week):
        if "*/" in field and field != "*/1":
            conversion.report_difference(value, f"Copilot drops {field} and takes every day; here it means what it means in cron")
    if "/" in week and "*" not in week:
        conversion.report_difference(value, f"Copilot adds 1 to the step of {week}; here it means what it means in cron")


def convert_expression(value: ManifestValue, text: str) -> str:
    """Return a schedule as an expression of EventBridge Scheduler.

    Raises:
        WrongValueError: It is none, or one that no schedule of AWS can say.
    """
    if text.startswith(("cron(", "rate(")):
        return text
    if text in NAMED_SCHEDULES:
        return NAMED_SCHEDULES[text]
    if text.startswith("@every "):
        return _format_rate(value, ManifestValue(text.removeprefix("@every ").strip(), value.path, value.position).seconds())
    fields = text.split()
    if len(fields) != 5:
        raise InvalidValueError(
            value, f"{text!r} is no schedule of Copilot; it takes five fields of cron, @daily and the like, @every 1h, rate(…) or cron(…)"
        )
    minute, hour, day, month = (_convert_cron_field(value, each, index) for index, each in enumerate(fields[:4]))
    week = _convert_weekdays(value, fields[4])
    if day != "*" and week != "*":
        raise InvalidValueError(
            value,
            f"{text!r} means either day in cron, and AWS's schedules take one of the two; write two jobs, one with the day of the month and one with the day of the week",
        )
    return f"cron({minute} {hour} {day if week == '*' else '?'} {month} {'?' if week == '*' else week} *)"


def _format_rate(value: ManifestValue, seconds: float) -> str:
    minutes = round(seconds / 60)
    if minutes * 60 != seconds or minutes < 1:
        raise InvalidValueError(value, "AWS's schedules count whole minutes; write one minute or more")
    for unit, size in (("day", 1440), ("hour", 60), ("minute", 1)):
        if minutes % size == 0:
            number = minutes // size
            return f"rate({number} {unit}{'' if number == 1 else 's'})"
    raise AssertionError


def _convert_cron_field(value: ManifestValue, text: str, index: int) -> str:
    """Return a field with steps that start at a number, as AWS requires."""
    parts = []
    for part in text.upper().split(","):
        step = _STEP_PATTERN.fullmatch(part)
        if step is None:
            if not re.fullmatch(r"\*|[0-9A-Z]+(?:-[0-9A-Z]+)?", part):
                raise InvalidValueError(value, f"{part!r} is no field of cron")
            parts.append(part)
        elif "-" in step[1]:
            first, last = (int(end) for end in step[1].split("-"))
            parts += [str(number) for number in range(first, min(last, _LAST_VALUES[index]) + 1, int(step[2]))]
        else:
            parts.append("*" if step[0] == "*/1" else f"{_FIRST_VALUES[index] if step[1] == '*' else step[1]}/{step[2]}")
    return ",".join(parts)


def _convert_weekdays(value: ManifestValue, text: str) -> str:
    """Return days of the week by name: cron counts from 0 for Sunday, AWS from 1."""
    if text in ("*", "?", "*/1"):
        return "*"
    words = []
    for part in text.upper().split(","):
        step = _STEP_PATTERN.fullmatch(part)
        first, _, last = (step[1] if step else part).partition("-")
        if step:
            begin, end = (0, 6) if first == "*" else (_parse_weekday(value, first), _parse_weekday(value, last) if last else 6)
            words += [UNIX_WEEKDAYS[number] for number in range(begin, end + 1, int(step[2]))]
        elif last:
            words.append(f"{UNIX_WEEKDAYS[_parse_weekday(value, first)]}-{UNIX_WEEKDAYS[_parse_weekday(value, last)]}")
        else:
            words.append(UNIX_WEEKDAYS[_parse_weekday(value, first)])
    return ",".join(words)


def _parse_weekday(value: ManifestValue, text: str) -> int:
    if text in UNIX_WEEKDAYS:
        return UNIX_WEEKDAYS.index(text)
    if text.isdecimal() and int(text) <= 7:
        return int(text)
    raise InvalidValueError(value, f"{text!r} is no day of the week; cron counts from 0 for Sunday to 6")
