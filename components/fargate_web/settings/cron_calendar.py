"""The moments at which a cron expression of AWS fires. The expression has six valid fields.

Source: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
"""

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

MONTHS: Final = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
WEEKDAYS: Final = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_LAST_YEAR: Final = 2199
_LEAP_CYCLE: Final = range(2024, 2028)
"""Four years, of which one has a 29 February."""


@dataclass(frozen=True, slots=True)
class CronCalendar:
    """The moments of a cron expression, without a time zone.

    Attributes:
        minutes: The minutes of the hour.
        hours: The hours of the day.
        day_of_month: The field of that name, as it is written.
        months: The months of the year.
        day_of_week: The field of that name, as it is written.
        years: The years. None if it is every year.
    """

    minutes: frozenset[int]
    hours: frozenset[int]
    day_of_month: str
    months: frozenset[int]
    day_of_week: str
    years: frozenset[int] | None

    @classmethod
    def parse(cls, fields: Sequence[str]) -> "CronCalendar":
        """Read the six fields of an expression."""
        minute, hour, day_of_month, month, day_of_week, year = (field.upper() for field in fields)
        years = None if year == "*" else frozenset(_expand_field(year, 1970, _LAST_YEAR))
        return cls(
            frozenset(_expand_field(minute, 0, 59)),
            frozenset(_expand_field(hour, 0, 23)),
            day_of_month,
            frozenset(_expand_field(month, 1, 12, MONTHS)),
            day_of_week,
            years,
        )

    def matches_day(self, day: date) -> bool:
        """Return whether the expression fires on a day."""
        if day.month not in self.months or (self.years is not None and day.year not in self.years):
            return False
        if self.day_of_month == "?":
            return any(_matches_weekday(item, day) for item in self.day_of_week.split(","))
        return any(_matches_day_of_month(item, day) for item in self.day_of_month.split(","))

    def list_days(self, first: date, last: date) -> Iterator[date]:
        """List the days on which it fires, from one day to another."""
        if self.years is not None and self.years:
            first, last = max(first, date(min(self.years), 1, 1)), min(last, date(max(self.years), 12, 31))
        day = first
        while day <= last:
            if self.matches_day(day):
                yield day
            day += timedelta(days=1)

    def list_moments(self, first: datetime, last: datetime) -> Iterator[datetime]:
        """List the moments at which it fires, from one moment to another."""
        for day in self.list_days(first.date(), last.date()):
            for hour in sorted(self.hours):
                for minute in sorted(self.minutes):
                    moment = datetime.combine(day, time(hour, minute))
                    if first <= moment <= last:
                        yield moment


def explain_impossible_date(fields: Sequence[str]) -> str | None:
    """Explain why a valid expression never fires: its months never have its days. Return None if it fires in some year."""
    cron = CronCalendar.parse(fields)
    if cron.day_of_month == "?":
        return None
    years = _LEAP_CYCLE if cron.years is None else sorted(cron.years)
    if any(cron.matches_day(day) for year in years for day in _list_days_of_year(year, cron.months)):
        return None
    months = ", ".join(calendar.month_name[month] for month in sorted(cron.months))
    when = "" if fields[5] == "*" else f" in {fields[5]}"
    return f"{months} {'has' if len(cron.months) == 1 else 'have'} no day {fields[2]}{when}"


def _list_days_of_year(year: int, months: frozenset[int]) -> Iterator[date]:
    return (date(year, month, day) for month in sorted(months) for day in range(1, calendar.monthrange(year, month)[1] + 1))


def _expand_field(text: str, low: int, high: int, words: Sequence[str] = ()) -> Iterator[int]:
    """Yield the numbers that a field stands for. A range that runs backwards goes on from the lowest number."""
    for item in text.split(","):
        span, _, step = item.partition("/")
        ends = [_read_number(end, low, words) for end in span.split("-")] if span != "*" else [low, high]
        first, last = ends[0], ends[-1] if len(ends) > 1 or not step else high
        numbers = [*range(first, last + 1)] if first <= last else [*range(first, high + 1), *range(low, last + 1)]
        yield from numbers[:: int(step or 1)]


def _read_number(text: str, low: int, words: Sequence[str]) -> int:
    return words.index(text) + low if text in words else int(text)


def _count_days(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]


def _matches_day_of_month(item: str, day: date) -> bool:
    last = _count_days(day)
    if item in ("L", "LW") or re.fullmatch("L-[0-9]+", item):
        wanted = last - int(item[2:] or 0) if item.startswith("L-") else last
        return day.day == (_move_to_working_day(day.replace(day=last)).day if item == "LW" else wanted)
    if item.endswith("W"):
        wanted = int(item[:-1])
        return 1 <= wanted <= last and day == _move_to_working_day(day.replace(day=wanted))
    return day.day in _expand_field(item, 1, 31)


def _move_to_working_day(day: date) -> date:
    """Return the working day of the same month that is nearest to a day."""
    if day.weekday() == 5:
        return day - timedelta(days=1) if day.day > 1 else day + timedelta(days=2)
    if day.weekday() == 6:
        return day + timedelta(days=1) if day.day < _count_days(day) else day - timedelta(days=2)
    return day


def _matches_weekday(item: str, day: date) -> bool:
    number = day.isoweekday() % 7 + 1  # Sunday is 1
    if item == "L":
        return number == 7
    if item.endswith("L"):
        return number == _read_number(item[:-1], 1, WEEKDAYS) and day.day > _count_days(day) - 7
    if "#" in item:
        weekday, _, week = item.partition("#")
        return number == _read_number(weekday, 1, WEEKDAYS) and (day.day - 1) // 7 + 1 == int(week)
    return number in _expand_field(item, 1, 7, WEEKDAYS)
