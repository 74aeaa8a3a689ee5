import json
import re

import pytest
from fargate_web import Monitoring
from fargate_web.faults.fault import SettingsError
from fargate_web.testing import Run, run

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm"
DASHBOARD = "aws:cloudwatch/dashboard:Dashboard"
TOPIC = "aws:sns/topic:Topic"
GROUP = "aws:lb/targetGroup:TargetGroup"
STRATEGIES = ("rolling", "blueGreen", "canary", "linear")


@pytest.fixture(scope="module")
def both(build) -> Run:
    slo = {"availability": 99.9, "latency": {"threshold": 0.5, "target": 99}}
    services = {strategy.lower(): build.web(deployment={"strategy": strategy}) for strategy in STRATEGIES}
    page = {"email": ["on-call@example.com"]}
    return build.monitoring({"slo": slo, "page": page}, {**services, "worker": build.worker()})[1]


def burns(result: Run) -> set[str]:
    return {alarm.name.removeprefix("monitoring-") for alarm in result.find_all(COMPOSITE)}


def test_each_objective_of_each_web_service_has_three_alarms_whatever_the_strategy(both):
    assert burns(both) == {
        f"{strategy.lower()}-slo-{objective}-{speed}"
        for strategy in STRATEGIES
        for objective in ("availability", "latency")
        for speed in ("fast", "steady", "slow")
    }


@pytest.mark.parametrize(
    ("speed", "long", "short", "rate", "topic"),
    [
        ("fast", ("1h", 3600), ("5m", 300), 14.4, "monitoring-page"),
        ("steady", ("6h", 21600), ("30m", 1800), 6, "monitoring-page"),
        ("slow", ("3d", 259200), ("6h", 21600), 1, "monitoring"),
    ],
)
def test_an_alarm_needs_the_long_and_the_short_window(both, speed, long, short, rate, topic):
    composite = both.find_one(COMPOSITE, f"monitoring-canary-slo-availability-{speed}")
    arn = both.find_one(TOPIC, topic).outputs["arn"]
    prefix = f"project-dev-canary-slo-availability-{speed}"
    assert composite.inputs["alarmName"] == prefix
    assert composite.inputs["alarmRule"] == f'ALARM("{prefix}-{long[0]}") AND ALARM("{prefix}-{short[0]}")'
    assert composite.inputs["alarmActions"] == composite.inputs["okActions"] == [arn]
    for label, seconds in (long, short):
        window = both.find_one(ALARM, f"monitoring-canary-slo-availability-{speed}-{label}")
        assert window.inputs["name"] == f"{prefix}-{label}"
        assert "alarmActions" not in window.inputs
        assert window.inputs["threshold"] == pytest.approx(rate * 0.1)
        assert {query["metric"]["period"] for query in window.inputs["metricQueries"] if "metric" in query} == {seconds}
        assert window.inputs["evaluationPeriods"] == window.inputs["datapointsToAlarm"] == 1
        assert window.urn in composite.dependencies


def test_every_window_is_within_the_limits_of_cloudwatch(both):
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
    for alarm in both.find_all(ALARM):
        for query in alarm.inputs.get("metricQueries", []):
            period = query["metric"]["period"] if "metric" in query else 60
            assert period % 60 == 0
            assert period * alarm.inputs["evaluationPeriods"] <= (604_800 if period >= 3600 else 86_400)
        assert len(alarm.inputs["alarmDescription"]) <= 1024
    for alarm in both.find_all(COMPOSITE):
        assert len(alarm.inputs["alarmRule"]) <= 10_240
        assert len(alarm.inputs["alarmDescription"]) <= 1024


def evaluate(expression: str, values: list[float | None]) -> float:
    """Evaluate an expression of metric math for one datapoint of each metric; None is a missing one."""
    functions = {
        "FILL": lambda value, other: other if value is None else value,
        "IF": lambda condition, yes, no: yes() if condition else no(),
    }
    # CloudWatch's IF isn't evaluated before its condition is known.
    lazy = re.sub(r"^IF\((.*? > 0), (.*), 0\)$", r"IF(\1, lambda: \2, lambda: 0)", expression)
    return eval(lazy, {"__builtins__": {}, **functions, **{f"m{index}": value for index, value in enumerate(values)}})


def queries(result: Run, name: str) -> tuple[list[dict], str]:
    found = result.find_one(ALARM, name).inputs["metricQueries"]
    return [query["metric"] for query in found if "metric" in query], found[-1]["expression"]


@pytest.mark.parametrize(
    ("values", "percent"),
    [
        ([2, 0, 1000, 0], 0.2),
        ([1, 3, 1000, 1000], 0.2),
        ([None, None, 1000, None], 0),
        ([None, 5, None, 5], 100),
        ([None, None, None, None], 0),
    ],
)
def test_availability_is_the_share_of_errors_of_both_groups(both, values, percent):
    metrics, expression = queries(both, "monitoring-rolling-slo-availability-fast-1h")
    assert [(metric["metricName"], metric["stat"]) for metric in metrics] == [
        *[("HTTPCode_Target_5XX_Count", "Sum")] * 2,
        *[("RequestCount", "Sum")] * 2,
    ]
    suffixes = [both.find_one(GROUP, f"rolling-{colour}").outputs["arnSuffix"] for colour in ("blue", "green")]
    assert [metric["dimensions"]["TargetGroup"] for metric in metrics] == suffixes * 2
    assert evaluate(expression, values) == pytest.approx(percent)


