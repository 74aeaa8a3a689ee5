"""The SQS queue of a worker, with its dead-letter queue and its subscriptions to topics."""

from collections.abc import Iterator
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator

from .arn_types import KmsKeyArn, TopicArn
from .container_value_types import EnvironmentName
from .filter_policy import find_filter_policy_violations
from .fix import Edit, Fix, remove, write, write_nested
from .section import ALLOW_BOOLEAN, RuleViolation, Section, describe_field, find_duplicates
from .service_key import ServiceKey
from .topic import FIFO_SUFFIX, TopicLabel
from .value_types import reject_output

_SQS: Final = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide"


class Fifo(Section):
    """The settings of a FIFO queue."""

    content_based_deduplication: Annotated[
        bool,
        describe_field(
            "Whether SQS recognises duplicates by their content. Otherwise senders must give each message a deduplication id.",
            source=f"{_SQS}/FIFO-queues-exactly-once-processing.html",
        ),
    ] = False
    deduplication_scope: Annotated[
        Literal["queue", "messageGroup"],
        describe_field("Where SQS looks for duplicates: in the whole queue, or in the same message group."),
    ] = "queue"
    throughput_limit: Annotated[
        Literal["perQueue", "perMessageGroupId"],
        describe_field(
            "To what the quota of throughput applies. perMessageGroupId is high throughput, and needs deduplicationScope: messageGroup.",
            source=f"{_SQS}/high-throughput-fifo.html",
        ),
    ] = "perQueue"

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that the limit fits the scope."""
        if self.throughput_limit == "perMessageGroupId" and self.deduplication_scope != "messageGroup":
            yield RuleViolation(
                ("throughput_limit", "deduplication_scope"),
                "a quota for each message group needs duplicates that are looked for in each message group (InvalidAttributeValue)",
                "throughput-limit-without-scope",
                (write("deduplicationScope", value="messageGroup"),),
            )


class DeadLetterQueue(Section):
    """A second queue, for messages that a worker received several times and never deleted."""

    max_receive_count: Annotated[
        int,
        describe_field(
            "How often a message may be received before it moves to the dead-letter queue (1–1000). Every task that stops midway counts.",
            source=f"{_SQS}/sqs-dead-letter-queues.html",
            ge=1,
            le=1000,
        ),
    ] = 5
    message_retention_period: Annotated[
        int,
        describe_field(
            "Seconds until SQS deletes a message that nobody looked at (60–1209600). In a standard queue, they count from when it was first sent.",
            ge=60,
            le=1_209_600,
        ),
    ] = 1_209_600

    key_hints = {
        "tries": "write maxReceiveCount",
        "maxReceives": "write maxReceiveCount",
        "retention": "write messageRetentionPeriod",
        "retentionPeriod": "write messageRetentionPeriod",
        "messageRetentionSeconds": "write messageRetentionPeriod",
    }


class Subscription(Section):
    """A subscription of the queue to an SNS topic."""

    topic_arn: Annotated[
        TopicArn | None,
        describe_field("The ARN of an existing topic, in the Region of the stack.", example="arn:aws:sns:us-west-2:123456789012:orders"),
    ] = None
    service: Annotated[
        ServiceKey | None, describe_field("The service of this stack that publishes to the topic, instead of `topicArn`.", example="shop")
    ] = None
    topic: Annotated[TopicLabel | None, describe_field("The name of the topic in `topics` of that service.", example="orders")] = None
    filter_policy: Annotated[
        dict[str, Annotated[Any, BeforeValidator(reject_output)]] | None,
        describe_field(
            "Which messages come: attribute → accepted values, or conditions. Default: all.",
            source="https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html",
            example={"store": ["example_corp"], "price": [{"numeric": [">=", 100]}]},
        ),
    ] = None
    filter_policy_scope: Annotated[
        Literal["MessageAttributes", "MessageBody"],
        describe_field("Whether the filter policy is about the attributes of a message, or about its body in JSON."),
    ] = "MessageAttributes"
    raw_message_delivery: Annotated[
        bool,
        describe_field(
            "Whether the body is what was published. Otherwise it is a JSON document of SNS with the message in it.",
            source="https://docs.aws.amazon.com/sns/latest/dg/sns-large-payload-raw-message-delivery.html",
        ),
    ] = False

    key_hints = {
        "arn": "write topicArn",
        "name": "write service and topic, or topicArn",
        "topicName": "write topic",
        "filter": "write filterPolicy",
        "raw": "write rawMessageDelivery: true",
    }

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that one topic is named, that the scope has a policy, and that the policy accepts something."""
        yield from self._find_topic_violations()
        if "filter_policy_scope" in self.model_fields_set and self.filter_policy is None:
            yield RuleViolation(
                ("filter_policy_scope", "filter_policy"),
                "there is no filterPolicy, whose scope this would be",
                "setting-without-effect",
                (remove("filterPolicyScope"),),
            )
        if self.filter_policy is not None and not self.filter_policy:
            yield RuleViolation(
                ("filter_policy",),
                "the filter policy is empty, and filters nothing",
                "setting-without-effect",
                (remove("filterPolicy"),),
            )
        if self.filter_policy is not None:
            of_attributes = self.filter_policy_scope == "MessageAttributes"
            yield from find_filter_policy_violations(self.filter_policy, of_attributes=of_attributes)

    def _find_topic_violations(self) -> Iterator[RuleViolation]:
        by_name = self.service is not None or self.topic is not None
        if self.topic_arn is not None and by_name:
            given = [key for key in ("service", "topic") if getattr(self, key) is not None]
            yield RuleViolation(
                ("topic_arn", *given),
                "the topic is named twice, by its ARN and by its service",
                "topic-named-twice",
                (remove("topicArn"), Fix(f"remove {' and '.join(given)}", tuple(Edit((key,), "remove") for key in given))),
            )
        elif self.topic_arn is None and not by_name:
            yield RuleViolation(
                ("topic_arn", "service"),
                "no topic is named; write topicArn for one that exists, or service and topic for one of this stack",
                "topic-not-named",
            )
        elif by_name and (self.service is None or self.topic is None):
            missing = "service" if self.service is None else "topic"
            what = "which service publishes to the topic" if missing == "service" else "which of its topics is meant"
            yield RuleViolation(
                (missing, "topic" if missing == "service" else "service"), f"it is not known {what}; write {missing}", "topic-not-named"
            )

    @property
    def is_of_this_stack(self) -> bool:
        """Whether the topic is one of a service of this stack."""
        return self.service is not None and self.topic is not None and self.topic_arn is None


