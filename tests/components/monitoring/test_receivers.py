import json
import re

import pulumi
import pytest
from fargate_web import Monitoring
from fargate_web.faults.fault import SettingsError
from fargate_web.testing import Run, run

TOPIC = "aws:sns/topic:Topic"
TOPIC_POLICY = "aws:sns/topicPolicy:TopicPolicy"
SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription"
KEY = "aws:kms/key:Key"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
TARGET = "aws:cloudwatch/eventTarget:EventTarget"
ROLE = "aws:iam/role:Role"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
SLACK = "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration"
TEAMS = "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration"
GIVEN_TOPIC = "arn:aws:sns:us-west-2:123456789012:alarms"
GIVEN_PAGES = "arn:aws:sns:us-west-2:123456789012:pages"

IN_SLACK = {"workspaceId": "T0123ABCDEF", "channelId": "C0123ABCDEF"}
IN_TEAMS = {
    "tenantId": "12345678-1234-1234-1234-123456789012",
    "teamId": "87654321-4321-4321-4321-210987654321",
    "channelId": "19%3aabcdef%40thread.tacv2",
}
PAGER = "https://events.pagerduty.com/integration/0123456789abcdef0123456789abcdef/enqueue"


def monitoring(**said) -> Run:
    return run(lambda: Monitoring("monitoring", {"dashboard": False, **said}), config={"aws:region": "us-west-2"})


# --- webhooks -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("webhook", [PAGER, [PAGER]])
def test_a_webhook_subscribes_and_confirms_by_itself(webhook):
    result = monitoring(webhook=webhook)
    subscription = result.find_one(SUBSCRIPTION)
    assert subscription.inputs == {
        "topic": result.find_one(TOPIC).outputs["arn"],
        "protocol": "https",
        "endpoint": PAGER,
        "endpointAutoConfirms": True,
    }


def test_a_webhook_is_a_secret_and_no_part_of_a_name():
    result = monitoring(webhook=[PAGER, "https://api.opsgenie.com/v1/json/cloudwatch?apiKey=0123"])
    assert [subscription.secrets for subscription in result.find_all(SUBSCRIPTION)] == [frozenset({"endpoint"})] * 2
    assert {subscription.name for subscription in result.find_all(SUBSCRIPTION)} == {"monitoring-webhook-1", "monitoring-webhook-2"}
    assert [resource.urn for resource in result.resources if "0123" in resource.urn] == []


def test_a_webhook_may_be_encrypted():
    secret = run(
        lambda: Monitoring("monitoring", {"dashboard": False, "webhook": pulumi.Output.secret(PAGER)}), config={"aws:region": "us-west-2"}
    )
    assert secret.find_one(SUBSCRIPTION).inputs["endpoint"] == PAGER
    assert secret.find_one(SUBSCRIPTION).secrets == frozenset({"endpoint"})


@pytest.mark.parametrize(
    ("url", "hint"),
    [
        ("https://hooks.slack.com/services/T000/B000/abcdefghijkl", "write slack:"),
        ("https://acme.webhook.office.com/webhookb2/abcdefghijkl", "write teams:"),
        ("https://prod-1.westeurope.logic.azure.com/workflows/abcdefghijkl", "write teams:"),
        ("https://discord.com/api/webhooks/abcdefghijkl", "remove webhook"),
        ("http://events.pagerduty.com/integration/abcdefghijkl/enqueue", "https://"),
        ("events.pagerduty.com/integration/abcdefghijkl", "https://"),
        ("https://localhost/abcdefghijkl", "https://"),
    ],
)
def test_what_can_not_subscribe_is_refused_without_showing_it(url, hint):
    result = run(lambda: Monitoring("monitoring", {"webhook": url}), strict=False)
    assert isinstance(result.error, SettingsError)
    assert hint in str(result.error)
    assert "abcdefghijkl" not in str(result.error)
    assert result.resources == []


# --- chat channels ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def chat() -> Run:
    return monitoring(slack=IN_SLACK, teams=IN_TEAMS)


def test_channels_hear_the_topic(chat):
    shared = {
        "configurationName": "project-dev-monitoring",
        "iamRoleArn": chat.find_one(ROLE).outputs["arn"],
        "guardrailPolicyArns": ["arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess"],
        "snsTopicArns": [chat.find_one(TOPIC).outputs["arn"]],
        "tags": {},
    }
    assert chat.find_one(SLACK).inputs == {**shared, "slackTeamId": "T0123ABCDEF", "slackChannelId": "C0123ABCDEF"}
    assert chat.find_one(TEAMS).inputs == {**shared, **IN_TEAMS}


def test_a_channel_may_read_alarms_and_nothing_else(chat):
    trust = json.loads(chat.find_one(ROLE).inputs["assumeRolePolicy"])["Statement"]
    assert [(each["Principal"], each["Action"]) for each in trust] == [({"Service": "chatbot.amazonaws.com"}, "sts:AssumeRole")]
    [statement] = json.loads(chat.find_one(ROLE_POLICY).inputs["policy"])["Statement"]
    assert statement["Effect"] == "Allow"
    assert [action for action in statement["Action"] if not re.fullmatch("cloudwatch:(Describe|Get|List)[A-Za-z]+", action)] == []


def test_a_topic_that_exists_may_have_channels():
    result = monitoring(topicArn=GIVEN_TOPIC, slack=IN_SLACK)
    assert result.find_one(SLACK).inputs["snsTopicArns"] == [GIVEN_TOPIC]
    assert result.find_all(TOPIC) == result.find_all(KEY) == []