@pytest.mark.parametrize(
    ("values", "percent"),
    [
        ([99, None, 1000, None], 1),
        ([100, 90, 900, 100], 1),
        ([0, None, 10, None], 100),
        ([None, None, None, None], 0),
    ],
)
def test_latency_is_the_share_of_slow_requests_of_both_groups(both, values, percent):
    metrics, expression = queries(both, "monitoring-linear-slo-latency-fast-1h")
    assert [(metric["metricName"], metric["stat"]) for metric in metrics] == [
        *[("TargetResponseTime", "PR(:0.5)")] * 2,
        *[("TargetResponseTime", "SampleCount")] * 2,
    ]
    assert evaluate(expression, values) == pytest.approx(percent)


def test_a_description_says_what_is_missed_and_how_fast(both):
    description = both.find_one(COMPOSITE, "monitoring-canary-slo-latency-fast").inputs["alarmDescription"]
    assert description == (
        "canary misses its objective (99 % of the requests within 0.5 s): more than 14.4 % are bad in 1h and in 5m, 14.4 times what is allowed. "
        "2 % of the error budget of 30 days are spent in 1h."
    )


def test_a_rate_that_nothing_can_reach_has_no_alarm(build):
    assert burns(build.monitoring({"slo": {"availability": 90}})[1]) == {"web-slo-availability-steady", "web-slo-availability-slow"}


@pytest.mark.parametrize(
    ("services", "objectives"),
    [
        ({}, {"web": 99.9, "api": 99.9}),
        ({"api": {"availability": 99}}, {"web": 99.9, "api": 99}),
        ({"api": False}, {"web": 99.9}),
        ({"api": {"availability": False}}, {"web": 99.9}),
        ({"api": {"latency": {"threshold": 1}}}, {"web": 99.9, "api": 99.9}),
    ],
)
def test_a_service_may_have_objectives_of_its_own(build, services, objectives):
    result = build.monitoring({"slo": {"availability": 99.9, "services": services}}, {"web": build.web(), "api": build.web(priority=8)})[1]
    found = {
        alarm.name.split("-")[1]: 100 - alarm.inputs["threshold"]
        for alarm in result.find_all(ALARM)
        if alarm.name.endswith("slo-availability-slow-3d")
    }
    assert found == pytest.approx(objectives)
    assert any("slo-latency" in name for name in burns(result)) is ("latency" in (services.get("api") or {}))


def test_without_objectives_there_are_no_such_alarms(build):
    result = build.monitoring()[1]
    assert result.find_all(COMPOSITE) == []
    assert [alarm.name for alarm in result.find_all(ALARM) if "slo" in alarm.name] == []


def test_the_outputs_name_these_alarms_too(build):
    component, result = build.monitoring({"slo": {"availability": 99.9}})
    assert {"web-slo-availability-fast", "web-slo-availability-fast-1h"} < component.alarms.keys()
    outputs = result.find_one("fargate-web:index:Monitoring").outputs["alarmArns"]
    assert outputs["web-slo-availability-fast"].endswith(":alarm:project-dev-web-slo-availability-fast")


def test_the_dashboard_shows_how_fast_the_budget_is_spent(both):
    widgets = json.loads(both.find_one(DASHBOARD).inputs["dashboardBody"])["widgets"]
    [widget] = [each for each in widgets if each["properties"]["title"] == "canary: error budget, availability 99.9 %"]
    *hidden, [burn] = widget["properties"]["metrics"]
    assert [metric[-1]["visible"] for metric in hidden] == [False] * 4
    values = [2, None, 1000, None]
    assert eval(burn["expression"].rpartition(" / ")[2]) == 0.1
    assert evaluate(burn["expression"].rpartition(" / ")[0][1:-1], values) == pytest.approx(0.2)
    assert [line["value"] for line in widget["properties"]["annotations"]["horizontal"]] == [14.4, 6, 1]
    places = [(each["x"], each["y"]) for each in widgets]
    assert len(places) == len(set(places))


@pytest.mark.parametrize(
    ("slo", "message"),
    [
        ({}, "there is no objective"),
        ({"services": {"web": False}}, "there is no objective"),
        ({"availability": 89}, "90"),
        ({"availability": 100}, "99.999"),
        ({"latency": {"target": 99}}, "threshold"),
        ({"latency": {"threshold": 0, "target": 99}}, "0.001"),
        ({"availability": "99.9 %"}, "availability"),
    ],
)
def test_objectives_that_can_not_be_are_refused(slo, message):
    result = run(lambda: Monitoring("monitoring", {"slo": slo}), strict=False)
    assert isinstance(result.error, SettingsError)
    assert message in str(result.error)
