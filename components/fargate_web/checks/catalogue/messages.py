"""Checks of queues that the stack creates, and of their subscriptions to topics."""

from typing import Final

from .check_description import CheckDescription

_SQS: Final = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide"
_SNS: Final = "https://docs.aws.amazon.com/sns/latest/dg"

CHECKS_OF_MESSAGES: Final = (
    CheckDescription(
        "throughput-limit-without-scope",
        "error",
        "high throughput of a FIFO queue without its scope of deduplication",
        "SQS refuses the queue (InvalidAttributeValue): a quota for each message group needs duplicates that are looked for in each message group.",
        "Write deduplicationScope: messageGroup.",
        f"{_SQS}/high-throughput-fifo.html",
    ),
    CheckDescription(
        "topic-subscribed-twice",
        "error",
        "a queue that subscribes to one topic twice",
        "SNS knows one subscription of a queue to a topic, so that the two settings overwrite each other.",
        "Remove one of them. A filter policy accepts several values of an attribute.",
        f"{_SNS}/sns-subscription-filter-policies.html",
    ),
    CheckDescription(
        "invalid-filter-policy",
        "error",
        "a filter policy that SNS refuses",
        "SNS refuses the subscription after the other resources are created (InvalidParameter).",
        "Write a list of accepted values for each key, at most five keys, and maps below a key only with filterPolicyScope: MessageBody.",
        f"{_SNS}/subscription-filter-policy-constraints.html",
    ),
    CheckDescription(
        "topic-not-named",
        "error",
        "a subscription without a topic",
        "It is not known which messages come into the queue.",
        "Write service and topic for a topic of this stack, or topicArn for one that exists.",
        f"{_SNS}/sns-sqs-as-subscriber.html",
    ),
    CheckDescription(
        "topic-named-twice",
        "error",
        "a subscription to a topic by its ARN and by its service",
        "A subscription has one topic, and the two could name different ones.",
        "Remove one of them.",
    ),
    CheckDescription(
        "unknown-publisher",
        "error",
        "a subscription to a topic of a service that the stack doesn't have",
        "There is no such topic.",
        "Write the name of a service with topics, or topicArn for a topic elsewhere.",
    ),
    CheckDescription(
        "unknown-topic",
        "error",
        "a subscription to a topic that the service doesn't publish to",
        "There is no such topic.",
        "Write the name of one of its topics, or add it to topics of that service.",
    ),
    CheckDescription(
        "topic-variable-taken",
        "error",
        "a second value for the variable with the ARN of a topic",
        "A variable of a container has one value, and the stack writes the ARN of the topic into it.",
        "Remove the variable, or give the ARN another one by arnVariable.",
    ),
    CheckDescription(
        "topic-out-of-reach",
        "warning",
        "a service that publishes to topics, in a network without a way to SNS",
        "Its calls time out, so that no message is published.",
        "Add the interface endpoint sns, or give the tasks a way to the internet.",
        f"{_SNS}/sns-internetwork-traffic-privacy.html",
    ),
    CheckDescription(
        "standard-topic-to-fifo-queue",
        "error",
        "a FIFO queue that subscribes to a standard topic",
        "SNS refuses the subscription (InvalidParameter).",
        "Subscribe to a FIFO topic, whose name ends in .fifo, or remove fifo.",
        f"{_SNS}/fifo-topic-message-delivery.html",
    ),
    CheckDescription(
        "queue-variable-taken",
        "error",
        "a second value for the variable with the URL of the queue",
        "A variable of a container has one value, and the stack writes the URL of the queue into it.",
        "Remove the variable, or give the URL another one by queue: {urlVariable: …}.",
    ),
    CheckDescription(
        "queue-name-without-suffix",
        "error",
        "the name of a FIFO queue without .fifo, or that of a standard queue with it",
        "SQS refuses the name (InvalidParameterValue).",
        "End the name of a FIFO queue in .fifo, and no other.",
        f"{_SQS}/sqs-fifo-queues.html",
    ),
    CheckDescription(
        "dead-letters-expire-first",
        "warning",
        "a dead-letter queue that deletes messages before the queue itself would",
        "The age of a message counts from when it was first sent. One that moves late is deleted at once, and nobody sees it.",
        "Keep messages in the dead-letter queue longer than in the queue: messageRetentionPeriod: 1209600.",
        f"{_SQS}/sqs-dead-letter-queues.html",
    ),
    CheckDescription(
        "visibility-below-stop-timeout",
        "warning",
        "messages that come back while a task may still process them",
        "A task that is stopped may finish its message within stopTimeout. Before that, another task receives the same message.",
        "Write a visibilityTimeout above stopTimeout, unless the application extends it while it works.",
        f"{_SQS}/sqs-visibility-timeout.html",
    ),
)
