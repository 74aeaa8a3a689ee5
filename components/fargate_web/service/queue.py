"""The SQS queue of a service, with its dead-letter queue, their policies, and the subscriptions to topics."""

import json
from typing import Any, Final

import pulumi
import pulumi_aws as aws

from ..component.documents import dump_canonical_json
from ..component.resource_names import build_logical_name
from ..settings.queue import FIFO_SUFFIX, Queue, Subscription
from ..task.roles import build_allow_statement

_MAX_QUEUE_NAME_LENGTH: Final = 80
_READ_ACTIONS: Final = (
    "sqs:ReceiveMessage",
    "sqs:DeleteMessage",
    "sqs:ChangeMessageVisibility",
    "sqs:GetQueueAttributes",
    "sqs:GetQueueUrl",
)


class ServiceQueue:
    """A queue that a service reads from.

    Attributes:
        queue: The queue.
        dead_letter_queue: The queue of messages that failed again and again, None without one.
        policies: The policies of both queues: that of the first admits the topics, and both refuse requests without TLS.
        subscriptions: The subscriptions to topics, in the order of the settings.
        task_statements: The statements that let the task role read from the queue.
    """

    def __init__(
        self,
        name: str,
        settings: Queue,
        *,
        physical_name: str | None,
        key_arn: pulumi.Input[str] | None,
        tags: dict[str, Any],
        parent: pulumi.Resource,
    ) -> None:
        self._settings = settings
        self._tags = tags
        self._opts = pulumi.ResourceOptions(parent=parent)
        # SQS encrypts with a key of its own unless there is another one; it refuses both at once.
        self._encryption: dict[str, Any] = {"sqs_managed_sse_enabled": True} if key_arn is None else {"kms_master_key_id": key_arn}
        self.dead_letter_queue: aws.sqs.Queue | None = None
        redrive_policy: pulumi.Input[str] | None = None
        dead_letters = settings.dead_letter_queue
        if dead_letters is not None:
            self.dead_letter_queue = self._create_queue(
                self._build_name(name, "-dead-letters"), None, message_retention_seconds=dead_letters.message_retention_period
            )
            redrive_policy = dump_canonical_json(
                {"deadLetterTargetArn": self.dead_letter_queue.arn, "maxReceiveCount": dead_letters.max_receive_count}
            )
        self.queue = self._create_queue(
            self._build_name(name, "-queue"),
            physical_name,
            visibility_timeout_seconds=settings.visibility_timeout,
            message_retention_seconds=settings.message_retention_period,
            delay_seconds=settings.delay,
            redrive_policy=redrive_policy,
        )
        self.policies = [self._create_policy(self._build_name(name, "-queue"), self.queue, settings.subscribe)]
        if self.dead_letter_queue is not None:
            self.policies.append(self._create_policy(self._build_name(name, "-dead-letters"), self.dead_letter_queue, []))
        self.subscriptions = [self._subscribe(name, index, subscription) for index, subscription in enumerate(settings.subscribe)]
        self.task_statements = [build_allow_statement("ReadQueue", [*_READ_ACTIONS], self.queue.arn)]
        if key_arn is not None:
            self.task_statements.append(build_allow_statement("DecryptMessages", ["kms:Decrypt"], key_arn))

    def _build_name(self, name: str, suffix: str) -> str:
        return build_logical_name(name, suffix, _MAX_QUEUE_NAME_LENGTH - len(FIFO_SUFFIX))

    def _create_queue(self, logical_name: str, physical_name: str | None, **arguments: Any) -> aws.sqs.Queue:
        fifo = self._settings.fifo
        # The dead-letter queue of a FIFO queue is FIFO, too.
        fifo_arguments: dict[str, Any] = (
            {}
            if fifo is None
            else {
                "fifo_queue": True,
                "content_based_deduplication": fifo.content_based_deduplication,
                "deduplication_scope": fifo.deduplication_scope,
                "fifo_throughput_limit": fifo.throughput_limit,
            }
        )
        return aws.sqs.Queue(
            logical_name, name=physical_name, **arguments, **fifo_arguments, **self._encryption, tags=self._tags, opts=self._opts
        )

    def _create_policy(self, logical_name: str, queue: aws.sqs.Queue, subscriptions: list[Subscription]) -> aws.sqs.QueuePolicy:
        statements: list[dict[str, Any]] = [
            {
                "Sid": "NoPlainText",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "sqs:*",
                "Resource": queue.arn,
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            }
        ]
        if subscriptions:
            # https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html
            topics = [subscription.topic_arn for subscription in subscriptions]
            statements.append(
                {
                    "Sid": "TopicsSend",
                    "Effect": "Allow",
                    "Principal": {"Service": "sns.amazonaws.com"},
                    "Action": "sqs:SendMessage",
                    "Resource": queue.arn,
                    "Condition": {"ArnEquals": {"aws:SourceArn": topics}},
                }
            )
        policy = dump_canonical_json({"Version": "2012-10-17", "Statement": statements})
        return aws.sqs.QueuePolicy(logical_name, queue_url=queue.url, policy=policy, opts=self._opts)

    def _subscribe(self, name: str, index: int, subscription: Subscription) -> aws.sns.TopicSubscription:
        topic, filter_policy = subscription.topic_arn, subscription.filter_policy
        # The ARN of a topic that is an Output isn't known yet, so the logical name uses the index.
        return aws.sns.TopicSubscription(
            f"{name}:{topic if isinstance(topic, str) else index}",
            topic=topic,
            protocol="sqs",
            endpoint=self.queue.arn,
            raw_message_delivery=subscription.raw_message_delivery,
            filter_policy=None if filter_policy is None else json.dumps(filter_policy, sort_keys=True, separators=(",", ":")),
            filter_policy_scope=None if filter_policy is None else subscription.filter_policy_scope,
            # SNS delivers at once, and what the policy refuses is lost.
            opts=pulumi.ResourceOptions.merge(self._opts, pulumi.ResourceOptions(depends_on=[self.policies[0]])),
        )
