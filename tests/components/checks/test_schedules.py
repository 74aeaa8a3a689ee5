from datetime import datetime

import pytest
from fargate_web.analysis import clock
from fargate_web.checks.schedules import check_schedules
from fargate_web.faults.validation import validate
from fargate_web.settings.stack import Stack


@pytest.fixture(autouse=True)
def on_a_day_in_2027(monkeypatch):
    monkeypatch.setattr(clock, "read_clock", lambda: datetime(2027, 5, 3, 12, 0))


def found(stacks, **said):
    task = {**stacks.fine, "schedule": "rate(1 day)", **said}
    return stacks.as_shown(check_schedules(validate(Stack, {"scheduledTasks": {"report": task}}), None))


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ({"schedule": "at(2020-01-01T00:00:00)"}, "schedule"),
        ({"endAt": "2020-01-01T00:00:00Z"}, "endAt"),
    ],
)
def test_a_moment_in_the_past_is_told(stacks, said, key):
    [finding] = found(stacks, **said)
    assert (finding.code, finding.path, finding.severity) == ("moment-in-the-past", ("scheduledTasks", "report", key), "warning")


@pytest.mark.parametrize("said", [{"schedule": "at(2999-01-01T00:00:00)"}, {"endAt": "2999-01-01T00:00:00Z"}, {}])
def test_the_future_is_fine(stacks, said):
    assert found(stacks, **said) == []


def test_scheduled_actions_of_scaling_are_looked_at_too(stacks):
    action = {"schedule": "at(2020-01-01T00:00:00)", "minCapacity": 2}
    scaling = {"minCapacity": 1, "maxCapacity": 4, "cpu": 70, "scheduledActions": {"day": action}}
    [finding] = stacks.found(check_schedules, {"web": {"scaling": scaling}})
    assert finding.path == ("services", "web", "scaling", "scheduledActions", "day", "schedule")


@pytest.mark.parametrize(
    ("schedule", "codes"),
    [
        ("cron(0 8 ? * 1-5 *)", ["days-counted-from-sunday"]),
        ("cron(0 8 ? * MON-FRI *)", []),
        ("cron(0 8 ? * 2-6 *)", []),
        ("cron(0 8 1-5 * ? *)", []),
    ],
)
def test_working_days_in_the_numbers_of_unix_are_told(stacks, schedule, codes):
    findings = found(stacks, schedule=schedule)
    assert [finding.code for finding in findings] == codes
    assert all('write schedule: "cron(0 8 ? * MON-FRI *)"' in finding.message for finding in findings)


# --- the day decides ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ({"schedule": "at(2027-05-03T00:00:00)"}, []),
        ({"schedule": "at(2027-05-02T23:59:59)"}, ["moment-in-the-past"]),
        ({"schedule": "cron(0 6 1 5 ? 2027)"}, ["moment-in-the-past"]),
        ({"schedule": "cron(0 6 1 6 ? 2027)"}, []),
        ({"endAt": "2027-05-03T12:00:01Z"}, []),
        ({"endAt": "2027-05-03T11:59:59Z"}, ["moment-in-the-past"]),
        ({"startAt": "2027-05-03T11:55:00Z"}, []),
        ({"startAt": "2027-05-03T11:54:59Z"}, ["start-in-the-past"]),
        ({"schedule": "cron(0 6 1 6 ? *)", "endAt": "2027-05-20T00:00:00Z"}, ["never-within-period"]),
        ({"schedule": "cron(0 6 1 6 ? *)", "endAt": "2027-06-02T00:00:00Z"}, []),
        ({"schedule": "cron(0 6 1 6 ? *)", "startAt": "2027-06-03T00:00:00Z", "endAt": "2028-05-20T00:00:00Z"}, ["never-within-period"]),
        ({"schedule": "cron(0 6 29 2 ? *)", "endAt": "2080-06-02T00:00:00Z"}, []),
    ],
)
def test_the_day_decides_what_is_past(stacks, said, codes):
    assert [finding.code for finding in found(stacks, **said)] == codes


# --- actions at the same minute -----------------------------------------------------------------------------------------


def action(schedule, timezone="UTC", **limits):
    return {"schedule": schedule, "timezone": timezone, **(limits or {"minCapacity": 2})}


@pytest.mark.parametrize(
    ("one", "other", "warned"),
    [
        (action("cron(0 8 ? * MON-FRI *)"), action("cron(0 8 ? * MON *)", minCapacity=3), True),
        (action("cron(0 8 ? * MON-FRI *)"), action("cron(0 8 ? * MON *)"), False),
        (action("cron(0 8 ? * MON-FRI *)"), action("cron(0 8 ? * SAT *)", minCapacity=3), False),
        (action("cron(0 8 ? * MON-FRI *)"), action("cron(1 8 ? * MON *)", minCapacity=3), False),
        (action("cron(0 8 ? * MON-FRI *)"), action("cron(0 8 ? * MON *)", maxCapacity=4), False),
        (action("cron(0 8 ? * MON-FRI *)"), action("cron(0 8 ? * MON *)", maxCapacity=1, minCapacity=1), True),
        (action("cron(0 8 1 * ? *)"), action("at(2027-06-01T08:00:30)", minCapacity=3), True),
        (action("at(2027-06-01T08:00:00)"), action("at(2027-06-01T08:00:00)", minCapacity=3), True),
        (action("at(2027-06-01T08:00:00)"), action("at(2027-06-01T08:01:00)", minCapacity=3), False),
        (action("cron(0 8 1 * ? *)"), action("cron(0 10 1 6 ? *)", "Europe/Vienna", minCapacity=3), True),
        (action("cron(0 8 1 * ? *)"), action("cron(0 8 1 6 ? *)", "Europe/Vienna", minCapacity=3), False),
        (action("rate(1 day)"), action("cron(0 8 1 * ? *)", minCapacity=3), False),
    ],
)
def test_actions_at_the_same_minute_are_told_if_they_contradict_each_other(stacks, one, other, warned):
    scaling = {"minCapacity": 1, "maxCapacity": 9, "cpu": 70, "scheduledActions": {"one": one, "other": other}}
    findings = stacks.found(check_schedules, {"web": {"scaling": scaling}})
    assert [finding.code for finding in findings] == ["scheduled-actions-at-one-minute"] * warned
