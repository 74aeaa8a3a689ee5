"""Converters for the topics of services, and for the subscriptions that name them."""

from typing import Any, Final

from fargate_web.settings.topic import FIFO_SUFFIX, Topic

from fargate_web_cli.migrate.conversion import Conversion
from fargate_web_cli.migrate.copilot.copilot_variables import encode_map
from fargate_web_cli.migrate.manifest_value import InvalidValueError, KeyPath, ManifestValue

_TOPICS_VARIABLE: Final = "COPILOT_SNS_TOPIC_ARNS"


def is_fifo(value: ManifestValue | None) -> bool:
    """Return whether a topic or a queue is FIFO: `fifo: true`, or a map with a key."""
    fifo = value.find("fifo") if value is not None and isinstance(value.data, dict) else None
    if fifo is None:
        return False
    return any(True for _ in fifo.entries()) if isinstance(fifo.data, dict) else fifo.boolean()


def convert_topics(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Write the topics of a service; for a job, the permission to publish and the variable that Copilot sets."""
    topics = list_topics(value)
    if not topics:
        return
    if conversion.kind != "job":
        conversion.write_setting("topics", {label: _convert_topic(topic) for label, topic in topics.items()})
        for label, topic in topics.items():
            name = format_topic(topic)
            if name.removesuffix(FIFO_SUFFIX) != label:
                conversion.report_difference(
                    topic, f"two topics can't share a name here: {name} is {label}, and {label}{FIFO_SUFFIX} in {_TOPICS_VARIABLE}"
                )
        return
    world = conversion.context
    names = [format_topic(each) for each in topics.values()]
    prefix = "-".join((world.application or "application", world.environment or "environment", conversion.name))
    arns = {name: world.build_arn("sns", f"{prefix}-{name}") for name in names}
    add_permission(conversion, ["sns:Publish"], list(arns.values()))
    conversion.write_setting("environment.COPILOT_SNS_TOPIC_ARNS", encode_map(arns), "the topics, which are not made here")
    conversion.report_unconverted(
        value,
        "a service has topics here, and a scheduled task none: make them in a program of their own (Pulumi's aws.sns.Topic), and correct their ARNs in roles.taskRole and COPILOT_SNS_TOPIC_ARNS",
    )


def list_topics(value: ManifestValue | None) -> dict[str, ManifestValue]:
    """Return the topics of a workload by their names here, where a FIFO topic and another one can't share a name."""
    topics: dict[str, ManifestValue] = {}
    for each in value.items() if value is not None else ():
        name = each.find("name")
        if name is None:
            raise InvalidValueError(each, "a topic has a name in Copilot")
        label = name.text()
        topics[f"{label}-fifo" if label in topics and is_fifo(each) else label] = each
    return topics


def format_topic(topic: ManifestValue) -> str:
    """Return the name of a topic in Copilot's variables, where that of a FIFO topic ends in .fifo."""
    name = topic.find("name")
    return f"{name.text() if name else ''}{FIFO_SUFFIX if is_fifo(topic) else ''}"


def _convert_topic(topic: ManifestValue) -> Any:
    if not is_fifo(topic):
        return True
    deduplication = topic.find("fifo.content_based_deduplication")
    return {"fifo": True if deduplication is None else {"contentBasedDeduplication": deduplication.boolean()}}


def write_topic_variables(conversion: Conversion) -> None:
    """Write the variables with the ARNs of the topics. A variable of the manifest with the same name wins."""
    topics: dict[str, Any] | None = conversion.read_setting("topics")
    if not topics:
        return
    taken = {*(conversion.read_setting("environment") or {}), *(conversion.read_setting("secrets") or {})}
    if _TOPICS_VARIABLE not in taken:
        conversion.write_setting("topicArnsVariable", _TOPICS_VARIABLE)
    for label, settings in topics.items():
        variable = Topic().find_variable(label)
        if variable in taken:
            conversion.write_setting_at(
                ("topics", label), {**(settings if isinstance(settings, dict) else {}), "arnVariable": f"{variable}_2"}
            )
    if conversion.find_value("sidecars"):
        conversion.report_difference(
            conversion.find_value("sidecars"),
            f"sidecars don't get the ARNs of the topics ({_TOPICS_VARIABLE}): the stack writes them into the application's container alone",
        )


def resolve_subscriptions(conversions: list[Conversion]) -> None:
    """Let subscriptions name the services of this conversion that publish to their topics, and report the others."""
    published = {
        (conversion.name, format_topic(topic)): label
        for conversion in conversions
        if conversion.kind != "job"
        for label, topic in list_topics(conversion.find_value("publish.topics")).items()
    }
    for conversion in conversions:
        subscriptions, values = conversion.read_setting("queue.subscribe") or [], _list_shared_subscriptions(conversion)
        if len(subscriptions) != len(values):  # a fault of the manifest, which ends the conversion
            continue
        resolved = []
        for value, subscription in zip(values, subscriptions, strict=True):
            service, name = (value.find(key) for key in ("service", "name"))
            arn: str = subscription["topicArn"]
            topic = f"{name.text() if name else ''}{FIFO_SUFFIX if arn.endswith(FIFO_SUFFIX) else ''}"
            publisher = service.text() if service else ""
            label = published.get((publisher, topic))
            if label is None:
                conversion.report_placeholder(
                    value,
                    f"{publisher} is not converted with it: {arn} is Copilot's, and goes with its workload; convert them together, or make a topic of your own (aws.sns.Topic), and write its ARN",
                )
                resolved.append(subscription)
            else:
                others = {key: setting for key, setting in subscription.items() if key != "topicArn"}
                resolved.append({"service": publisher, "topic": label, **others})
        if resolved:
            conversion.write_setting("queue.subscribe", resolved)


def _list_shared_subscriptions(conversion: Conversion) -> list[ManifestValue]:
    """List the subscriptions whose messages come into the queue of the worker: those without a queue of their own."""
    topics = conversion.find_value("subscribe.topics")
    return [topic for topic in topics.items() if not has_own_queue(topic)] if topics else []


def has_own_queue(topic: ManifestValue) -> bool:
    """Return whether the messages of a topic go into a queue for it alone."""
    queue = topic.find("queue")
    return queue is not None and (any(True for _ in queue.entries()) if isinstance(queue.data, dict) else queue.boolean())


def add_permission(conversion: Conversion, actions: list[str], resources: list[str]) -> None:
    """Add a statement to the task role of a workload."""
    statements = conversion.read_setting("roles.taskRole.statements") or []
    conversion.write_setting("roles.taskRole.statements", [*statements, {"actions": actions, "resources": resources}])
