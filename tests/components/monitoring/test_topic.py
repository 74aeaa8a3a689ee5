import json

import pytest
from fargate_web import Monitoring
from fargate_web.faults.fault import SettingsError
from fargate_web.testing import AwsMocks, Run, run

TOPIC = "aws:sns/topic:Topic"
TOPIC_POLICY = "aws:sns/topicPolicy:TopicPolicy"
SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription"
KEY = "aws:kms/key:Key"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
GIVEN_KEY = "arn:aws:kms:us-west-2:123456789012:key/1a2b3c4d"
GIVEN_TOPIC = "arn:aws:sns:us-west-2:123456789012:alarms"


def monitoring(region="us-west-2", **said) -> Run:
    config = {"aws:region": region}
    return run(lambda: Monitoring("monitoring", {"dashboard": False, **said}), config=config, mocks=AwsMocks(region=region))


@pytest.fixture(scope="module")
def plain() -> Run:
    return monitoring()


def policy(result: Run, kind: str) -> dict[str, dict]:
    document = json.loads(result.find_one(kind).inputs["policy"])
    assert document["Version"] == "2012-10-17"
    return {statement["Sid"]: statement for statement in document["Statement"]}


def test_the_topic_is_encrypted_with_a_key_of_its_own(plain):
    assert plain.find_one(TOPIC).inputs == {"kmsMasterKeyId": plain.find_one(KEY).outputs["arn"], "tags": {}}
    key = dict(plain.find_one(KEY).inputs)
    del key["policy"]
    assert key == {
        "description": "Alarm notifications of project dev",
        "enableKeyRotation": True,
        "deletionWindowInDays": 7,
        "tags": {},
    }


def test_alarms_of_this_account_may_publish_and_nobody_else(plain):
    statements = policy(plain, TOPIC_POLICY)
    assert plain.find_one(TOPIC_POLICY).inputs["arn"] == plain.find_one(TOPIC).outputs["arn"]
    assert statements.keys() == {"AlarmsPublish", "NoPlainText"}
    assert statements["AlarmsPublish"] == {
        "Sid": "AlarmsPublish",
        "Effect": "Allow",
        "Principal": {"Service": "cloudwatch.amazonaws.com"},
        "Action": "sns:Publish",
        "Resource": plain.find_one(TOPIC).outputs["arn"],
        "Condition": {
            "StringEquals": {"aws:SourceAccount": "123456789012"},
            "ArnLike": {"aws:SourceArn": "arn:aws:cloudwatch:us-west-2:123456789012:alarm:*"},
        },
    }


def test_nothing_is_published_in_plain_text(plain):
    statement = policy(plain, TOPIC_POLICY)["NoPlainText"]
    assert (statement["Effect"], statement["Principal"], statement["Action"]) == ("Deny", "*", "sns:Publish")
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_alarms_may_use_the_key_and_the_account_administers_it(plain):
    statements = policy(plain, KEY)
    assert statements == {
        "Administer": {
            "Sid": "Administer",
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
            "Action": "kms:*",
            "Resource": "*",
        },
        "AlarmsEncrypt": {
            "Sid": "AlarmsEncrypt",
            "Effect": "Allow",
            "Principal": {"Service": "cloudwatch.amazonaws.com"},
            "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
            "Resource": "*",
            "Condition": {"StringEquals": {"aws:SourceAccount": "123456789012"}},
        },
    }


@pytest.mark.parametrize(("region", "partition"), [("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")])
def test_the_policies_are_of_the_partition(region, partition):
    result = monitoring(region)
    assert policy(result, KEY)["Administer"]["Principal"] == {"AWS": f"arn:{partition}:iam::123456789012:root"}
    condition = policy(result, TOPIC_POLICY)["AlarmsPublish"]["Condition"]
    assert condition["ArnLike"] == {"aws:SourceArn": f"arn:{partition}:cloudwatch:{region}:123456789012:alarm:*"}


def test_a_given_key_is_used_and_none_is_made():
    result = monitoring(kmsKeyArn=GIVEN_KEY)
    assert result.find_one(TOPIC).inputs["kmsMasterKeyId"] == GIVEN_KEY
    assert result.find_all(KEY) == []


def test_without_encryption_there_is_no_key():
    result = monitoring(encryption=False)
    assert "kmsMasterKeyId" not in result.find_one(TOPIC).inputs
    assert result.find_all(KEY) == []
    assert policy(result, TOPIC_POLICY).keys() == {"AlarmsPublish", "NoPlainText"}


def test_the_topic_has_no_physical_name(plain):
    assert not {"name", "namePrefix"} & plain.find_one(TOPIC).inputs.keys()


def test_everyone_who_is_to_be_told_is_subscribed():
    result = monitoring(email=["team@example.com", "on-call@example.com"])
    topic = result.find_one(TOPIC).outputs["arn"]
    assert [subscription.inputs for subscription in result.find_all(SUBSCRIPTION)] == [
        {"topic": topic, "protocol": "email", "endpoint": address} for address in ("team@example.com", "on-call@example.com")
    ]


def test_nobody_is_subscribed_unless_it_is_said(plain):
    assert plain.find_all(SUBSCRIPTION) == []


def test_a_topic_that_exists_is_notified_and_left_alone(build):
    component, result = build.monitoring({"topicArn": GIVEN_TOPIC})
    assert result.find_all(TOPIC) == result.find_all(TOPIC_POLICY) == result.find_all(KEY) == result.find_all(SUBSCRIPTION) == []
    assert {tuple(alarm.inputs["alarmActions"]) for alarm in result.find_all(ALARM)} == {(GIVEN_TOPIC,)}
    assert (component.topic.topic, component.kms_key) == (None, None)


@pytest.mark.parametrize("said", [{"email": ["team@example.com"]}, {"encryption": True}, {"kmsKeyArn": GIVEN_KEY}])
def test_what_is_said_of_a_made_topic_is_refused_beside_one_that_exists(said):
    result = run(lambda: Monitoring("monitoring", {"topicArn": GIVEN_TOPIC, **said}), strict=False)
    assert isinstance(result.error, SettingsError)
    assert "topicArn names an existing one" in str(result.error)
    assert result.resources == []
