"""`fargate-web why`: alarms with their history."""

import json

import pytest

from tests.cli.live.fake_aws import refuse
from tests.cli.live.services import answer_deployment, at
from tests.cli.live.why_answers import ALARM, build_aws


def answer_change(seconds, state, reason):
    data = json.dumps({"version": "1.0", "oldState": {}, "newState": {"stateValue": state, "stateReason": reason}})
    return {"AlarmName": ALARM, "Timestamp": at(seconds), "HistoryItemType": "StateUpdate", "HistoryData": data}


def build_alarmed_aws(*pages, triggered=True, state="OK", changed=500, **more):
    ended = answer_deployment(
        status="ROLLBACK_SUCCESSFUL", stage=None, finishedAt=at(300), **({"alarms": {"triggeredAlarmNames": [ALARM]}} if triggered else {})
    )
    alarm = {
        "AlarmName": ALARM,
        "StateValue": state,
        "StateReason": "as it is now",
        "StateTransitionedTimestamp": at(changed),
        "MetricName": "HTTPCode_Target_5XX_Count",
        "ComparisonOperator": "GreaterThanOrEqualToThreshold",
        "Threshold": 10.0,
    }
    return build_aws(
        **{
            "describe_service_deployments": {"serviceDeployments": [ended]},
            "describe_alarms": {"MetricAlarms": [alarm]},
            "describe_alarm_history": list(pages) or {"AlarmHistoryItems": []},
        }
        | more
    )


FIRED = "Threshold Crossed: 2 out of the last 3 datapoints [40.0, 31.0] were greater than or equal to the threshold (10.0)"


def test_an_alarm_is_quoted_as_it_was_when_it_ended_the_deployment(why):
    history = {
        "AlarmHistoryItems": [answer_change(500, "OK", "fine"), answer_change(120, "ALARM", FIRED), answer_change(-900, "OK", "fine")]
    }
    aws = build_alarmed_aws(history)
    found = why(aws, "web")
    assert f"Most likely: The alarm {ALARM} ended the deployment (HTTPCode_Target_5XX_Count >= 10).\n" in found.out
    assert f"  evidence  2026-03-01 12:02:00Z alarm: {FIRED}\n" in found.out
    (asked,) = [params for operation, params in aws.calls if operation == "describe_alarm_history"]
    assert (asked["AlarmName"], asked["HistoryItemType"], asked["ScanBy"]) == (ALARM, "StateUpdate", "TimestampDescending")


def test_an_alarm_that_was_in_alarm_before_the_start_is_told_though_it_is_ok_now(why):
    pages = [
        {"AlarmHistoryItems": [answer_change(500, "OK", "fine")], "NextToken": "2"},
        {"AlarmHistoryItems": [answer_change(-60, "ALARM", FIRED)], "NextToken": "3"},
    ]
    aws = build_alarmed_aws(*pages, triggered=False)
    causes = json.loads(why(aws, "web", "--json").out)["causes"]
    assert [(cause["kind"], cause["evidence"][0]["time"]) for cause in causes] == [("alarm-not-watched", "2026-03-01T11:59:00Z")]
    assert aws.count("describe_alarm_history") == 2


@pytest.mark.parametrize("data", ["no json", "{}", '{"newState": 5}'])
def test_a_history_without_data_is_read_from_its_summary(why, data):
    item = answer_change(120, "ALARM", "") | {"HistoryData": data, "HistorySummary": "Alarm updated from OK to ALARM"}
    assert "12:02:00Z alarm: Alarm updated from OK to ALARM\n" in why(build_alarmed_aws({"AlarmHistoryItems": [item]}), "web").out


def test_without_the_history_the_present_state_is_quoted(why):
    found = why(build_alarmed_aws(describe_alarm_history=refuse("AccessDenied")), "web")
    assert "alarm: as it is now\n" in found.out
    assert "Not known: " in found.out
    assert "the history of alarms" in found.out
    assert "cloudwatch:DescribeAlarmHistory" in found.out


def test_alarms_that_stayed_ok_cost_no_call(why):
    aws = build_alarmed_aws(triggered=False, changed=-5000)
    why(aws, "web")
    assert aws.count("describe_alarm_history") == 0
