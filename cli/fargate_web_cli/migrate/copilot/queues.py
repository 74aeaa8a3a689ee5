"""Converters for the queue of a worker with its subscriptions."""

import re
from typing import Any, Final

from fargate_web.settings.aws_regions import DNS_SUFFIXES, find_partition

from fargate_web_cli.migrate.conversion import Conversion
from fargate_web_cli.migrate.copilot.copilot_variables import encode_map
from fargate_web_cli.migrate.copilot.topics import add_permission, has_own_queue, is_fifo
from fargate_web_cli.migrate.manifest_value import InvalidValueError, KeyPath, ManifestValue


def convert_queue(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Convert the queue of a worker."""
    if not isinstance(value.data, dict):
        raise InvalidValueError(value, "queue is a map in Copilot")
    for key, here in _QUEUE_PERIODS.items():
        period = value.find(key)
        if period is not None:
            conversion.write_setting(f"queue.{here}", period.whole_seconds())
    if is_fifo(value):
        conversion.write_setting("queue.fifo", _read_fifo(value))
    tries = value.find("dead_letter.tries")
    if tries is not None:
        conversion.write_setting("queue.deadLetterQueue", {"maxReceiveCount": tries.number()})


_QUEUE_PERIODS: Final = {"timeout": "visibilityTimeout", "retention": "messageRetentionPeriod", "delay": "delay"}
"""Periods of a queue, by their keys in Copilot. The defaults are the same."""


def _read_fifo(queue: ManifestValue) -> Any:
    high = queue.find("fifo.high_throughput")
    found: dict[str, Any] = (
        {"deduplicationScope": "messageGroup", "throughputLimit": "perMessageGroupId"} if high is not None and high.boolean() else {}
    )
    for key, here in (("deduplication_scope", "deduplicationScope"), ("throughput_limit", "throughputLimit")):
        value = queue.find(f"fifo.{key}")
        if value is not None:
            found[here] = value.text()
    deduplication = queue.find("fifo.content_based_deduplication")
    if deduplication is not None:
        found["contentBasedDeduplication"] = deduplication.boolean()
    return found or True


def find_topic_queues(conversion: Conversion) -> dict[str, str]:
    """Return placeholder names for the queues of single topics, by their keys in COPILOT_TOPIC_QUEUE_URIS."""
    topics = conversion.find_value("subscribe.topics")
    found = {}
    for topic in topics.items() if topics else []:
        name, service, queue = (topic.find(key) for key in ("name", "service", "queue"))
        if name is None or service is None or queue is None:
            continue
        if not (any(True for _ in queue.entries()) if isinstance(queue.data, dict) else queue.boolean()):
            continue
        suffix = ".fifo" if is_fifo(queue) else ""
        key = f"{_keep_letters_and_digits(service.text())}{_keep_letters_and_digits(name.text() + suffix).capitalize()}EventsQueue"
        found[key] = f"{conversion.name}-{service.text()}-{name.text()}{suffix}"
    return found


def convert_subscription(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Subscribe the queue of a worker to a topic of Copilot. A topic with a queue of its own is reported."""
    name, service, queue = (value.find(key) for key in ("name", "service", "queue"))
    if name is None or service is None:
        raise InvalidValueError(value, "a subscription has name and service in Copilot")
    is_alone = has_own_queue(value)
    has_own_settings = is_alone and queue is not None and isinstance(queue.data, dict)
    suffix = ".fifo" if is_fifo(queue if has_own_settings else conversion.find_value("subscribe.queue")) else ""
    world = conversion.context
    topic = f"{world.application or 'application'}-{world.environment or 'environment'}-{service.text()}-{name.text()}{suffix}"
    arn = world.build_arn("sns", topic)
    if is_alone:
        conversion.report_unconverted(
            value,
            f"a second queue, for {arn} alone, is not made here: make it with its subscription (aws.sqs.Queue, aws.sns.TopicSubscription)",
        )
        return
    subscription: dict[str, Any] = {"topicArn": arn}
    filter_policy = value.find("filter_policy")
    if filter_policy is not None:
        if not isinstance(filter_policy.data, dict):
            raise InvalidValueError(filter_policy, "filter_policy is a map in Copilot")
        subscription["filterPolicy"] = filter_policy.plain_data
    conversion.write_setting("queue.subscribe", [*(conversion.read_setting("queue.subscribe") or []), subscription])


def write_queues(conversion: Conversion) -> None:
    """Write what Copilot's queue of a worker implies, and the permission to read the queues of single topics; report those."""
    if conversion.read_setting("queue.deadLetterQueue") is None:
        conversion.write_setting(
            "queue.deadLetterQueue", False, "as in Copilot; without this line, messages that fail five times go to a second queue"
        )
    taken = {*(conversion.read_setting("environment") or {}), *(conversion.read_setting("secrets") or {})}
    conversion.write_setting("queue.urlVariable", next(name for name in _URL_VARIABLES if name not in taken))
    if conversion.find_value("sidecars"):
        conversion.report_difference(
            conversion.find_value("sidecars"),
            "sidecars don't get the URL of the queue (COPILOT_QUEUE_URI): the stack writes it into the application's container alone",
        )
    topic_queues = find_topic_queues(conversion)
    if not topic_queues:
        return
    arns = [conversion.context.build_arn("sqs", each) for each in topic_queues.values()]
    actions = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes", "sqs:GetQueueUrl"]
    add_permission(conversion, actions, arns)
    uris = encode_map(dict(zip(topic_queues, map(_build_queue_url, arns), strict=True)))
    conversion.write_setting("environment.COPILOT_TOPIC_QUEUE_URIS", uris, "the queues of single topics, which are not made here")
    conversion.report_unconverted(
        conversion.find_value("subscribe"),
        f"a service has one queue here: make {', '.join(topic_queues.values())} in a program of their own (aws.sqs.Queue); the worker may read from them already (roles.taskRole). "
        "To read Copilot's own queues, write their URLs and ARNs, and let the role decrypt with their key (kms:Decrypt)",
    )


_URL_VARIABLES: Final = ("COPILOT_QUEUE_URI", "QUEUE_URL", "SERVICE_QUEUE_URL")
"""Variables for the URL of the queue. The first that the manifest doesn't have is used."""


def _build_queue_url(arn: str) -> str:
    _, _, _, region, account, name = arn.split(":")
    return f"https://sqs.{region}.{DNS_SUFFIXES[find_partition(region)]}/{account}/{name}"


def _keep_letters_and_digits(text: str) -> str:
    return re.sub(r"[^a-zA-Z0-9]+", "", text)
