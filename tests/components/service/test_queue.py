"""The queue that a service creates: what it creates, what it doesn't, and the rights that come with it."""

import json
from typing import Any

import pulumi
import pytest
from fargate_web import Monitoring, Scaling, Service
from fargate_web.testing import ProgramError, Resource, Run

QUEUE = "aws:sqs/queue:Queue"
POLICY = "aws:sqs/queuePolicy:QueuePolicy"
SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription"
TOPIC = "arn:aws:sns:us-west-2:123456789012:orders"
KEY = "arn:aws:kms:us-west-2:123456789012:key/1a2b3c4d"


def worker(build, queue: Any, **args: Any) -> Run:
    _, run = build.service(build.worker(queue=queue, **args), name="orders")
    return run


def document(resource: Resource) -> dict[str, dict[str, Any]]:
    return {statement["Sid"]: statement for statement in json.loads(resource.inputs["policy"])["Statement"]}


def environment(run: Run) -> dict[str, str]:
    [container] = json.loads(run.find_one("aws:ecs/taskDefinition:TaskDefinition").inputs["containerDefinitions"])
    return {variable["name"]: variable["value"] for variable in container.get("environment", [])}


def task_statements(run: Run) -> dict[str, dict[str, Any]]:
    policies = [policy for policy in run.find_all("aws:iam/rolePolicy:RolePolicy") if policy.name.endswith("-task")]
    return document(policies[0]) if policies else {}


@pytest.mark.parametrize("queue", [None, False])
def test_a_service_without_a_queue_creates_none(build, queue):
    run = worker(build, queue)
    assert not run.find_all(QUEUE)
    assert not run.find_all(POLICY)
    assert not run.find_all(SUBSCRIPTION)
    assert "QUEUE_URL" not in environment(run)
    assert task_statements(run) == {}


def test_true_creates_an_encrypted_queue_with_a_dead_letter_queue(build):
    run = worker(build, True)
    queues = {queue.name: queue for queue in run.find_all(QUEUE)}
    assert sorted(queues) == ["orders-dead-letters", "orders-queue"]
    queue = queues["orders-queue"]
    assert json.loads(queue.inputs["redrivePolicy"]) == {
        "deadLetterTargetArn": queues["orders-dead-letters"].outputs["arn"],
        "maxReceiveCount": 5,
    }
    assert (queue.inputs["visibilityTimeoutSeconds"], queue.inputs["messageRetentionSeconds"], queue.inputs["delaySeconds"]) == (
        30,
        345_600,
        0,
    )
    assert queues["orders-dead-letters"].inputs["messageRetentionSeconds"] == 1_209_600
    for each in queues.values():
        assert each.inputs["sqsManagedSseEnabled"] is True
        assert not {"fifoQueue", "kmsMasterKeyId", "name"} & each.inputs.keys()
    assert not run.find_all(SUBSCRIPTION)


def test_both_queues_refuse_requests_without_tls_and_admit_nobody(build):
    policies = worker(build, True).find_all(POLICY)
    assert len(policies) == 2
    for policy in policies:
        assert {sid: statement["Effect"] for sid, statement in document(policy).items()} == {"NoPlainText": "Deny"}


def test_the_task_role_may_read_this_queue_alone_and_the_application_knows_its_url(build):
    run = worker(build, True)
    queue = next(each for each in run.find_all(QUEUE) if each.name == "orders-queue")
    statement = task_statements(run)["ReadQueue"]
    assert statement["Resource"] == queue.outputs["arn"]
    assert "sqs:ReceiveMessage" in statement["Action"]
    assert "sqs:SendMessage" not in statement["Action"]
    assert environment(run) == {"QUEUE_URL": queue.outputs["url"]}


def test_the_migration_knows_the_url_as_well(build):
    run = worker(build, True, migration={"command": ["migrate"]})
    definitions = [definition.inputs["containerDefinitions"] for definition in run.find_all("aws:ecs/taskDefinition:TaskDefinition")]
    assert len(definitions) == 2
    assert all("QUEUE_URL" in definition for definition in definitions)


def test_another_variable_may_have_the_url(build):
    assert [*environment(worker(build, {"urlVariable": "COPILOT_QUEUE_URI"}))] == ["COPILOT_QUEUE_URI"]


def test_a_queue_without_dead_letters_has_one_queue(build):
    [queue] = worker(build, {"deadLetterQueue": False}).find_all(QUEUE)
    assert "redrivePolicy" not in queue.inputs


