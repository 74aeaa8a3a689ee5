"""Planned work: which alarms are muted, and when."""

import re
from datetime import timedelta

import pulumi
import pytest
from fargate_web.monitoring.mute_rules import create_mute_rules
from fargate_web.settings.monitoring import Monitoring
from fargate_web.settings.mute import Mute, format_duration, parse_duration, parse_recurring_schedule, read_worded_duration
from fargate_web.testing import Run, run
from pydantic import ValidationError

MUTE_RULE = "aws:cloudwatch/alarmMuteRule:AlarmMuteRule"
NIGHT = {"schedule": "cron(0 2 * * SUN)", "duration": "PT4H", "timezone": "Europe/Vienna"}


@pytest.fixture(scope="module")
def muted(build) -> Run:
    mute = {"load-test": NIGHT, "move": {"schedule": "at(2027-01-01T22:00)", "duration": "P1D", "services": ["worker"]}}
    monitoring = {"mute": mute, "slo": {"availability": 99.9}, "page": {"email": ["on-call@example.com"]}}
    return build.monitoring(monitoring, {"web": build.web(), "worker": build.worker()})[1]


def targets(result: Run, name: str) -> list[str]:
    return result.find_one(MUTE_RULE, name).inputs["muteTargets"]["alarmNames"]


def test_planned_work_mutes_every_alarm_that_notifies_somebody_and_no_other(muted):
    alarms = [*muted.find_all("aws:cloudwatch/metricAlarm:MetricAlarm"), *muted.find_all("aws:cloudwatch/compositeAlarm:CompositeAlarm")]
    notifying = [alarm.inputs.get("name") or alarm.inputs["alarmName"] for alarm in alarms if alarm.inputs.get("alarmActions")]
    assert targets(muted, "monitoring-mute-load-test") == sorted(notifying)
    assert len(notifying) < len(alarms)


def test_a_mute_rule_says_when_and_for_how_long(muted):
    rule = muted.find_one(MUTE_RULE, "monitoring-mute-load-test").inputs
    assert rule["rule"] == {"schedule": {"expression": "cron(0 2 * * SUN)", "duration": "PT4H", "timezone": "Europe/Vienna"}}
    assert "name" not in rule


def test_planned_work_on_one_service_mutes_its_alarms_alone(muted):
    names = targets(muted, "monitoring-mute-move")
    assert names
    assert all(name.startswith("project-dev-worker-") for name in names)


def test_without_planned_work_nothing_is_muted(build):
    assert build.monitoring({}, {"worker": build.worker()})[1].find_all(MUTE_RULE) == []


def test_one_rule_mutes_a_hundred_alarms():
    def program() -> None:
        alarms = {"web": {f"web-{number:03}": f"web-{number:03}" for number in range(201)}}
        create_mute_rules("mute", Mute.model_validate(NIGHT), alarms, tags={}, parent=pulumi.runtime.get_root_resource())
        create_mute_rules(
            "none", Mute.model_validate({**NIGHT, "services": ["other"]}), alarms, tags={}, parent=pulumi.runtime.get_root_resource()
        )

    rules = run(program).find_all(MUTE_RULE)
    assert [(rule.name, len(rule.inputs["muteTargets"]["alarmNames"])) for rule in rules] == [
        ("mute", 100),
        ("mute--2", 100),
        ("mute--3", 1),
    ]


@pytest.mark.parametrize(
    "schedule", ["cron(0 2 * * *)", "cron(30 18 1,15 JAN-MAR *)", "cron(0 0 * * MON-FRI)", "cron(0 0 29 2 *)", "at(2027-02-28T23:59)"]
)
def test_schedules_of_mute_rules_are_accepted(schedule):
    assert Mute.model_validate({**NIGHT, "schedule": schedule}).schedule == schedule


@pytest.mark.parametrize(
    ("schedule", "advice"),
    [
        ("cron(0 2 ? * SUN *)", "write cron(0 2 * * SUN)"),
        ("0 2 * * SUN", "write cron(0 2 * * SUN)"),
        ("at(2027-01-01T22:00:00)", "write at(2027-01-01T22:00)"),
        ("2027-01-01 22:00", "write at(2027-01-01T22:00)"),
        ("cron(0 25 * * *)", "no hour '25'"),
        ("cron(*/5 * * * *)", "no minute '*/5'"),
        ("cron(0 2 30 2 *)", "February has no day 30"),
        ("at(2027-02-30T22:00)", "the calendar has no"),
        ("rate(1 day)", "write it like cron(0 2 * * SUN)"),
    ],
)
def test_schedules_that_cloudwatch_does_not_read_are_refused(schedule, advice):
    with pytest.raises(ValidationError, match=re.escape(advice)):
        Mute.model_validate({**NIGHT, "schedule": schedule})


@pytest.mark.parametrize(
    ("duration", "advice"),
    [
        ("2h", "write PT2H"),
        ("90 minutes", "write PT1H30M"),
        ("1 day and 12 hours", "write P1DT12H"),
        ("16d", "write it like PT2H"),
        ("P16D", "longer than 15 days"),
        ("PT0M", "shorter than a minute"),
        ("P", "write it like PT2H"),
        ("PT", "write it like PT2H"),
        ("PT30S", "write it like PT2H"),
        ("soon", "write it like PT2H"),
    ],
)
def test_durations_that_cloudwatch_does_not_read_are_refused(duration, advice):
    with pytest.raises(ValidationError, match=re.escape(advice)):
        Mute.model_validate({**NIGHT, "duration": duration})


@pytest.mark.parametrize(
    ("text", "duration"), [("PT1M", timedelta(minutes=1)), ("P15D", timedelta(days=15)), ("P2DT12H", timedelta(hours=60))]
)
def test_durations_are_read_as_they_are_written(text, duration):
    assert parse_duration(text) == duration
    assert format_duration(duration) == text
    assert Mute.model_validate({**NIGHT, "duration": text}).duration == text


def test_words_for_durations_are_read():
    assert read_worded_duration("1d 2h 3m") == timedelta(days=1, hours=2, minutes=3)
    assert read_worded_duration("a while") is None


def test_days_of_the_week_count_from_sunday():
    for schedule in ("cron(0 0 * * SUN)", "cron(0 0 * * 0)", "cron(0 0 * * 7)"):
        calendar = parse_recurring_schedule(schedule)
        assert calendar is not None
        assert calendar.day_of_week.upper() in ("SUN", "1")
    assert parse_recurring_schedule("cron(0 0 1 * SUN)") is None
    assert parse_recurring_schedule("at(2027-01-01T22:00)") is None


def test_planned_work_has_a_name_that_starts_resources():
    with pytest.raises(ValidationError, match="a mute rule"):
        Monitoring.model_validate({"mute": {"Load Test": NIGHT}})