def test_without_channels_there_is_no_role(build):
    result = build.monitoring({"email": ["team@example.com"]}, {})[1]
    assert result.find_all(ROLE) == result.find_all(SLACK) == result.find_all(TEAMS) == []


# --- pages --------------------------------------------------------------------------------------------------------------


PAGED = {"web-5xx", "web-unhealthy-targets", "load-balancer-errors", "load-balancer-rejected-connections"}


@pytest.fixture(scope="module")
def paged(build) -> Run:
    return build.monitoring({"email": ["team@example.com"], "page": {"email": ["on-call@example.com"]}})[1]


def told(result: Run, topic: str) -> set[str]:
    arn = result.find_one(TOPIC, topic).outputs["arn"]
    assert all(alarm.inputs["alarmActions"] == alarm.inputs["okActions"] for alarm in result.find_all(ALARM))
    return {alarm.name.removeprefix("monitoring-") for alarm in result.find_all(ALARM) if alarm.inputs["alarmActions"] == [arn]}


def test_what_users_notice_is_paged_and_the_rest_is_not(paged):
    assert told(paged, "monitoring-page") == PAGED
    assert told(paged, "monitoring") == {"web-cpu", "web-memory", "web-running-tasks", "web-latency"}


def test_failed_deployments_are_paged(paged):
    assert paged.find_one(TARGET).inputs["arn"] == paged.find_one(TOPIC, "monitoring-page").outputs["arn"]
    assert "EventsPublish" in paged.find_one(TOPIC_POLICY, "monitoring-page").inputs["policy"]
    assert "EventsPublish" not in paged.find_one(TOPIC_POLICY, "monitoring").inputs["policy"]


def test_both_topics_share_the_key(paged):
    assert {topic.inputs["kmsMasterKeyId"] for topic in paged.find_all(TOPIC)} == {paged.find_one(KEY).outputs["arn"]}


def test_each_topic_has_its_own_subscribers(paged):
    topics = {topic.outputs["arn"]: topic.name for topic in paged.find_all(TOPIC)}
    assert {(topics[each.inputs["topic"]], each.inputs["endpoint"]) for each in paged.find_all(SUBSCRIPTION)} == {
        ("monitoring", "team@example.com"),
        ("monitoring-page", "on-call@example.com"),
    }


def test_subscribers_whose_addresses_are_alike_have_names_of_their_own(build):
    result = build.monitoring({"email": ["page-team@example.com"], "page": {"email": ["team@example.com"]}})[1]
    assert {each.name for each in result.find_all(SUBSCRIPTION)} == {"monitoring-page-team@example.com", "monitoring-page:team@example.com"}


def test_without_pages_everything_goes_to_the_one_topic(build):
    result = build.monitoring()[1]
    assert len(told(result, "monitoring")) == 8
    assert [topic.name for topic in result.find_all(TOPIC)] == ["monitoring"]


def test_the_topic_of_pages_may_exist_and_that_of_the_rest_too(build):
    component, result = build.monitoring({"topicArn": GIVEN_TOPIC, "page": {"topicArn": GIVEN_PAGES}})
    assert {alarm.inputs["alarmActions"][0] for alarm in result.find_all(ALARM)} == {GIVEN_TOPIC, GIVEN_PAGES}
    assert result.find_all(TOPIC) == result.find_all(KEY) == []
    assert component.topic.arn == GIVEN_TOPIC


def test_a_topic_that_is_made_for_pages_only_has_a_key(build):
    result = build.monitoring({"topicArn": GIVEN_TOPIC, "page": {"webhook": PAGER}})[1]
    assert result.find_one(TOPIC).name == "monitoring-page"
    assert result.find_one(TOPIC).inputs["kmsMasterKeyId"] == result.find_one(KEY).outputs["arn"]


def test_channels_of_both_topics_have_names_of_their_own(build):
    result = build.monitoring({"slack": IN_SLACK, "page": {"slack": {**IN_SLACK, "channelId": "C9"}}})[1]
    names = {channel.inputs["configurationName"] for channel in result.find_all(SLACK)}
    assert names == {"project-dev-monitoring", "project-dev-monitoring-page"}


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"page": {}}, "nobody would be called"),
        ({"page": {"topicArn": GIVEN_PAGES, "webhook": PAGER}}, "topicArn names an existing one"),
        ({"topicArn": GIVEN_TOPIC, "page": {"topicArn": GIVEN_PAGES}, "encryption": False}, "topicArn names an existing one"),
        ({"webhook": [PAGER, PAGER]}, "listed twice"),
    ],
)
def test_settings_without_effect_are_refused(said, message):
    result = run(lambda: Monitoring("monitoring", said), strict=False)
    assert isinstance(result.error, SettingsError)
    assert message in str(result.error)
    assert PAGER not in str(result.error)


@pytest.mark.parametrize(
    ("channel", "hint"),
    [("19:abcdef@thread.tacv2", "write 19%3aabcdef%40thread.tacv2"), ("General", "between /channel/ and"), ("x" * 256, "")],
)
def test_the_channel_of_teams_is_spelled_as_in_its_link(channel, hint):
    result = run(lambda: Monitoring("monitoring", {"teams": {**IN_TEAMS, "channelId": channel}}), strict=False)
    assert isinstance(result.error, SettingsError)
    assert hint.removeprefix("write ") in str(result.error)