def test_a_fifo_queue_has_a_fifo_dead_letter_queue(build):
    fifo = {"contentBasedDeduplication": True, "deduplicationScope": "messageGroup", "throughputLimit": "perMessageGroupId"}
    run = worker(build, {"fifo": fifo}, names={"queue": "orders.fifo"})
    for queue in run.find_all(QUEUE):
        assert queue.inputs["fifoQueue"] is True
        assert queue.inputs["contentBasedDeduplication"] is True
        assert (queue.inputs["deduplicationScope"], queue.inputs["fifoThroughputLimit"]) == ("messageGroup", "perMessageGroupId")
        assert queue.outputs["name"].endswith(".fifo")
    assert {queue.inputs.get("name") for queue in run.find_all(QUEUE)} == {"orders.fifo", None}


def test_a_long_name_leaves_room_for_the_suffixes_of_pulumi_and_fifo(build):
    _, run = build.service(build.worker(queue={"fifo": True}), name="o" * 80)
    for queue in run.find_all(QUEUE):
        assert len(queue.outputs["name"]) <= 80


@pytest.mark.parametrize("wires", [{"queue": {"kmsKeyArn": KEY}}, {"queue": True, "encryption_key": {"arn": KEY}}])
def test_a_key_encrypts_both_queues_and_the_task_role_may_decrypt(build, wires):
    _, run = build.service(build.worker(**wires), name="orders")
    for queue in run.find_all(QUEUE):
        assert queue.inputs["kmsMasterKeyId"] == KEY
        assert "sqsManagedSseEnabled" not in queue.inputs
    assert task_statements(run)["DecryptMessages"]["Action"] == ["kms:Decrypt"]
    assert task_statements(run)["DecryptMessages"]["Resource"] == KEY


def test_subscriptions_admit_exactly_their_topics(build):
    subscriptions = [
        {"topicArn": TOPIC, "filterPolicy": {"store": ["vienna"], "price": [{"numeric": [">=", 100]}]}, "rawMessageDelivery": True},
        {"topicArn": TOPIC.replace("orders", "refunds")},
    ]
    run = worker(build, {"subscribe": subscriptions})
    first, second = run.find_all(SUBSCRIPTION)
    queue = next(each for each in run.find_all(QUEUE) if each.name == "orders-queue")
    assert (first.inputs["topic"], first.inputs["protocol"], first.inputs["endpoint"]) == (TOPIC, "sqs", queue.outputs["arn"])
    assert json.loads(first.inputs["filterPolicy"]) == subscriptions[0]["filterPolicy"]
    assert (first.inputs["filterPolicyScope"], first.inputs["rawMessageDelivery"]) == ("MessageAttributes", True)
    assert not {"filterPolicy", "filterPolicyScope"} & second.inputs.keys()
    assert second.inputs["rawMessageDelivery"] is False
    policy = next(each for each in run.find_all(POLICY) if each.name == "orders-queue")
    statement = document(policy)["TopicsSend"]
    assert statement["Principal"] == {"Service": "sns.amazonaws.com"}
    assert statement["Action"] == "sqs:SendMessage"
    assert statement["Condition"] == {"ArnEquals": {"aws:SourceArn": [each["topicArn"] for each in subscriptions]}}
    dead_letters = next(each for each in run.find_all(POLICY) if each.name == "orders-dead-letters")
    assert "TopicsSend" not in document(dead_letters)


def test_the_topic_may_be_an_output(build):
    _, run = build.service(lambda: build.worker(queue={"subscribe": [{"topicArn": pulumi.Output.from_input(TOPIC)}]}), name="orders")
    [subscription] = run.find_all(SUBSCRIPTION)
    assert (subscription.name, subscription.inputs["topic"]) == ("orders:0", TOPIC)


@pytest.mark.parametrize("strategy", ["rolling", "blueGreen", "canary", "linear"])
def test_a_web_service_with_a_queue_keeps_its_traffic_with_every_strategy(build, strategy):
    _, with_queue = build.service(build.web(queue=True, deployment={"strategy": strategy}))
    _, without = build.service(build.web(deployment={"strategy": strategy}))
    assert {resource.urn for resource in without.resources} < {resource.urn for resource in with_queue.resources}


