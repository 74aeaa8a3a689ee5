"""The numbers of ECS Express Mode, held against what examples/canary.yaml registers."""

import pytest
from fargate_web.testing import Run

from tests.stacks.running import preview_or_up, read

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
SERVICE = "aws:ecs/service:Service"
TARGET_GROUP = "aws:lb/targetGroup:TargetGroup"


@pytest.fixture(scope="module")
def canary() -> Run:
    return preview_or_up(read("examples/canary.yaml"), "canary")


@pytest.fixture(scope="module")
def service(canary: Run) -> dict:
    return canary.find_one(SERVICE).inputs


@pytest.fixture(scope="module")
def alarm(canary: Run) -> dict:
    return canary.find_one(ALARM, "web-deployment-errors").inputs


def test_5_percent_of_the_traffic_move_first_and_for_three_minutes(service):
    configuration = service["deploymentConfiguration"]
    assert configuration["strategy"] == "CANARY"
    assert configuration["canaryConfiguration"] == {"canaryPercent": 5, "canaryBakeTimeInMinutes": "3"}


def test_then_everything_moves_and_the_old_tasks_stay_for_three_minutes(service):
    assert service["deploymentConfiguration"]["bakeTimeInMinutes"] == "3"


def test_one_alarm_rolls_a_deployment_back(service, alarm):
    assert service["alarms"] == {"alarmNames": [alarm["name"]], "enable": True, "rollback": True}


def test_the_alarm_is_raised_above_1_percent_for_2_datapoints_in_3_minutes(alarm):
    assert (alarm["threshold"], alarm["comparisonOperator"]) == (1, "GreaterThanThreshold")
    assert (alarm["datapointsToAlarm"], alarm["evaluationPeriods"]) == (2, 3)
    assert {query["metric"]["period"] for query in alarm["metricQueries"] if "metric" in query} == {60}


def test_the_alarm_takes_errors_of_client_and_server_together_over_all_requests(canary, alarm):
    measured = [query["metric"] for query in alarm["metricQueries"] if "metric" in query]
    assert {metric["metricName"] for metric in measured} == {
        "HTTPCode_Target_4XX_Count",
        "HTTPCode_Target_5XX_Count",
        "RequestCount",
    }
    assert {metric["dimensions"]["TargetGroup"] for metric in measured} == {
        group.outputs["arnSuffix"] for group in canary.find_all(TARGET_GROUP)
    }


def test_without_requests_there_is_no_error(alarm):
    assert alarm["metricQueries"][-1]["expression"].startswith("IF(FILL(m4, 0) + FILL(m5, 0) > 0, ")
    assert alarm["treatMissingData"] == "notBreaching"