class Queue(Section):
    """An SQS queue that the service reads from: with a dead-letter queue, the permissions of the task role, and its URL as an environment variable."""

    visibility_timeout: Annotated[
        int,
        describe_field(
            "Seconds for which a received message is hidden from other tasks (0–43200): longer than it takes to process one.",
            source=f"{_SQS}/sqs-visibility-timeout.html",
            ge=0,
            le=43_200,
        ),
    ] = 30
    message_retention_period: Annotated[
        int, describe_field("Seconds until SQS deletes a message that nobody processed (60–1209600).", ge=60, le=1_209_600)
    ] = 345_600
    delay: Annotated[int, describe_field("Seconds until a sent message can be received (0–900).", ge=0, le=900)] = 0
    fifo: Annotated[
        Fifo | None,
        ALLOW_BOOLEAN,
        describe_field(
            "Whether messages of a group arrive in order, and once. It can't be changed: another queue takes its place.",
            source=f"{_SQS}/sqs-fifo-queues.html",
        ),
    ] = None
    dead_letter_queue: Annotated[
        DeadLetterQueue | None,
        ALLOW_BOOLEAN,
        describe_field("Where messages go that fail again and again. `false`: they come back until they expire."),
    ] = DeadLetterQueue()
    subscribe: Annotated[
        list[Subscription],
        describe_field(
            "SNS topics whose messages come into the queue: existing ones, and those of services of this stack. Its policy admits exactly these topics.",
            source="https://docs.aws.amazon.com/sns/latest/dg/sns-sqs-as-subscriber.html",
            example=[{"service": "shop", "topic": "orders", "rawMessageDelivery": True}],
        ),
    ] = []
    url_variable: Annotated[
        EnvironmentName, describe_field("The environment variable of the application that contains the URL of the queue.")
    ] = "QUEUE_URL"
    kms_key_arn: Annotated[
        KmsKeyArn | None,
        describe_field(
            "The key of the messages. Its policy must admit whoever sends, sns.amazonaws.com too. Default: the key of the stack's `encryption`, or one of SQS at no charge.",
            source=f"{_SQS}/sqs-server-side-encryption.html",
        ),
    ] = None

    key_hints = {
        "timeout": "write visibilityTimeout",
        "visibilityTimeoutSeconds": "write visibilityTimeout",
        "retention": "write messageRetentionPeriod",
        "retentionPeriod": "write messageRetentionPeriod",
        "messageRetentionSeconds": "write messageRetentionPeriod",
        "delaySeconds": "write delay",
        "fifoQueue": "write fifo: true",
        "contentBasedDeduplication": "write fifo: {contentBasedDeduplication: true}",
        "dlq": "write deadLetterQueue: {maxReceiveCount: 5}",
        "deadLetter": "write deadLetterQueue: {maxReceiveCount: 5}",
        "redrivePolicy": "write deadLetterQueue: {maxReceiveCount: 5}",
        "maxReceiveCount": "write deadLetterQueue: {maxReceiveCount: 5}",
        "topics": "write subscribe: [{service: …, topic: …}] or [{topicArn: …}]",
        "subscriptions": "write subscribe: [{service: …, topic: …}] or [{topicArn: …}]",
        "name": "write names: {queue: …} at the service",
        "queueName": "this section creates a queue; write names: {queue: …} at the service to name it, or scaling: {queue: {queueName: …}} for an existing one",
        "queueArn": "this section creates a queue; write scaling: {queue: {queueArn: …}} for an existing one",
        "messagesPerTask": "write scaling: {queue: {messagesPerTask: …}} at the service",
        "environmentVariable": "write urlVariable",
        "kmsMasterKeyId": "write kmsKeyArn",
    }

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that each topic is subscribed to once, and that FIFO queues subscribe to FIFO topics."""
        topics = [subscription.topic_arn for subscription in self.subscribe]
        for duplicate in find_duplicates([topic for topic in topics if isinstance(topic, str)]):
            index = len(topics) - 1 - topics[::-1].index(duplicate)
            yield RuleViolation(
                (f"subscribe.{index}.topic_arn",),
                f"the queue subscribes to {duplicate} twice, and SNS knows one subscription of a queue",
                "topic-subscribed-twice",
                (Fix("remove one of them", (Edit(("subscribe", index), "remove"),)),),
            )
        for index, topic in enumerate(topics):
            if self.fifo and isinstance(topic, str) and not topic.endswith(FIFO_SUFFIX):
                yield RuleViolation(
                    (f"subscribe.{index}.topic_arn", "fifo"),
                    "this topic is not FIFO, and sends nothing to a FIFO queue (InvalidParameter)",
                    "standard-topic-to-fifo-queue",
                    (write("subscribe", index, "topicArn", value=f"{topic}{FIFO_SUFFIX}"), remove("fifo")),
                )


def build_queue_fix(queue: Queue, key: str, value: Any) -> Fix:
    """Build the fix that writes a key of the section `queue`, which may be `true`."""
    if queue.model_fields_set:
        return write_nested("queue", key, value=value)
    return write("queue", value={key: value})
