import json

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
    alarm = result.find_one(ALARM).inputs
    assert (alarm["name"], alarm["namespace"], alarm["metricName"]) == (
        "project-dev-report-not-started",
        "AWS/Scheduler",
        "InvocationDroppedCount",
    )
    assert alarm["dimensions"] == {"ScheduleGroup": result.find_one("aws:scheduler/scheduleGroup:ScheduleGroup").outputs["name"]}
    assert (alarm["threshold"], alarm["comparisonOperator"], alarm["statistic"]) == (1, "GreaterThanOrEqualToThreshold", "Sum")
    assert alarm["alarmActions"] == [result.find_one("aws:sns/topic:Topic").outputs["arn"]]


def test_the_alarm_can_be_left_out(build):
    assert watched(build, alarms={"notStarted": False}).find_all(ALARM) == []


# --- runs that failed ---------------------------------------------------------------------------------------------------

RULE = "aws:cloudwatch/eventRule:EventRule"
TARGET = "aws:cloudwatch/eventTarget:EventTarget"
TOPIC_POLICY = "aws:sns/topicPolicy:TopicPolicy"
KEY = "aws:kms/key:Key"


def sids(result: Run, kind: str) -> set[str]:
    return {statement["Sid"] for statement in json.loads(result.find_one(kind).inputs["policy"])["Statement"]}


def test_tasks_of_this_family_in_this_cluster_that_end_badly_are_told(build):
    result = watched(build)
    assert json.loads(result.find_one(RULE).inputs["eventPattern"]) == {
        "source": ["aws.ecs"],
        "detail-type": ["ECS Task State Change"],
        "detail": {
            "clusterArn": [build.cluster["arn"]],
            "group": ["family:project-dev-report"],
            "lastStatus": ["STOPPED"],
            "$or": [
                {"containers": {"name": ["report"], "exitCode": [{"anything-but": [0]}]}},
                {"stopCode": ["TaskFailedToStart", "SpotInterruption", "TerminationNotice"]},
            ],
        },
    }


def test_the_message_goes_to_the_topic_and_is_a_json_string_with_the_command_for_the_log(build):
    result = watched(build)
    target = result.find_one(TARGET).inputs
    assert target["arn"] == result.find_one("aws:sns/topic:Topic").outputs["arn"]
    assert target["rule"] == result.find_one(RULE).outputs["name"]
    log = result.find_one("aws:cloudwatch/logGroup:LogGroup").outputs["name"]
    told = json.loads(target["inputTransformer"]["inputTemplate"])
    assert told == f"The scheduled task report failed: <reason>. Task: <task>. Its log: aws logs tail {log}"
    assert target["inputTransformer"]["inputPaths"].keys() == {"reason", "task"}


def test_eventbridge_may_publish_only_where_it_has_something_to_tell(build):
    told, silent = watched(build), watched(build, alarms={"failedRuns": False})
    services_only = build.monitoring({"alarms": {"failedDeployments": False}})[1]
    assert "EventsPublish" in sids(told, TOPIC_POLICY)
    assert "EventsEncrypt" in sids(told, KEY)
    for result in (silent, services_only):
        assert (result.find_all(RULE), result.find_all(TARGET)) == ([], [])
        assert "EventsPublish" not in sids(result, TOPIC_POLICY)
        assert "EventsEncrypt" not in sids(result, KEY)


def test_a_topic_that_exists_is_told_as_well(build):
    topic = "arn:aws:sns:us-west-2:123456789012:alarms"
    assert watched(build, topicArn=topic).find_one(TARGET).inputs["arn"] == topic


def test_names_of_rules_stay_within_the_limit_of_aws(build):
    assert len(watched(build).find_one(RULE).outputs["name"]) <= 64
