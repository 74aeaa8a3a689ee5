"""The days and minutes on which a cron expression of AWS fires."""

from datetime import date, datetime

import pytest
from fargate_web.settings.cron_calendar import CronCalendar, explain_impossible_date


def days(expression: str, year: int = 2027) -> list[str]:
    cron = CronCalendar.parse(expression.split())
    return [f"{day:%m-%d}" for day in cron.list_days(date(year, 1, 1), date(year, 12, 31))]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("0 6 29 2 ? *", []),
        ("0 6 L 2,4 ? *", ["02-28", "04-30"]),
        ("0 6 L-3 2 ? *", ["02-25"]),
        ("0 6 15,16 5 ? *", ["05-15", "05-16"]),
        ("0 6 10-12/2 JUN ? *", ["06-10", "06-12"]),
        ("0 6 ? 1 SUN *", ["01-03", "01-10", "01-17", "01-24", "01-31"]),
        ("0 6 ? 1 1 *", ["01-03", "01-10", "01-17", "01-24", "01-31"]),
        ("0 6 ? 1 FRI#5 *", ["01-29"]),
        ("0 6 ? 2 6#5 *", []),
        ("0 6 ? 1 6L *", ["01-29"]),
        ("0 6 ? 1 L *", ["01-02", "01-09", "01-16", "01-23", "01-30"]),
        ("0 6 ? 1 SAT-SUN *", ["01-02", "01-03", "01-09", "01-10", "01-16", "01-17", "01-23", "01-24", "01-30", "01-31"]),
        ("0 6 15W 5 ? *", ["05-14"]),  # a Saturday
        ("0 6 1W 5 ? *", ["05-03"]),  # a Saturday, and the Friday is in another month
        ("0 6 31W 1 ? *", ["01-29"]),  # a Sunday, and the Monday is in another month
        ("0 6 LW 10 ? *", ["10-29"]),  # a Sunday
        ("0 6 1 1 ? 2026-2030/2", []),
        ("0 6 1 1 ? 2027", ["01-01"]),
    ],
)
def test_the_days_of_an_expression(expression, expected):
    assert days(expression) == expected


def test_the_minutes_of_an_expression():
    cron = CronCalendar.parse(["0/20", "8,22", "1", "1", "?", "*"])
    moments = cron.list_moments(datetime(2027, 1, 1, 8, 20), datetime(2027, 1, 1, 22, 0))
    assert [f"{moment:%H:%M}" for moment in moments] == ["08:20", "08:40", "22:00"]


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("0 6 30 2 ? *", "February has no day 30"),
        ("0 6 31 APR,JUN ? *", "April, June have no day 31"),
        ("0 6 29 2 ? 2027", "February has no day 29 in 2027"),
        ("0 6 29 2 ? 2100", "February has no day 29 in 2100"),
        ("0 6 29 2 ? *", None),
        ("0 6 29 2 ? 2028", None),
        ("0 6 31 4,5 ? *", None),
        ("0 6 ? 2 SUN *", None),
    ],
)
def test_a_date_that_no_calendar_has_is_explained(expression, reason):
    assert explain_impossible_date(expression.split()) == reason
