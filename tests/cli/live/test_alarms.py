"""`fargate-web alarms`: the states of the alarms of a stack, and their mute for planned work."""

import json
from datetime import UTC, datetime

import pytest
from fargate_web.analysis import clock
from fargate_web_cli.live import aws_session

from tests.cli.live.fake_aws import FakeAws, refuse
from tests.cli.live.outputs import build_outputs
from tests.cli.project.projects import run_command

NAMES = ["shop-prod-web-5xx", "shop-prod-web-cpu"]
OURS, NIGHT = "fargate-web-shop-prod-web-5xx", "monitoring-mute-night-1a2b3c4"


def summarize(name):
    return {"AlarmMuteRuleArn": f"arn:aws:cloudwatch:us-west-2:123456789012:alarm-mute-rule:{name}", "Status": "ACTIVE"}


def describe_rule(parameters):
    name = parameters["AlarmMuteRuleName"]
    alarms = {OURS: NAMES, NIGHT: [NAMES[1], "other"]}.get(name, ["other"])
    schedule = {"Expression": "at(2027-01-01T12:01)", "Duration": "PT2H", "Timezone": "UTC"}
    status = "ACTIVE" if name == NIGHT else "SCHEDULED"
    return {"Name": name, "Rule": {"Schedule": schedule}, "MuteTargets": {"AlarmNames": alarms}, "Status": status}


def build_aws(state="OK", rules=(NIGHT, "of-another-stack"), **answers):
    return FakeAws(
        describe_alarms={"MetricAlarms": [{"AlarmName": NAMES[0], "StateValue": state}], "CompositeAlarms": []},
        list_alarm_mute_rules={"AlarmMuteRuleSummaries": [summarize(rule) for rule in rules]},
        get_alarm_mute_rule=describe_rule,
        put_alarm_mute_rule={},
        delete_alarm_mute_rule={},
        **answers,
    )


@pytest.fixture
def alarms(tmp_path, monkeypatch):
    def ask(aws, *arguments, names=NAMES):
        monkeypatch.setattr(aws_session, "open_session", aws.open_session)
        monkeypatch.setattr(clock, "read_clock", lambda: datetime(2027, 1, 1, 12, 0, 30, tzinfo=UTC))
        outputs = tmp_path / "outputs.json"
        outputs.write_text(json.dumps(build_outputs("web") | ({"alarmNames": names} if names else {})))
        return run_command("alarms", "--outputs", str(outputs), *arguments, folder=tmp_path)

    return ask


def test_each_alarm_is_shown_with_its_state_and_whether_it_is_muted(alarms):
    found = alarms(build_aws())
    assert (found.status, found.err) == (0, "")
    assert found.out == (
        "shop-prod-web-5xx  OK\n"
        "shop-prod-web-cpu  MISSING, muted\n"
        "monitoring-mute-night-1a2b3c4 mutes 1 of them now, for PT2H from at(2027-01-01T12:01) UTC\n"
    )


def test_an_alarm_that_is_not_muted_has_an_exit_status(alarms):
    assert alarms(build_aws("ALARM")).status == 3
    document = json.loads(alarms(build_aws("ALARM"), "--json").out)
    assert document["alarms"][0] == {"name": NAMES[0], "state": "ALARM", "muted": False}
    assert [rule["name"] for rule in document["muteRules"]] == [NIGHT]


def test_alarms_are_muted_from_the_next_minute_on(alarms):
    aws = build_aws()
    found = alarms(aws, "--mute", "2h")
    assert found.out == "2 alarms notify nobody until 2027-01-01 14:01 UTC.\nEnd it before: fargate-web alarms --unmute\n"
    [(operation, parameters)] = aws.calls
    assert operation == "put_alarm_mute_rule"
    assert parameters == {
        "Name": OURS,
        "Description": "Planned work: fargate-web alarms --mute",
        "Rule": {"Schedule": {"Expression": "at(2027-01-01T12:01)", "Duration": "PT2H", "Timezone": "UTC"}},
        "MuteTargets": {"AlarmNames": NAMES},
    }


def test_one_rule_mutes_a_hundred_alarms(alarms):
    aws = build_aws()
    alarms(aws, "--mute", "PT90M", "--json", names=[f"shop-prod-{number:03}" for number in range(101)])
    rules = [parameters for _, parameters in aws.calls]
    assert [(rule["Name"], len(rule["MuteTargets"]["AlarmNames"])) for rule in rules] == [
        ("fargate-web-shop-prod-000", 100),
        ("fargate-web-shop-prod-100", 1),
    ]


def test_the_end_of_a_mute_leaves_the_rules_of_others(alarms):
    aws = build_aws(rules=(NIGHT, OURS, "fargate-web-of-another-stack"))
    assert alarms(aws, "--unmute").out == "This mute of the alarms is over. Those that are in ALARM notify now.\n"
    assert [parameters for operation, parameters in aws.calls if operation == "delete_alarm_mute_rule"] == [{"AlarmMuteRuleName": OURS}]
    assert alarms(build_aws(), "--unmute").out == "No mute of this command is there to end.\n"


@pytest.mark.parametrize("time", ["soon", "16d", "0m", ""])
def test_a_time_that_cloudwatch_does_not_take_is_refused(alarms, time):
    found = alarms(build_aws(), "--mute", time)
    assert found.status == 2
    assert "isn't a time" in found.err or "one minute to 15 days" in found.err


def test_a_stack_without_alarms_is_told(alarms):
    found = alarms(build_aws(), names=[])
    assert (found.status, found.err.startswith("The stack outputs name no alarms")) == (1, True)


def test_a_refusal_of_aws_is_one_line(alarms):
    found = alarms(FakeAws(put_alarm_mute_rule=refuse("AccessDenied")), "--mute", "1h")
    assert (found.status, found.err) == (1, "The AWS credentials may not do cloudwatch:PutAlarmMuteRule; allow the action in a policy.\n")
