"""The topics that a service publishes to, and the queues of other services that subscribe to them."""

import json
from typing import Any

import pytest
from fargate_web import Service
from fargate_web.testing import ProgramError, Run, run

from tests.components.service.test_queue import KEY, POLICY, SUBSCRIPTION, document, environment, task_statements

TOPIC = "aws:sns/topic:Topic"
TOPIC_POLICY = "aws:sns/topicPolicy:TopicPolicy"


def publisher(build, **args: Any) -> Run:
    _, result = build.service(build.worker(**args), name="shop")
    return result


def test_a_service_without_topics_creates_none(build):
    result = publisher(build, topics={"orders": False})
    assert result.find_all(TOPIC) == result.find_all(TOPIC_POLICY) == []
    assert task_statements(result) == {}


def test_a_topic_comes_with_its_permission_its_variable_and_a_key(build):
    result = publisher(build, topics={"new-orders": True})
    topic = result.find_one(TOPIC)
    assert (topic.name, topic.inputs["kmsMasterKeyId"]) == ("shop_new-orders", "alias/aws/sns")
    assert "fifoTopic" not in topic.inputs
    assert environment(result)["NEW_ORDERS_TOPIC_ARN"] == topic.outputs["arn"]
    assert task_statements(result) == {
        "PublishMessages": {"Sid": "PublishMessages", "Effect": "Allow", "Action": ["sns:Publish"], "Resource": [topic.outputs["arn"]]}
    }
    refused = document(result.find_one(TOPIC_POLICY))["NoPlainText"]
    assert (refused["Effect"], refused["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})


def test_fifo_topics_with_a_key_of_ones_own_and_all_arns_in_one_variable(build):
    topics = {
        "orders": {"fifo": {"contentBasedDeduplication": True}, "kmsKeyArn": KEY, "arnVariable": "SEQUENCE"},
        "news": {"kmsKeyArn": KEY},
    }
    result = publisher(build, topics=topics, topicArnsVariable="TOPICS")
    orders = result.find_one(TOPIC, "shop_orders")
    assert (orders.inputs["fifoTopic"], orders.inputs["contentBasedDeduplication"]) == (True, True)
    assert orders.outputs["arn"].endswith(".fifo")
    variables = environment(result)
    assert variables["SEQUENCE"] == orders.outputs["arn"]
    assert json.loads(variables["TOPICS"]) == {"orders.fifo": orders.outputs["arn"], "news": variables["NEWS_TOPIC_ARN"]}
    assert task_statements(result)["EncryptPublishedMessages"] == {
        "Sid": "EncryptPublishedMessages",
        "Effect": "Allow",
        "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
        "Resource": [KEY],
    }


def build_pair(build, *, after: bool = True, subscribe: Any = ({"service": "shop", "topic": "orders"},)) -> Run:
    """Run two services that subscribe to each other."""

    def program() -> None:
        shop = Service("shop", build.worker(topics={"orders": True}, queue={"subscribe": [{"service": "mailer", "topic": "sent"}]}))
        mailer = Service("mailer", build.worker(topics={"sent": True}, queue={"subscribe": [*subscribe]}))
        for service in (shop, mailer) if after else ():
            service.allow_services({"shop": shop, "mailer": mailer})

    return run(program)


def test_two_services_subscribe_to_each_other(build):
    result = build_pair(build)
    subscriptions = {each.name: each for each in result.find_all(SUBSCRIPTION)}
    assert sorted(subscriptions) == ["mailer:shop:orders", "shop:mailer:sent"]
    orders = result.find_one(TOPIC, "shop_orders")
    assert subscriptions["mailer:shop:orders"].inputs["topic"] == orders.outputs["arn"]
    policy = result.find_one(POLICY, "mailer-queue")
    assert document(policy)["TopicsSend"]["Condition"] == {"ArnEquals": {"aws:SourceArn": [orders.outputs["arn"]]}}
    assert policy.urn in subscriptions["mailer:shop:orders"].dependencies


def test_topics_of_the_stack_and_others_are_admitted_together(build):
    elsewhere = "arn:aws:sns:us-west-2:123456789012:news"
    result = build_pair(build, subscribe=[{"topicArn": elsewhere}, {"service": "shop", "topic": "orders", "rawMessageDelivery": True}])
    [admitted] = document(result.find_one(POLICY, "mailer-queue"))["TopicsSend"]["Condition"]["ArnEquals"].values()
    assert admitted == [elsewhere, result.find_one(TOPIC, "shop_orders").outputs["arn"]]
    assert result.find_one(SUBSCRIPTION, "mailer:shop:orders").inputs["rawMessageDelivery"] is True


def test_a_topic_that_no_service_has_is_refused(build):
    with pytest.raises(ProgramError, match="names the topic lost of shop, which is not among the topics of the services"):
        build_pair(build, subscribe=[{"service": "shop", "topic": "lost"}])
