"""The SNS topic that alarms notify."""

from typing import Any

import pulumi
import pulumi_aws as aws

from ..component.account import Account
from ..component.documents import dump_canonical_json
from ..component.key_policy import build_key_policy
from ..settings.monitoring import Monitoring as MonitoringSettings


class AlarmTopic:
    """An encrypted topic that CloudWatch alarms of this account can publish to; with `allow_eventbridge`, EventBridge can too.

    CloudWatch has no access to the key that AWS manages for SNS, so messages of alarms would be lost. The topic therefore has its own key, unless it gets
    one (https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services).

    Attributes:
        arn: The ARN of the topic.
        topic: The created topic, None if an existing one is configured.
        topic_policy: The policy that lets alarms publish, None for an existing topic.
        kms_key: The created key, None if there is another key or encryption is off.
        subscriptions: The e-mail subscriptions.
    """

    def __init__(
        self,
        name: str,
        settings: MonitoringSettings,
        account: Account,
        tags: dict[str, Any],
        parent: pulumi.Resource,
        *,
        kms_key_arn: pulumi.Input[str] | None,
        allow_eventbridge: bool = False,
    ) -> None:
        self.topic: aws.sns.Topic | None = None
        self.topic_policy: aws.sns.TopicPolicy | None = None
        self.kms_key: aws.kms.Key | None = None
        self.subscriptions: list[aws.sns.TopicSubscription] = []
        if settings.topic_arn is not None:
            self.arn: pulumi.Input[str] = settings.topic_arn
            return
        opts = pulumi.ResourceOptions(parent=parent)
        key_id = kms_key_arn if settings.encryption else None
        if settings.encryption and key_id is None:
            self.kms_key = aws.kms.Key(
                name,
                description=f"Alarm notifications of {pulumi.get_project()} {pulumi.get_stack()}",
                enable_key_rotation=True,
                deletion_window_in_days=7,
                policy=build_key_policy(account, ("alarms", "events") if allow_eventbridge else ("alarms",)),
                tags=tags,
                opts=opts,
            )
            key_id = self.kms_key.arn
        self.topic = aws.sns.Topic(name, kms_master_key_id=key_id, tags=tags, opts=opts)
        self.arn = self.topic.arn
        policy = _build_topic_policy(self.topic.arn, account, events=allow_eventbridge)
        self.topic_policy = aws.sns.TopicPolicy(name, arn=self.topic.arn, policy=policy, opts=opts)
        self.subscriptions = [
            aws.sns.TopicSubscription(f"{name}-{address}", topic=self.topic.arn, protocol="email", endpoint=address, opts=opts)
            for address in settings.email
        ]


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
