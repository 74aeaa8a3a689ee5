import pytest
from fargate_web.checks.schedules import check_schedules
from fargate_web.faults.validation import validate
from fargate_web.settings.stack import Stack


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
