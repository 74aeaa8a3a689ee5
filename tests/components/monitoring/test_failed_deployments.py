import copy
import json

import pytest
from fargate_web import Monitoring
from fargate_web.testing import Run

from tests.components.monitoring.event_patterns import matches

RULE = "aws:cloudwatch/eventRule:EventRule"
TARGET = "aws:cloudwatch/eventTarget:EventTarget"
TOPIC = "aws:sns/topic:Topic"
TOPIC_POLICY = "aws:sns/topicPolicy:TopicPolicy"
KEY = "aws:kms/key:Key"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
STRATEGIES = ("rolling", "blueGreen", "canary", "linear")
MAX_PATTERN = 2048
"""Characters: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html"""

# The examples of https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html and of ecs_service_events.html
DEPLOYMENT, ACTION = "ECS Deployment State Change", "ECS Service Action"
IN_PROGRESS = {"eventType": "INFO", "eventName": "SERVICE_DEPLOYMENT_IN_PROGRESS", "reason": "ECS deployment ecs-svc/123 in progress."}
ROLLING_BACK = {**IN_PROGRESS, "reason": "ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/123."}
COMPLETED = {"eventType": "INFO", "eventName": "SERVICE_DEPLOYMENT_COMPLETED", "reason": "ECS deployment ecs-svc/123 completed."}
FAILED = {
    "eventType": "ERROR",
    "eventName": "SERVICE_DEPLOYMENT_FAILED",
    "reason": "ECS deployment circuit breaker: task failed to start.",
}
STEADY = {"eventType": "INFO", "eventName": "SERVICE_STEADY_STATE"}
IMPAIRED = {"eventType": "WARN", "eventName": "SERVICE_TASK_START_IMPAIRED"}
THROTTLED = {"eventType": "ERROR", "eventName": "ECS_OPERATION_THROTTLED"}
CONFIGURATION = {"eventType": "ERROR", "eventName": "SERVICE_TASK_CONFIGURATION_FAILURE", "reason": "ECS was unable to assume the role"}
NOT_PLACED = {"eventType": "ERROR", "eventName": "SERVICE_TASK_PLACEMENT_FAILURE", "reason": "RESOURCE:FARGATE"}
PROVIDER = "arn:aws:ecs:us-west-2:123456789012:capacity-provider"


def event(service: str, detail_type: str, detail: dict, cluster: str = "shared") -> dict:
    return {
        "version": "0",
        "detail-type": detail_type,
        "source": "aws.ecs",
        "account": "123456789012",
        "time": "2020-05-23T12:31:14Z",
        "region": "us-west-2",
        "resources": [f"arn:aws:ecs:us-west-2:123456789012:service/{cluster}/{service}"],
        "detail": {"clusterArn": f"arn:aws:ecs:us-west-2:123456789012:cluster/{cluster}", **detail},
    }


@pytest.fixture(scope="module")
def every_strategy(build) -> Run:
    services = {strategy.lower(): build.web(deployment={"strategy": strategy}) for strategy in STRATEGIES}
    return build.monitoring(services={**services, "worker": build.worker()})[1]


def patterns(result: Run) -> list[dict]:
    return [json.loads(rule.inputs["eventPattern"]) for rule in result.find_all(RULE)]


def is_told(result: Run, happened: dict) -> bool:
    return any(matches(pattern, happened) for pattern in patterns(result))


@pytest.mark.parametrize("service", [*(strategy.lower() for strategy in STRATEGIES), "worker"])
@pytest.mark.parametrize(
    ("detail_type", "detail", "told"),
    [
        (DEPLOYMENT, IN_PROGRESS, False),
        (DEPLOYMENT, ROLLING_BACK, True),
        (ACTION, ROLLING_BACK, True),
        (DEPLOYMENT, COMPLETED, False),
        (DEPLOYMENT, FAILED, True),
        (ACTION, FAILED, True),
        (ACTION, STEADY, False),
        (ACTION, IMPAIRED, True),
        (ACTION, THROTTLED, False),
        (ACTION, CONFIGURATION, True),
        (ACTION, {**NOT_PLACED, "capacityProviderArns": [f"{PROVIDER}/FARGATE"]}, True),
        (ACTION, {**NOT_PLACED, "capacityProviderArns": [f"{PROVIDER}/FARGATE_SPOT"]}, False),
        ("ECS Task State Change", FAILED, False),
    ],
)
def test_failures_and_rollbacks_of_every_strategy_are_told(every_strategy, service, detail_type, detail, told):
    name = every_strategy.find_one("aws:ecs/service:Service", service).outputs["name"]
    assert is_told(every_strategy, event(name, detail_type, detail)) is told


def test_events_of_other_services_are_not_told(every_strategy):
    name = every_strategy.find_one("aws:ecs/service:Service", "worker").outputs["name"]
    assert not is_told(every_strategy, event("other", DEPLOYMENT, FAILED))
    assert not is_told(every_strategy, event(name, DEPLOYMENT, FAILED, cluster="other"))
    assert not is_told(every_strategy, {**event(name, DEPLOYMENT, FAILED), "source": "aws.ec2"})


