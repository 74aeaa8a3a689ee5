"""Converters for topics that a workload publishes to and queues that a worker reads, which the stack does not create."""

import re

from fargate_web_cli.migrate.conversion import Conversion
from fargate_web_cli.migrate.copilot.copilot_variables import encode_map
from fargate_web_cli.migrate.manifest_value import InvalidValueError, KeyPath, ManifestValue


def is_fifo(value: ManifestValue | None) -> bool:
    """Return whether a topic or a queue is FIFO: `fifo: true`, or a map with a key."""
    fifo = value.find("fifo") if value is not None and isinstance(value.data, dict) else None
    if fifo is None:
        return False
    return any(True for _ in fifo.entries()) if isinstance(fifo.data, dict) else fifo.boolean()


def convert_topics(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Write the permission to publish and the variable that Copilot sets; report the topics."""
    world = conversion.context
    names = []
    for each in value.items():
        name = each.find("name")
        if name is None:
            raise InvalidValueError(each, "a topic has a name in Copilot")
        names.append(f"{name.text()}.fifo" if is_fifo(each) else name.text())
    prefix = "-".join((world.application or "application", world.environment or "environment", conversion.name))
    arns = {name: world.build_arn("sns", f"{prefix}-{name}") for name in names}
    if not arns:
        return
    _add_permission(conversion, ["sns:Publish"], list(arns.values()))
    conversion.write_setting("environment.COPILOT_SNS_TOPIC_ARNS", encode_map(arns), "the topics, which are not made here")
    conversion.report_unconverted(
        value,
        "topics are not made here: make them in a program of their own (Pulumi's aws.sns.Topic), and correct their ARNs in roles.taskRole and COPILOT_SNS_TOPIC_ARNS",
    )


def build_queue_name(conversion: Conversion) -> str:
    """Return a placeholder name for the queue of a worker."""
    return f"{conversion.name}-events{'.fifo' if is_fifo(conversion.find_value('subscribe.queue')) else ''}"


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


def report_subscription(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Report a subscription with the ARN of its topic."""
    name, service, queue = (value.find(key) for key in ("name", "service", "queue"))
    if name is None or service is None:
        raise InvalidValueError(value, "a subscription has name and service in Copilot")
    has_own_queue = queue is not None and isinstance(queue.data, dict) and any(True for _ in queue.entries())
    suffix = ".fifo" if is_fifo(queue if has_own_queue else conversion.find_value("subscribe.queue")) else ""
    world = conversion.context
    topic = f"{world.application or 'application'}-{world.environment or 'environment'}-{service.text()}-{name.text()}{suffix}"
    conversion.report_unconverted(
        value, f"the subscription to {world.build_arn('sns', topic)} is not made here: make it with the queue (aws.sns.TopicSubscription)"
    )


def write_queues(conversion: Conversion) -> None:
    """Write the permission to read the queues of a worker and the variables that Copilot sets; report queues and subscriptions."""
    world, queue = conversion.context, build_queue_name(conversion)
    topic_queues = find_topic_queues(conversion)
    queues = [queue, *topic_queues.values()]
    arns = [world.build_arn("sqs", each) for each in queues]
    actions = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes", "sqs:GetQueueUrl"]
    _add_permission(conversion, actions, arns)
    urls = [_build_queue_url(arn) for arn in arns]
    if conversion.find_value("variables.COPILOT_QUEUE_URI") is None:
        conversion.write_setting("environment.COPILOT_QUEUE_URI", urls[0], "the queue, which is not made here")
    if topic_queues:
        uris = encode_map(dict(zip(topic_queues, urls[1:], strict=True)))
        conversion.write_setting("environment.COPILOT_TOPIC_QUEUE_URIS", uris, "the queues of single topics, which are not made here")
    conversion.report_unconverted(
        conversion.find_value("subscribe") or conversion.find_value("type"),
        f"queues and subscriptions are not made here: make {', '.join(queues)} with dead-letter queues and subscriptions in a program of their own (aws.sqs.Queue, aws.sns.TopicSubscription); "
        "the worker may read from them already (roles.taskRole). To read Copilot's own queues, write their URLs and ARNs, and let the role decrypt with their key (kms:Decrypt)",
    )


def _build_queue_url(arn: str) -> str:
    _, _, _, region, account, name = arn.split(":")
    suffix = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    return f"https://sqs.{region}.{suffix}/{account}/{name}"


def _keep_letters_and_digits(text: str) -> str:
    return re.sub(r"[^a-zA-Z0-9]+", "", text)


def _add_permission(conversion: Conversion, actions: list[str], resources: list[str]) -> None:
    statements = conversion.read_setting("roles.taskRole.statements") or []
    conversion.write_setting("roles.taskRole.statements", [*statements, {"actions": actions, "resources": resources}])
