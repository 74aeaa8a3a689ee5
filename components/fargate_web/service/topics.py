"""The SNS topics that a service publishes to, with their policies."""

from collections.abc import Mapping
from typing import Any, Final

import pulumi
import pulumi_aws as aws

from ..component.documents import dump_canonical_json
from ..component.encryption import find_key_arn
from ..component.resource_names import build_logical_name
from ..settings.topic import FIFO_SUFFIX, Topic, format_topic_name
from ..task.roles import build_allow_statement

_MAX_TOPIC_NAME_LENGTH: Final = 80
"""The longest name that Pulumi generates. SNS allows 256 characters."""
_AWS_MANAGED_KEY: Final = "alias/aws/sns"


class ServiceTopics:
    """Topics that a service publishes to.

    Attributes:
        topics: The topics by the names of the settings.
        policies: Their policies.
        arns: The ARNs by the names of the settings.
        environment: The variables with the ARNs.
        task_statements: The statements that let the task role publish.
    """

    def __init__(
        self,
        name: str,
        topics: Mapping[str, Topic],
        arns_variable: str | None,
        *,
        wires: Mapping[str, Any],
        tags: dict[str, Any],
        parent: pulumi.Resource,
    ) -> None:
        opts = pulumi.ResourceOptions(parent=parent)
        self.topics: dict[str, aws.sns.Topic] = {}
        self.policies: dict[str, aws.sns.TopicPolicy] = {}
        self.arns: dict[str, pulumi.Output[str]] = {}
        self.environment: dict[str, pulumi.Input[str]] = {}
        key_arns: list[pulumi.Input[str]] = []
        for label, topic in sorted(topics.items()):
            key_arn = find_key_arn(topic.kms_key_arn, wires)
            # No name of a service has an underscore, which tells shop_a-b from shop-a_b.
            resource, policy = _create_topic(f"{name}_{label}", topic, key_arn, tags, opts)
            self.topics[label], self.policies[label], self.arns[label] = resource, policy, resource.arn
            self.environment[topic.find_variable(label)] = resource.arn
            if key_arn is not None and not any(key_arn is known for known in key_arns):
                key_arns.append(key_arn)
        if arns_variable is not None:
            named = {format_topic_name(label, topics[label]): arn for label, arn in self.arns.items()}
            self.environment[arns_variable] = dump_canonical_json(named)
        self.task_statements = [build_allow_statement("PublishMessages", ["sns:Publish"], [*self.arns.values()])] if self.arns else []
        if key_arns:
            # https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#sns-what-permissions-for-sse
            actions = ["kms:Decrypt", "kms:GenerateDataKey"]
            self.task_statements.append(build_allow_statement("EncryptPublishedMessages", actions, key_arns))


def _create_topic(
    name: str, topic: Topic, key_arn: pulumi.Input[str] | None, tags: dict[str, Any], opts: pulumi.ResourceOptions
) -> tuple[aws.sns.Topic, aws.sns.TopicPolicy]:
    # Pulumi ends the physical name of a FIFO topic in .fifo, as SNS wants it.
    logical_name = build_logical_name(name, "", _MAX_TOPIC_NAME_LENGTH - len(FIFO_SUFFIX))
    resource = aws.sns.Topic(
        logical_name,
        fifo_topic=True if topic.fifo else None,
        content_based_deduplication=topic.fifo.content_based_deduplication if topic.fifo else None,
        kms_master_key_id=_AWS_MANAGED_KEY if key_arn is None else key_arn,
        tags=tags,
        opts=opts,
    )
    statement = {
        "Sid": "NoPlainText",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "sns:Publish",
        "Resource": resource.arn,
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    document = dump_canonical_json({"Version": "2012-10-17", "Statement": [statement]})
    return resource, aws.sns.TopicPolicy(logical_name, arn=resource.arn, policy=document, opts=opts)