def test_the_message_is_a_json_string_that_a_person_can_read(every_strategy):
    target = every_strategy.find_one(TARGET, "monitoring-failed-deployments").inputs
    assert target["rule"] == every_strategy.find_one(RULE, "monitoring-failed-deployments").outputs["name"]
    assert target["arn"] == every_strategy.find_one(TOPIC).outputs["arn"]
    transformer = target["inputTransformer"]
    happened = event("web-1a2b3c4", DEPLOYMENT, FAILED)
    values = {name: find(happened, path) for name, path in transformer["inputPaths"].items()}
    filled = copy.copy(transformer["inputTemplate"])
    for name, value in values.items():
        assert f"<{name}>" in filled
        filled = filled.replace(f"<{name}>", value)
    assert json.loads(filled) == (
        "ECS reports SERVICE_DEPLOYMENT_FAILED for arn:aws:ecs:us-west-2:123456789012:service/shared/web-1a2b3c4 at 2020-05-23T12:31:14Z. "
        "ECS deployment circuit breaker: task failed to start. To find the cause and what to change: fargate-web why SERVICE --stack dev"
    )


def find(happened: dict, path: str) -> str:
    value = happened
    for part in path.removeprefix("$.").replace("[0]", ".0").split("."):
        value = value[int(part)] if part.isdigit() else value[part]
    return value


def test_eventbridge_may_publish_to_the_topic_and_use_its_key(every_strategy):
    for kind, sid in ((TOPIC_POLICY, "EventsPublish"), (KEY, "EventsEncrypt")):
        statements = json.loads(every_strategy.find_one(kind).inputs["policy"])["Statement"]
        [statement] = [each for each in statements if each["Sid"] == sid]
        assert statement["Principal"] == {"Service": "events.amazonaws.com"}


def test_deployments_need_not_be_told(build):
    result = build.monitoring({"alarms": {"failedDeployments": False}})[1]
    assert result.find_all(RULE) == result.find_all(TARGET) == []
    assert "events.amazonaws.com" not in result.find_one(TOPIC_POLICY).inputs["policy"] + result.find_one(KEY).inputs["policy"]


def test_the_topic_of_others_is_told_as_well(build):
    topic = "arn:aws:sns:us-west-2:123456789012:alarms"
    assert build.monitoring({"topicArn": topic})[1].find_one(TARGET).inputs["arn"] == topic


def build_services(build, count: int) -> Run:
    # The longest name that a service gets, and the longest that a cluster may have.
    suffixes = {
        f"s{number:02d}": {"service_name": f"{'s' * 40}-{number:07d}", "cluster_name": "c" * 255, "target_groups": ()}
        for number in range(count)
    }

    class Wired:
        def __init__(self, **values):
            self.__dict__.update(values)

    settings = Wired(minimum_task_count=0)
    services = {name: Wired(settings=settings, **wire) for name, wire in suffixes.items()}
    return build.one(lambda: Monitoring("monitoring", {"services": services, "dashboard": False, "webhook": "https://example.com/a"}))[1]


@pytest.fixture(scope="module")
def many(build) -> Run:
    return build_services(build, 9)


def test_many_services_have_several_rules_that_fit(many):
    assert sorted(rule.name for rule in many.find_all(RULE)) == [
        "monitoring-failed-deployments",
        "monitoring-failed-deployments-2",
        "monitoring-failed-deployments-3",
    ]
    assert sorted(len(pattern["resources"]) for pattern in patterns(many)) == [1, 4, 4]
    assert max(len(rule.inputs["eventPattern"]) for rule in many.find_all(RULE)) <= MAX_PATTERN
    assert len({target.inputs["rule"] for target in many.find_all(TARGET)}) == 3


def test_receivers_that_understand_alarms_only_get_an_alarm_on_all_rules(many):
    alarm = many.find_one(ALARM, "monitoring-deployments-failed").inputs
    queries = [query["metric"] for query in alarm["metricQueries"] if "metric" in query]
    assert {query["metricName"] for query in queries} == {"TriggeredRules"}
    names = {rule.outputs["name"] for rule in many.find_all(RULE)}
    assert len(names) == 3
    assert [query["dimensions"].keys() for query in queries] == [{"RuleName"}] * 3
    assert {query["dimensions"]["RuleName"] for query in queries} == names
    assert (alarm["threshold"], alarm["evaluationPeriods"], alarm["alarmActions"]) == (1, 1, [many.find_one(TOPIC).outputs["arn"]])


def test_an_alarm_has_at_most_ten_metrics(build):
    result = build_services(build, 41)
    alarms = [alarm.inputs for alarm in result.find_all(ALARM) if alarm.name.startswith("monitoring-deployments-failed")]
    assert [alarm["name"] for alarm in alarms] == ["project-dev-deployments-failed", "project-dev-deployments-failed-2"]
    several, single = alarms
    assert len([query for query in several["metricQueries"] if "metric" in query]) == 10
    watched = {query["metric"]["dimensions"]["RuleName"] for query in several["metricQueries"] if "metric" in query}
    assert watched | {single["dimensions"]["RuleName"]} == {rule.outputs["name"] for rule in result.find_all(RULE)}


def test_readers_of_mail_need_no_alarm_on_the_rule(build):
    result = build.monitoring({"email": ["team@example.com"]})[1]
    assert [alarm.name for alarm in result.find_all(ALARM) if alarm.name.endswith("deployments-failed")] == []


def test_a_single_rule_has_an_alarm_of_one_metric(build):
    alarm = build.monitoring({"slack": {"workspaceId": "T0123ABCDEF", "channelId": "C0123ABCDEF"}})[1].find_one(
        ALARM, "monitoring-deployments-failed"
    )
    assert (alarm.inputs["namespace"], alarm.inputs["metricName"], alarm.inputs["statistic"]) == ("AWS/Events", "TriggeredRules", "Sum")
    assert alarm.inputs["name"] == "project-dev-deployments-failed"
