"""Policies beside target tracking on the metrics of the service: metrics of one's own, steps, forecasts, and hours."""

import pytest
from fargate_web import Scaling
from fargate_web.testing import Run, run

from tests.components.scaling.test_scaling import ACTION, POLICY, TARGET, THEIRS

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
JOBS = {"namespace": "Shop", "name": "PendingJobs"}
SETTINGS = {
    "minCapacity": 2,
    "maxCapacity": 10,
    "metrics": {
        "jobs": {"target": 100, "metric": {**JOBS, "dimensions": {"Tenant": "vienna"}, "unit": "Count"}},
        "slow": {"target": 2, "metric": {"namespace": "Shop", "name": "Duration", "statistic": "p99"}},
        "share": {
            "target": 5,
            "metrics": [
                {"id": "jobs", "metric": JOBS},
                {"id": "running", "metric": {"namespace": "ECS/ContainerInsights", "name": "RunningTaskCount"}},
                {"id": "share", "expression": "jobs / running", "returnData": True},
            ],
        },
        "waiting": {"target": 9, "metric": {"namespace": "AWS/SQS", "name": "ApproximateNumberOfMessagesVisible"}},
    },
    "steps": {
        "jobs": {
            "metric": {**JOBS, "statistic": "Maximum"},
            "steps": [{"atLeast": 0.3, "adjustment": 1}, {"atMost": 0.1, "adjustment": -1}, {"atLeast": 500, "adjustment": 5}],
        },
        "half": {
            "metrics": [{"id": "jobs", "metric": JOBS}, {"id": "half", "expression": "jobs / 2", "returnData": True}],
            "steps": [{"atLeast": 10, "adjustment": 20}],
            "adjustmentType": "PercentChangeInCapacity",
            "minAdjustmentMagnitude": 2,
        },
    },
    "predictive": {"requestsPerTarget": 1000, "mode": "ForecastAndScale", "maxCapacityBuffer": 20},
    "hours": {"start": "18:30", "end": "02:00", "days": "FRI,SAT", "timezone": "Europe/Vienna"},
}
SERVICE_DIMENSIONS = [{"name": "ClusterName", "value": "shared"}, {"name": "ServiceName", "value": "theirs"}]


@pytest.fixture(scope="module")
def scaled() -> Run:
    service = {**THEIRS, "queue_name": "their-queue"}
    return run(lambda: Scaling("web", {**SETTINGS, "service": service, "tags": {"Team": "web"}}))


def find_policy(scaled: Run, name: str) -> dict:
    return scaled.find_one(POLICY, name).inputs


def find_metric(scaled: Run, name: str) -> dict:
    return find_policy(scaled, name)["targetTrackingScalingPolicyConfiguration"]["customizedMetricSpecification"]


def test_policies_and_alarms_are_these_and_no_others(scaled):
    assert sorted(policy.name for policy in scaled.find_all(POLICY)) == [
        "web-predictive",
        "web:half:high",
        "web:jobs",
        "web:jobs:high",
        "web:jobs:low",
        "web:share",
        "web:slow",
        "web:waiting",
    ]
    assert sorted(alarm.name for alarm in scaled.find_all(ALARM)) == ["web:half:high", "web:jobs:high", "web:jobs:low"]


def test_a_metric_of_ones_own_is_kept_near_its_target(scaled):
    assert find_policy(scaled, "web:jobs")["name"] == "jobs"
    assert find_policy(scaled, "web:jobs")["targetTrackingScalingPolicyConfiguration"]["targetValue"] == 100
    assert find_metric(scaled, "web:jobs") == {
        "namespace": "Shop",
        "metricName": "PendingJobs",
        "statistic": "Average",
        "dimensions": [{"name": "Tenant", "value": "vienna"}],
        "unit": "Count",
    }


def test_a_percentile_is_metric_math_of_one_metric(scaled):
    [query] = find_metric(scaled, "web:slow")["metrics"]
    assert query["returnData"] is True
    assert query["metricStat"]["stat"] == "p99"


def test_metric_math_follows_the_one_result_and_knows_the_service(scaled):
    jobs, running, share = find_metric(scaled, "web:share")["metrics"]
    assert [query["returnData"] for query in (jobs, running, share)] == [False, False, True]
    assert running["metricStat"]["metric"]["dimensions"] == SERVICE_DIMENSIONS
    assert share == {"id": "share", "expression": "jobs / running", "label": "share", "returnData": True}


def test_a_metric_of_sqs_is_that_of_the_queue_of_the_service(scaled):
    assert find_metric(scaled, "web:waiting")["dimensions"] == [{"name": "QueueName", "value": "their-queue"}]


