"""The SQS queue of a service, with its dead-letter queue, their policies, and the subscriptions to topics."""

import json
from collections.abc import Mapping
from typing import Any, Final

import pulumi
import pulumi_aws as aws

from ..component.arguments import get_wire_value
from ..component.documents import dump_canonical_json
from ..component.resource_names import build_logical_name
from ..settings.queue import Queue, Subscription
from ..settings.topic import FIFO_SUFFIX
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
        policies: The policies of both queues: one admits the topics, and both refuse requests without TLS. With subscriptions to services of this stack,
            that of the queue exists only after `subscribe_to_services`.
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
        self._name = name
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
        self.policies: list[aws.sqs.QueuePolicy] = []
        self.subscriptions: list[aws.sns.TopicSubscription] = []
        if not self.awaits_services:
            self._admit_topics([subscription.topic_arn or "" for subscription in settings.subscribe])
        if self.dead_letter_queue is not None:
            self.policies.append(self._create_policy(self._build_name(name, "-dead-letters"), self.dead_letter_queue, []))
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

    def _create_policy(self, logical_name: str, queue: aws.sqs.Queue, topics: list[pulumi.Input[str]]) -> aws.sqs.QueuePolicy:
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
        if topics:
            # https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html
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

    @property
    def awaits_services(self) -> bool:
        """Whether the queue subscribes to topics of services of this stack, which may be created after it."""
        return any(subscription.is_of_this_stack for subscription in self._settings.subscribe)

    def subscribe_to_services(self, services: Mapping[str, Any]) -> None:
        """Subscribe to the topics of services of this stack, and write the policy that admits them; see `Service.allow_services`."""
        if self.awaits_services:
            self._admit_topics([self._find_topic_arn(subscription, services) for subscription in self._settings.subscribe])

    def _find_topic_arn(self, subscription: Subscription, services: Mapping[str, Any]) -> pulumi.Input[str]:
        arn: pulumi.Input[str] | None = subscription.topic_arn
        if arn is not None:
            return arn
        publisher, label = subscription.service or "", subscription.topic or ""
        topics: Mapping[str, pulumi.Output[str]] = get_wire_value(services.get(publisher), "topic_arns") or {}
        if label not in topics:
            raise pulumi.RunError(
                f'Service "{self._name}": queue.subscribe names the topic {label} of {publisher}, which is not among the topics of the services passed to allow_services'
            )
        return topics[label]

    def _admit_topics(self, topics: list[pulumi.Input[str]]) -> None:
        policy = self._create_policy(self._build_name(self._name, "-queue"), self.queue, topics)
        self.policies.append(policy)
        # SNS delivers at once, and what the policy refuses is lost.
        opts = pulumi.ResourceOptions.merge(self._opts, pulumi.ResourceOptions(depends_on=[policy]))
        for index, (subscription, topic) in enumerate(zip(self._settings.subscribe, topics, strict=True)):
            self.subscriptions.append(self._subscribe(index, subscription, topic, opts))

    def _subscribe(
        self, index: int, subscription: Subscription, topic: pulumi.Input[str], opts: pulumi.ResourceOptions
    ) -> aws.sns.TopicSubscription:
        filter_policy = subscription.filter_policy
        # The ARN of a topic that is an Output isn't known yet, so the logical name uses the index.
        label = topic if isinstance(topic, str) else index
        if subscription.is_of_this_stack:
            label = f"{subscription.service}:{subscription.topic}"
        return aws.sns.TopicSubscription(
            f"{self._name}:{label}",
            topic=topic,
            protocol="sqs",
            endpoint=self.queue.arn,
            raw_message_delivery=subscription.raw_message_delivery,
            filter_policy=None if filter_policy is None else json.dumps(filter_policy, sort_keys=True, separators=(",", ":")),
            filter_policy_scope=None if filter_policy is None else subscription.filter_policy_scope,
            opts=opts,
        )
