"""The SNS topics that alarms notify, and their key."""

from collections.abc import Iterator
from typing import Any

import pulumi
import pulumi_aws as aws

from ..component.account import Account
from ..component.documents import dump_canonical_json
from ..component.key_policy import build_key_policy
from ..settings.notifications import Notifications
from ..settings.role_defaults import RoleDefaults
from .chat_channels import ChatChannels


class AlarmTopic:
    """An encrypted topic that CloudWatch alarms of this account can publish to, with its subscribers.

    Attributes:
        arn: The ARN of the topic.
        topic: The created topic, None if an existing one is configured.
        topic_policy: The policy that lets alarms publish, None for an existing topic.
        subscriptions: The subscriptions of e-mail addresses and webhooks.
        channels: The chat channels.
    """

    def __init__(
        self,
        name: str,
        notifications: Notifications,
        account: Account,
        *,
        subscription_prefix: str,
        key_arn: pulumi.Input[str] | None,
        allow_eventbridge: bool,
        role_defaults: RoleDefaults,
        tags: dict[str, Any],
        parent: pulumi.Resource,
    ) -> None:
        self.topic: aws.sns.Topic | None = None
        self.topic_policy: aws.sns.TopicPolicy | None = None
        self.subscriptions: list[aws.sns.TopicSubscription] = []
        if notifications.topic_arn is not None:
            self.arn: pulumi.Input[str] = notifications.topic_arn
        else:
            opts = pulumi.ResourceOptions(parent=parent)
            self.topic = aws.sns.Topic(name, kms_master_key_id=key_arn, tags=tags, opts=opts)
            self.arn = self.topic.arn
            policy = _build_topic_policy(self.topic.arn, account, events=allow_eventbridge)
            self.topic_policy = aws.sns.TopicPolicy(name, arn=self.topic.arn, policy=policy, opts=opts)
            self.subscriptions = list(_subscribe(subscription_prefix, notifications, self.topic.arn, opts))
        self.channels = ChatChannels(
            name, notifications, self.arn, partition=account.partition, role_defaults=role_defaults, tags=tags, parent=parent
        )


def _subscribe(
    prefix: str, notifications: Notifications, topic_arn: pulumi.Input[str], opts: pulumi.ResourceOptions
) -> Iterator[aws.sns.TopicSubscription]:
    for address in notifications.email:
        yield aws.sns.TopicSubscription(f"{prefix}{address}", topic=topic_arn, protocol="email", endpoint=address, opts=opts)
    for number, url in enumerate(notifications.webhook, 1):
        yield aws.sns.TopicSubscription(
            # The URL often contains a key, so it is a secret, and no part of the name.
            f"{prefix}webhook-{number}",
            topic=topic_arn,
            protocol="https",
            endpoint=pulumi.Output.secret(url),
            endpoint_auto_confirms=True,
            opts=opts,
        )


def create_alarm_key(name: str, account: Account, *, allow_eventbridge: bool, tags: dict[str, Any], parent: pulumi.Resource) -> aws.kms.Key:
    """Create the key of the topics. CloudWatch has no access to the key that AWS manages for SNS, so messages of alarms would be lost.

    Source: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
    """
    return aws.kms.Key(
        name,
        description=f"Alarm notifications of {pulumi.get_project()} {pulumi.get_stack()}",
        enable_key_rotation=True,
        deletion_window_in_days=7,
        policy=build_key_policy(account, ("alarms", "events") if allow_eventbridge else ("alarms",)),
        tags=tags,
        opts=pulumi.ResourceOptions(parent=parent),
    )


# EventBridge sends neither account nor rule to SNS, so a condition would reject every message:
# https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-troubleshooting.html
_EVENTBRIDGE_PUBLISH_STATEMENT: dict[str, Any] = {
    "Sid": "EventsPublish",
    "Effect": "Allow",
    "Principal": {"Service": "events.amazonaws.com"},
    "Action": "sns:Publish",
}


def _build_alarm_condition(account: Account) -> dict[str, Any]:
    return {
        "StringEquals": {"aws:SourceAccount": account.id},
        "ArnLike": {"aws:SourceArn": account.build_arn("cloudwatch", "alarm:*")},
    }


def _build_topic_policy(topic_arn: pulumi.Input[str], account: Account, *, events: bool) -> pulumi.Input[str]:
    return dump_canonical_json(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "AlarmsPublish",
                    "Effect": "Allow",
                    "Principal": {"Service": "cloudwatch.amazonaws.com"},
                    "Action": "sns:Publish",
                    "Resource": topic_arn,
                    "Condition": _build_alarm_condition(account),
                },
                *([_EVENTBRIDGE_PUBLISH_STATEMENT | {"Resource": topic_arn}] if events else []),
                {
                    "Sid": "NoPlainText",
                    "Effect": "Deny",
                    "Principal": "*",
                    "Action": "sns:Publish",
                    "Resource": topic_arn,
                    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                },
            ],
        }
    )
