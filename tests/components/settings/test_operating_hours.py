"""When a service runs by its hours."""

from datetime import datetime

import pytest
from fargate_web.settings.operating_hours import OperatingHours

MONDAY = 4  # of January 2027


@pytest.mark.parametrize(
    ("days", "numbers"),
    [("MON-FRI", [1, 2, 3, 4, 5]), ("FRI-SUN", [0, 5, 6]), ("SAT,WED", [3, 6]), ("MON-SUN", [0, 1, 2, 3, 4, 5, 6])],
)
def test_days_are_a_range_or_a_list(days, numbers):
    assert OperatingHours(start="07:00", end="19:00", days=days).list_days() == numbers


@pytest.mark.parametrize(
    ("start", "end", "day", "time", "is_open"),
    [
        ("07:00", "19:00", MONDAY, (7, 0), True),
        ("07:00", "19:00", MONDAY, (19, 0), False),
        ("07:00", "19:00", MONDAY - 1, (12, 0), False),
        ("18:30", "02:00", MONDAY, (1, 59), False),  # Sunday has no evening
        ("18:30", "02:00", MONDAY, (18, 30), True),
        ("18:30", "02:00", MONDAY + 5, (1, 59), True),  # the evening of Friday
        ("18:30", "02:00", MONDAY + 5, (2, 0), False),
    ],
)
def test_hours_past_midnight_belong_to_the_day_on_which_they_start(start, end, day, time, is_open):
    hours = OperatingHours(start=start, end=end, days="MON-FRI")
    assert hours.contains(datetime(2027, 1, day, *time)) is is_open
