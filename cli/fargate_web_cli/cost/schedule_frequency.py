"""How often a schedule of EventBridge Scheduler starts something, from its expression alone."""

import datetime
import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Final

from fargate_web_cli.cost.prices import HOURS

_HOURS_OF: Final = {"minute": 1 / 60, "hour": 1.0, "day": 24.0}
_MONTHS: Final = dict(zip(["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"], range(1, 13), strict=True))
_WEEKDAYS: Final = dict(zip(["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"], range(1, 8), strict=True))
_YEARS: Final = range(2001, 2029)
"""Twenty-eight years, after which leap years and weekdays repeat."""

_Test = Callable[[datetime.date], bool]


def starts_a_month(expression: str) -> float | None:
    """Tell how often a schedule starts something in a month of 730 hours, on average of many years; None if that can't be read.

    A cron expression is counted by its times of the day and by the days that it names; years are taken to be those that it names. `at(…)` starts once.
    See https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html.
    """
    form, _, rest = expression.partition("(")
    said = rest.removesuffix(")")
    try:
        match form:
            case "at":
                return 1.0
            case "rate":
                amount, unit = said.split()
                return HOURS / (int(amount) * _HOURS_OF[unit.removesuffix("s")])
            case "cron":
                minutes, hours, days, months, weekdays, _ = said.upper().split()
                times = len(_values(minutes, 0, 59)) * len(_values(hours, 0, 23))
                return times * _share_of_days(days, months, weekdays) * HOURS / 24
    except (ValueError, KeyError, ZeroDivisionError):
        pass
    return None


@cache
def _share_of_days(days: str, months: str, weekdays: str) -> float:
    """Tell which share of all days is named by the three fields."""
    named = _values(months, 1, 12, _MONTHS)
    tests = [*map(_month_day, days.split(",")), *map(_weekday, weekdays.split(","))]
    first, last = datetime.date(_YEARS[0], 1, 1).toordinal(), datetime.date(_YEARS[-1], 12, 31).toordinal()
    dates = [day for day in map(datetime.date.fromordinal, range(first, last + 1)) if day.month in named]
    return sum(any(test(day) for test in tests) for day in dates) / (last + 1 - first)


def _month_day(field: str) -> _Test:
    if field == "?":
        return _never
    if field in ("L", "LW"):
        return _last
    # The weekday that is nearest to a day is one day of each month that has it.
    numbers = _values(field.removesuffix("W"), 1, 31)
    return lambda date: date.day in numbers


def _weekday(field: str) -> _Test:
    if field == "?":
        return _never
    name, number, which = field.partition("#")
    last = field.endswith("L") and field != "L"
    numbers = {7} if field == "L" else _values(field.removesuffix("L") if last else name, 1, 7, _WEEKDAYS)
    week = int(which) if number else 0

    def test(date: datetime.date) -> bool:
        if date.isoweekday() % 7 + 1 not in numbers:
            return False
        if last:
            return (date + datetime.timedelta(7)).month != date.month
        return not week or (date.day + 6) // 7 == week

    return test


def _never(_: datetime.date) -> bool:
    return False


def _last(date: datetime.date) -> bool:
    return (date + datetime.timedelta(1)).day == 1


def _values(field: str, least: int, most: int, names: dict[str, int] | None = None) -> set[int]:
    """Read a field of numbers: `*`, `5`, `MON-FRI`, `0/15`, and lists of these.

    Raises:
        ValueError: It has another form.
    """
    found: set[int] = set()
    for part in field.split(","):
        span, slash, step = part.partition("/")
        start, dash, end = span.partition("-")
        first = least if start == "*" else _number(start, names)
        final = _number(end, names) if dash else most if start == "*" or slash else first
        # FRI-MON goes on after the end of the week.
        within: Iterable[int] = range(first, final + 1) if first <= final else [*range(first, most + 1), *range(least, final + 1)]
        numbers = [*within][:: int(step) if slash else 1]
        if not numbers or min(numbers) < least or max(numbers) > most:
            raise ValueError(field)
        found.update(numbers)
    return found


def _number(text: str, names: dict[str, int] | None) -> int:
    if names and text in names:
        return names[text]
    if not re.fullmatch("[0-9]+", text):
        raise ValueError(text)
    return int(text)
