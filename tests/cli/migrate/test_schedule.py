"""Copilot's schedules as EventBridge Scheduler writes them."""

import pytest
from fargate_web.settings.scheduled_task import ScheduledTask
from fargate_web_cli.migrate.copilot.schedule import convert_expression
from fargate_web_cli.migrate.manifest_value import InvalidValueError, ManifestValue


@pytest.mark.parametrize(
    ("copilot", "here"),
    [
        ("@yearly", "cron(0 0 1 1 ? *)"),
        ("@monthly", "cron(0 0 1 * ? *)"),
        ("@weekly", "cron(0 0 ? * SUN *)"),
        ("@daily", "cron(0 0 * * ? *)"),
        ("@hourly", "cron(0 * * * ? *)"),
        ("@every 1h", "rate(1 hour)"),
        ("@every 1h30m", "rate(90 minutes)"),
        ("@every 48h", "rate(2 days)"),
        ("@every 1m", "rate(1 minute)"),
        ("rate(5 minutes)", "rate(5 minutes)"),
        ("cron(0 12 ? * MON *)", "cron(0 12 ? * MON *)"),
        ("* * * * *", "cron(* * * * ? *)"),
        ("0 9 * * 1-5", "cron(0 9 ? * MON-FRI *)"),
        ("0 9 * * 0,6", "cron(0 9 ? * SUN,SAT *)"),
        ("0 9 * * 7", "cron(0 9 ? * SUN *)"),
        ("0 9 * * mon-fri", "cron(0 9 ? * MON-FRI *)"),
        ("0 9 * * */2", "cron(0 9 ? * SUN,TUE,THU,SAT *)"),
        ("*/15 */2 */3 */4 *", "cron(0/15 0/2 1/3 1/4 ? *)"),
        ("10-30/10 5 1 jan *", "cron(10,20,30 5 1 JAN ? *)"),
        ("0,30 8-17 * * *", "cron(0,30 8-17 * * ? *)"),
        ("5/20 * * * *", "cron(5/20 * * * ? *)"),
    ],
)
def test_a_schedule_is_written_as_aws_takes_it(copilot, here):
    assert convert_expression(ManifestValue(copilot, ("on", "schedule"), None), copilot) == here
    ScheduledTask.model_validate({"image": "a/b:1", "schedule": here})


@pytest.mark.parametrize(
    ("copilot", "said"),
    [
        ("0 9 1 * 1", "write two jobs"),
        ("@every 30s", "whole minutes"),
        ("@every day", "no duration"),
        ("0 9 * *", "no schedule of Copilot"),
        ("0 9 * * x", "no day of the week"),
        ("0 9 * * 8", "no day of the week"),
        ("? 9 * * *", "no field of cron"),
        ("nightly", "no schedule of Copilot"),
    ],
)
def test_what_no_schedule_of_aws_can_say_is_told(copilot, said):
    with pytest.raises(InvalidValueError) as caught:
        convert_expression(ManifestValue(copilot, ("on", "schedule"), None), copilot)
    assert said in caught.value.message