def test_scaling_follows_the_queue_of_its_service(build):
    scaling = {"minCapacity": 0, "maxCapacity": 4, "queue": {"messagesPerTask": 100}}

    def both() -> Scaling:
        return Scaling("orders", {**scaling, "service": Service("orders", build.worker(queue=True, scaling=scaling))})

    _, run = build.one(both)
    queue = next(each for each in run.find_all(QUEUE) if each.name == "orders-queue")
    tracking = run.find_one("aws:appautoscaling/policy:Policy").inputs["targetTrackingScalingPolicyConfiguration"]
    waiting = tracking["customizedMetricSpecification"]["metrics"][0]["metricStat"]["metric"]
    assert waiting["dimensions"] == [{"name": "QueueName", "value": queue.outputs["name"]}]


def test_scaling_on_a_queue_that_nobody_names_is_refused(build):
    scaling = {"minCapacity": 1, "maxCapacity": 4, "queue": {"messagesPerTask": 100}}
    with pytest.raises(ProgramError, match="no queue is named"):
        build.service(build.worker(scaling=scaling))
    with pytest.raises(ProgramError, match="queue names no queue, and the service has none"):
        build.one(lambda: Scaling("orders", {**scaling, "service": {"service_name": "orders", "cluster_name": "shared"}}))


@pytest.mark.parametrize(
    ("queue", "alarms", "labels"),
    [
        (True, {}, {"dead-letters", "oldest-message"}),
        ({"deadLetterQueue": False}, {}, {"oldest-message"}),
        (True, {"deadLetters": False, "oldestMessage": False}, set()),
        (None, {}, set()),
    ],
)
def test_alarms_watch_dead_letters_and_the_oldest_message(build, queue, alarms, labels):
    def both() -> Monitoring:
        return Monitoring("monitoring", {"alarms": alarms, "services": {"orders": Service("orders", build.worker(queue=queue))}})

    _, run = build.one(both)
    found = {
        alarm.name.removeprefix("monitoring-orders-"): alarm.inputs for alarm in run.find_all("aws:cloudwatch/metricAlarm:MetricAlarm")
    }
    assert {"dead-letters", "oldest-message"} & found.keys() == labels
    names = {each.name: each.outputs["name"] for each in run.find_all(QUEUE)}
    if "dead-letters" in labels:
        alarm = found["dead-letters"]
        assert (alarm["metricName"], alarm["threshold"], alarm["evaluationPeriods"]) == ("ApproximateNumberOfMessagesVisible", 1, 1)
        assert alarm["dimensions"] == {"QueueName": names["orders-dead-letters"]}
    if "oldest-message" in labels:
        alarm = found["oldest-message"]
        assert (alarm["metricName"], alarm["threshold"]) == ("ApproximateAgeOfOldestMessage", 3600)
        assert alarm["dimensions"] == {"QueueName": names["orders-queue"]}


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"queue": {"fifo": {"throughputLimit": "perMessageGroupId"}}}, "write deduplicationScope: messageGroup"),
        ({"queue": {"subscribe": [{"topicArn": TOPIC}, {"topicArn": TOPIC}]}}, "subscribes to .* twice"),
        ({"queue": {"fifo": True, "subscribe": [{"topicArn": TOPIC}]}}, "not FIFO, and sends nothing"),
        ({"queue": {"subscribe": [{"topicArn": TOPIC, "filterPolicyScope": "MessageBody"}]}}, "there is no filterPolicy"),
        ({"queue": {"subscribe": [{"topicArn": TOPIC, "filterPolicy": {}}]}}, "filters nothing"),
        ({"queue": {"visibilityTimeout": 43_201}}, "43200"),
        ({"queue": {"messageRetentionPeriod": 59}}, "60"),
        ({"queue": {"delay": 901}}, "900"),
        ({"queue": {"deadLetterQueue": {"maxReceiveCount": 1001}}}, "1000"),
        ({"queue": True, "environment": {"QUEUE_URL": "x"}}, "can't have a second value"),
        ({"names": {"queue": "orders"}}, "no queue to name"),
        ({"queue": {"fifo": True}, "names": {"queue": "orders"}}, r"ends in \.fifo"),
        ({"queue": True, "names": {"queue": "orders.fifo"}}, r"only the name of a FIFO queue"),
    ],
)
def test_what_aws_would_refuse_is_refused_first(build, settings, message):
    with pytest.raises(ProgramError, match=message):
        build.service(build.worker(**settings))


def test_a_standard_queue_may_subscribe_to_a_fifo_topic(build):
    assert worker(build, {"subscribe": [{"topicArn": f"{TOPIC}.fifo"}]}).find_one(SUBSCRIPTION).inputs["topic"] == f"{TOPIC}.fifo"