def test_steps_up_count_from_the_lowest_and_steps_down_from_the_highest(scaled):
    up, down = (find_policy(scaled, f"web:jobs:{suffix}")["stepScalingPolicyConfiguration"] for suffix in ("high", "low"))
    assert up["stepAdjustments"] == [
        {"metricIntervalLowerBound": "0", "metricIntervalUpperBound": "499.7", "scalingAdjustment": 1},
        {"metricIntervalLowerBound": "499.7", "scalingAdjustment": 5},
    ]
    assert down["stepAdjustments"] == [{"metricIntervalUpperBound": "0", "scalingAdjustment": -1}]
    assert (up["adjustmentType"], up["metricAggregationType"], up["cooldown"]) == ("ChangeInCapacity", "Maximum", 300)
    assert "minAdjustmentMagnitude" not in up


def test_the_alarm_of_steps_triggers_their_policy_alone(scaled):
    high, low = (scaled.find_one(ALARM, f"web:jobs:{suffix}").inputs for suffix in ("high", "low"))
    assert (high["threshold"], high["comparisonOperator"]) == (0.3, "GreaterThanOrEqualToThreshold")
    assert (low["threshold"], low["comparisonOperator"]) == (0.1, "LessThanOrEqualToThreshold")
    assert high["alarmActions"] == [scaled.find_one(POLICY, "web:jobs:high").outputs["arn"]]
    assert (high["metricName"], high["statistic"], high["period"], high["evaluationPeriods"]) == ("PendingJobs", "Maximum", 60, 2)
    assert (high["treatMissingData"], high["tags"]) == ("notBreaching", {"Team": "web"})


def test_an_alarm_on_metric_math_has_the_period_at_its_metrics(scaled):
    jobs, half = scaled.find_one(ALARM, "web:half:high").inputs["metricQueries"]
    assert jobs["metric"] == {"namespace": "Shop", "metricName": "PendingJobs", "dimensions": {}, "stat": "Average", "period": 60}
    assert (half["expression"], half["returnData"]) == ("jobs / 2", True)
    configuration = find_policy(scaled, "web:half:high")["stepScalingPolicyConfiguration"]
    assert (configuration["adjustmentType"], configuration["minAdjustmentMagnitude"]) == ("PercentChangeInCapacity", 2)


def test_a_forecast_of_requests_covers_both_target_groups(scaled):
    forecast = find_policy(scaled, "web-predictive")["predictiveScalingPolicyConfiguration"]
    [specification] = forecast.pop("metricSpecifications")
    assert forecast == {
        "mode": "ForecastAndScale",
        "schedulingBufferTime": 300,
        "maxCapacityBreachBehavior": "IncreaseMaxCapacity",
        "maxCapacityBuffer": 20,
    }
    assert specification["targetValue"] == "1000"
    for kind, metric in (("Load", "RequestCount"), ("Scaling", "RequestCountPerTarget")):
        one, two, total = specification[f"customized{kind}MetricSpecification"]["metricDataQueries"]
        assert [query["metricStat"]["metric"]["metricName"] for query in (one, two)] == [metric, metric]
        assert (total["expression"], total["returnData"]) == ("FILL(group0, 0) + FILL(group1, 0)", True)


@pytest.mark.parametrize(("key", "pair"), [("cpu", "ECSServiceCPUUtilization"), ("memory", "ECSServiceMemoryUtilization")])
def test_a_forecast_is_only_shown_by_default_and_keeps_the_maximum(key, pair):
    settings = {"minCapacity": 1, "maxCapacity": 4, "cpu": 70, "predictive": {key: 62.5}, "service": THEIRS}
    forecast = find_policy(run(lambda: Scaling("web", settings)), "web-predictive")["predictiveScalingPolicyConfiguration"]
    assert (forecast["mode"], forecast["maxCapacityBreachBehavior"]) == ("ForecastOnly", "HonorMaxCapacity")
    assert "maxCapacityBuffer" not in forecast
    assert forecast["metricSpecifications"] == [
        {"targetValue": "62.5", "predefinedMetricPairSpecification": {"predefinedMetricType": pair}}
    ]


def test_hours_are_two_actions_and_the_limits_are_theirs(scaled):
    begin, end = (scaled.find_one(ACTION, f"web:hours-{name}").inputs for name in ("begin", "end"))
    assert (begin["schedule"], begin["scalableTargetAction"]) == ("cron(30 18 ? * FRI,SAT *)", {"minCapacity": 2, "maxCapacity": 10})
    assert (end["schedule"], end["scalableTargetAction"]) == ("cron(0 2 ? * SAT,SUN *)", {"minCapacity": 0, "maxCapacity": 0})
    assert {begin["timezone"], end["timezone"]} == {"Europe/Vienna"}
    assert scaled.find_one(TARGET).ignore_changes == ("minCapacity", "maxCapacity")


def test_a_metric_of_sqs_without_a_queue_is_refused():
    settings = {"minCapacity": 1, "maxCapacity": 2, "metrics": {"waiting": SETTINGS["metrics"]["waiting"]}, "service": THEIRS}
    with pytest.raises(Exception, match="a metric of SQS names no queue, and the service has none"):
        run(lambda: Scaling("web", settings))
