"""Which schedules Application Auto Scaling and EventBridge Scheduler take."""

import pytest
from fargate_web.settings.schedule import Schedule
from fargate_web.settings.scheduled_task import Timestamp
from pydantic import TypeAdapter, ValidationError

SCHEDULE = TypeAdapter(Schedule)
MOMENT = TypeAdapter(Timestamp)


@pytest.mark.parametrize(
    "schedule",
    [
        "rate(1 hour)",
        "rate(2 days)",
        "at(2028-02-29T00:00:00)",
        "cron(0 8 ? * MON-FRI *)",
        "cron(0/5 * * * ? *)",
        "cron(*/10 8-18/2 L * ? 2027)",
        "cron(0,30 8 LW JAN,feb ? *)",
        "cron(0 0 ? * 2#1 *)",
        "cron(0 0 ? * FRIL *)",
        "cron(0 0 15W * ? 2027-2030)",
        "cron(0 0 L-3 * ? *)",
    ],
)
def test_a_schedule_that_aws_takes_is_taken(schedule):
    assert SCHEDULE.validate_python(schedule) == schedule


@pytest.mark.parametrize(
    ("schedule", "says"),
    [
        ("cron(99 8 * * ? *)", "no minute '99'; it is 0–59"),
        ("cron(? 8 * * ? *)", "no minute '?'"),
        ("cron(0/0 8 ? * * *)", "no minute '0/0'"),
        ("cron(1,,2 8 ? * * *)", "no minute '1,,2'"),
        ("cron(0 24 * * ? *)", "no hour '24'; it is 0–23"),
        ("cron(0 8- ? * * *)", "no hour '8-'"),
        ("cron(0 8 32 * ? *)", "no day-of-month '32'"),
        ("cron(0 8 0 * ? *)", "no day-of-month '0'"),
        ("cron(0 8 * 13 ? *)", "no month '13'; it is 1–12 or JAN–DEC"),
        ("cron(0 8 ? * 0 *)", "no day-of-week '0'; it is 1–7 or SUN–SAT"),
        ("cron(0 8 ? * MO *)", "no day-of-week 'MO'"),
        ("cron(0 8 ? * * 1969)", "no year '1969'"),
        ("cron(0 8 * * * *)", "exactly one of day-of-month and day-of-week"),
        ("at(2027-02-29T00:00:00)", "the calendar has no 2027-02-29T00:00:00"),
        ("at(2027-01-01T24:00:00)", "the calendar has no 2027-01-01T24:00:00"),
        ("at(2027-01-01)", "isn't a schedule"),
        ("rate(1 hours)", "the singular for 1"),
        ("rate(0 days)", "isn't a schedule"),
    ],
)
def test_a_schedule_that_aws_would_refuse_is_told(schedule, says):
    with pytest.raises(ValidationError, match=r".*") as caught:
        SCHEDULE.validate_python(schedule)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("schedule", "translated"),
    [
        ("0 8 * * *", "cron(0 8 * * ? *)"),
        ("cron(0 8 * * 1-5)", "cron(0 8 ? * MON-FRI *)"),
        ("0 8 * * mon-fri", "cron(0 8 ? * MON-FRI *)"),
        ("30 2 * * 0", "cron(30 2 ? * SUN *)"),
        ("30 2 * * 7", "cron(30 2 ? * SUN *)"),
        ("30 2 * * 1,3", "cron(30 2 ? * MON,WED *)"),
        ("30 2 * * 5-7", "cron(30 2 ? * FRI,SAT,SUN *)"),
        ("30 2 * * 6-1", "cron(30 2 ? * SAT,SUN,MON *)"),
        ("30 2 * * 1-5/2", "cron(30 2 ? * MON,WED,FRI *)"),
        ("0 0 * * */2", "cron(0 0 ? * SUN,TUE,THU,SAT *)"),
        ("0 0 1 * *", "cron(0 0 1 * ? *)"),
        ("0 0 1 JAN *", "cron(0 0 1 JAN ? *)"),
        ("*/5 * * * *", "cron(0/5 * * * ? *)"),
        ("0 */6 */2 */3 *", "cron(0 0/6 1/2 1/3 ? *)"),
        ("0 8 ? * MON-FRI *", "cron(0 8 ? * MON-FRI *)"),
        ("cron(0 8 * * * *)", "cron(0 8 * * ? *)"),
        ("cron(0 8 ? * ? *)", "cron(0 8 * * ? *)"),
        ("cron(0 8 * * MON *)", "cron(0 8 ? * MON *)"),
        ("0 0 8 * * MON-FRI", "cron(0 8 ? * MON-FRI *)"),
        ("0 0 12 ? * MON-FRI *", "cron(0 12 ? * MON-FRI *)"),
        ("@daily", "cron(0 0 * * ? *)"),
        ("@weekly", "cron(0 0 ? * SUN *)"),
        ("@every 5m", "rate(5 minutes)"),
        ("every hour", "rate(1 hour)"),
        ("2 days", "rate(2 days)"),
        ("rate(1 hours)", "rate(1 hour)"),
        ("rate(5 minute)", "rate(5 minutes)"),
    ],
)
def test_a_schedule_of_another_syntax_is_translated(schedule, translated):
    with pytest.raises(ValidationError) as caught:
        SCHEDULE.validate_python(schedule)
    assert f"; write {translated} [" in str(caught.value)
    assert SCHEDULE.validate_python(translated) == translated


def test_six_fields_may_begin_with_the_minute_or_the_second():
    for schedule in (r"cron\(0 0 3 \* \? \*\) if its first field is the minute", r"cron\(0 3 \* \* \? \*\) if it is the second"):
        with pytest.raises(ValidationError, match=schedule):
            SCHEDULE.validate_python("0 0 3 * * *")
    # In AWS's own form, the first field is the minute.
    with pytest.raises(ValidationError, match=r"; write cron\(0 0 3 \* \? \*\) \["):
        SCHEDULE.validate_python("cron(0 0 3 * * *)")


@pytest.mark.parametrize("schedule", ["0 8 1 * 1", "0 8 13 * 5", "cron(0 8 1 * 1)", "cron(0 3 1 * 1 *)", "cron(0 0 12 1 MON *)"])
def test_two_days_of_unix_are_two_schedules_of_aws(schedule):
    with pytest.raises(ValidationError, match="AWS needs two schedules"):
        SCHEDULE.validate_python(schedule)


@pytest.mark.parametrize("schedule", ["60 8 * * *", "0 8 * * 8", "5 8 * * 1 2 3 4", "daily"])
def test_what_no_syntax_has_is_not_translated(schedule):
    with pytest.raises(ValidationError, match="write it like cron"):
        SCHEDULE.validate_python(schedule)


@pytest.mark.parametrize(
    "moment", ["2027-02-31T00:00:00Z", "2027-13-01T00:00:00Z", "2027-01-01T24:00:00Z", "2027-01-01T00:00:00", "2027-01-01"]
)
def test_a_moment_that_the_calendar_does_not_have_is_told(moment):
    with pytest.raises(ValidationError, match="isn't a moment in UTC"):
        MOMENT.validate_python(moment)


def test_a_leap_day_is_a_moment():
    assert MOMENT.validate_python("2028-02-29T23:59:59Z") == "2028-02-29T23:59:59Z"
