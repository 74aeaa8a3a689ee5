"""`Fifo`, `DeadLetterQueue`, `Subscription`, `Queue`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from collections.abc import Mapping
from typing import Any, Literal, NotRequired, TypedDict

import pulumi


class Fifo(TypedDict):
    """The settings of a FIFO queue."""

    content_based_deduplication: NotRequired[bool]
    """Whether SQS recognises duplicates by their content. Otherwise senders must give each message a deduplication id. Default: false. See https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-exactly-once-processing.html"""
    deduplication_scope: NotRequired[Literal["queue", "messageGroup"]]
    """Where SQS looks for duplicates: in the whole queue, or in the same message group. Default: queue."""
    throughput_limit: NotRequired[Literal["perQueue", "perMessageGroupId"]]
    """To what the quota of throughput applies. perMessageGroupId is high throughput, and needs deduplicationScope: messageGroup. Default: perQueue. See https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/high-throughput-fifo.html"""


class DeadLetterQueue(TypedDict):
    """A second queue, for messages that a worker received several times and never deleted."""

    max_receive_count: NotRequired[int]
    """How often a message may be received before it moves to the dead-letter queue (1–1000). Every task that stops midway counts. Default: 5. See https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html"""
    message_retention_period: NotRequired[int]
    """Seconds until SQS deletes a message that nobody looked at (60–1209600). In a standard queue, they count from when it was first sent. Default: 1209600."""


class Subscription(TypedDict):
    """A subscription of the queue to an SNS topic."""

    topic_arn: NotRequired[pulumi.Input[str]]
    """The ARN of an existing topic, in the Region of the stack."""
    service: NotRequired[str]
    """The service of this stack that publishes to the topic, instead of `topicArn`."""
    topic: NotRequired[str]
    """The name of the topic in `topics` of that service."""
    filter_policy: NotRequired[Mapping[str, Any]]
    """Which messages come: attribute → accepted values, or conditions. Default: all. See https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html"""
    filter_policy_scope: NotRequired[Literal["MessageAttributes", "MessageBody"]]
    """Whether the filter policy is about the attributes of a message, or about its body in JSON. Default: MessageAttributes."""
    raw_message_delivery: NotRequired[bool]
    """Whether the body is what was published. Otherwise it is a JSON document of SNS with the message in it. Default: false. See https://docs.aws.amazon.com/sns/latest/dg/sns-large-payload-raw-message-delivery.html"""


class Queue(TypedDict):
    """An SQS queue that the service reads from: with a dead-letter queue, the permissions of the task role, and its URL as an environment variable."""

    visibility_timeout: NotRequired[int]
    """Seconds for which a received message is hidden from other tasks (0–43200): longer than it takes to process one. Default: 30. See https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html"""
    message_retention_period: NotRequired[int]
    """Seconds until SQS deletes a message that nobody processed (60–1209600). Default: 345600."""
    delay: NotRequired[int]
    """Seconds until a sent message can be received (0–900). Default: 0."""
    fifo: NotRequired[Fifo | bool]
    """Whether messages of a group arrive in order, and once. It can't be changed: another queue takes its place. See https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fifo-queues.html"""
    dead_letter_queue: NotRequired[DeadLetterQueue | bool]
    """Where messages go that fail again and again. `false`: they come back until they expire."""
    subscribe: NotRequired[list[Subscription]]
    """SNS topics whose messages come into the queue: existing ones, and those of services of this stack. Its policy admits exactly these topics. See https://docs.aws.amazon.com/sns/latest/dg/sns-sqs-as-subscriber.html"""
    url_variable: NotRequired[str]
    """The environment variable of the application that contains the URL of the queue. Default: QUEUE_URL."""
    kms_key_arn: NotRequired[pulumi.Input[str]]
    """The key of the messages. Its policy must admit whoever sends, sns.amazonaws.com too. Default: the key of the stack's `encryption`, or one of SQS at no charge. See https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html"""
