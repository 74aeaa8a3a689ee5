"""The frequency of a schedule of EventBridge Scheduler, calculated from its expression."""

import datetime
import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Final

from fargate_web_cli.cost.prices import HOURS_PER_MONTH

_HOURS_PER_UNIT: Final = {"minute": 1 / 60, "hour": 1.0, "day": 24.0}
_MONTHS: Final = dict(zip(["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"], range(1, 13), strict=True))
_WEEKDAYS: Final = dict(zip(["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"], range(1, 8), strict=True))
_CALENDAR_CYCLE: Final = range(2001, 2029)
"""Twenty-eight years, the period after which leap years and weekdays repeat."""

_DateTest = Callable[[datetime.date], bool]


def count_monthly_starts(expression: str) -> float | None:
    """Return how often a schedule starts in a month of 730 hours, on average over many years; None if the expression is not understood.

    A cron expression counts its times of day and its days; its field of years is ignored. `at(…)` starts once.
    See https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html.
    """
    kind, _, rest = expression.partition("(")
    content = rest.removesuffix(")")
    try:
        match kind:
            case "at":
                return 1.0
            case "rate":
                amount, unit = content.split()
                return HOURS_PER_MONTH / (int(amount) * _HOURS_PER_UNIT[unit.removesuffix("s")])
            case "cron":
                minutes, hours, days, months, weekdays, _ = content.upper().split()
                times = len(_parse_field(minutes, 0, 59)) * len(_parse_field(hours, 0, 23))
                return times * _calculate_day_share(days, months, weekdays) * HOURS_PER_MONTH / 24
    except (ValueError, KeyError, ZeroDivisionError):
        pass
    return None


@cache
def _calculate_day_share(days: str, months: str, weekdays: str) -> float:
    """Return the share of all days that the three fields match."""
    month_numbers = _parse_field(months, 1, 12, _MONTHS)
    tests = [*map(_build_month_day_test, days.split(",")), *map(_build_weekday_test, weekdays.split(","))]
    first, last = datetime.date(_CALENDAR_CYCLE[0], 1, 1).toordinal(), datetime.date(_CALENDAR_CYCLE[-1], 12, 31).toordinal()
    dates = [day for day in map(datetime.date.fromordinal, range(first, last + 1)) if day.month in month_numbers]
    return sum(any(test(day) for test in tests) for day in dates) / (last + 1 - first)


def _build_month_day_test(field: str) -> _DateTest:
    if field == "?":
        return _matches_no_day
    if field in ("L", "LW"):
        return _is_last_of_month
    # `15W`, the weekday nearest to the 15th, is one day in each month that has a 15th.
    numbers = _parse_field(field.removesuffix("W"), 1, 31)
    return lambda date: date.day in numbers


def _build_weekday_test(field: str) -> _DateTest:
    if field == "?":
        return _matches_no_day
    name, number, week_text = field.partition("#")
    last = field.endswith("L") and field != "L"
    numbers = {7} if field == "L" else _parse_field(field.removesuffix("L") if last else name, 1, 7, _WEEKDAYS)
    week = int(week_text) if number else 0

    def test(date: datetime.date) -> bool:
        if date.isoweekday() % 7 + 1 not in numbers:
            return False
        if last:
            return (date + datetime.timedelta(7)).month != date.month
        return not week or (date.day + 6) // 7 == week

    return test


def _matches_no_day(_: datetime.date) -> bool:
    return False


def _is_last_of_month(date: datetime.date) -> bool:
    return (date + datetime.timedelta(1)).day == 1


def _parse_field(field: str, minimum: int, maximum: int, names: dict[str, int] | None = None) -> set[int]:
    """Parse a field of numbers: `*`, `5`, `MON-FRI`, `0/15`, and lists of these.

    Raises:
        ValueError: The field has a different format.
    """
    found: set[int] = set()
    for part in field.split(","):
        span, slash, step = part.partition("/")
        start, dash, end = span.partition("-")
        first = minimum if start == "*" else _parse_number(start, names)
        final = _parse_number(end, names) if dash else maximum if start == "*" or slash else first
        # FRI-MON wraps around at the end of the week.
        span_numbers: Iterable[int] = (
            range(first, final + 1) if first <= final else [*range(first, maximum + 1), *range(minimum, final + 1)]
        )
        numbers = [*span_numbers][:: int(step) if slash else 1]
        if not numbers or min(numbers) < minimum or max(numbers) > maximum:
            raise ValueError(field)
        found.update(numbers)
    return found


def _parse_number(text: str, names: dict[str, int] | None) -> int:
    if names and text in names:
        return names[text]
    if not re.fullmatch("[0-9]+", text):
        raise ValueError(text)
    return int(text)
