import pytest
from fargate_web import Monitoring, ScheduledTask
from fargate_web.testing import Run

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"


def watched(build, **said) -> Run:
    def program() -> Monitoring:
        wires = {"image": build.image, "network": build.network, "cluster": build.cluster}
        return Monitoring(
            "monitoring", {"scheduled_tasks": {"report": ScheduledTask("report", {**wires, "schedule": "rate(1 day)"})}, **said}
        )

    return build.one(program)[1]


def test_a_start_that_was_given_up_is_told(build):
    result = watched(build)
    alarm = result.one(ALARM).inputs
    assert (alarm["name"], alarm["namespace"], alarm["metricName"]) == (
        "project-dev-report-not-started",
        "AWS/Scheduler",
        "InvocationDroppedCount",
    )
    assert alarm["dimensions"] == {"ScheduleGroup": result.one("aws:scheduler/scheduleGroup:ScheduleGroup").outputs["name"]}
    assert (alarm["threshold"], alarm["comparisonOperator"], alarm["statistic"]) == (1, "GreaterThanOrEqualToThreshold", "Sum")
    assert alarm["alarmActions"] == [result.one("aws:sns/topic:Topic").outputs["arn"]]


@pytest.mark.parametrize("off", [False])
def test_the_alarm_can_be_left_out(build, off):
    assert watched(build, alarms={"notStarted": off}).of(ALARM) == []
