"""Rules between the topics of a service and its variables."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .fix import remove, write
from .section import RuleViolation

if TYPE_CHECKING:
    from .service import Service


def find_topic_violations(service: "Service") -> Iterator[RuleViolation]:
    """Yield every variable that would have two values: the ARN of a topic and another one."""
    taken: dict[str, str] = {}
    if service.queue is not None:
        taken[service.queue.url_variable] = "queue.url_variable"
    if service.topic_arns_variable is not None:
        if not service.published_topics:
            yield RuleViolation(
                ("topic_arns_variable", "topics"),
                "the service has no topics, whose ARNs this variable would contain",
                "setting-without-effect",
                (remove("topicArnsVariable"),),
            )
        taken.setdefault(service.topic_arns_variable, "topic_arns_variable")
    for label, topic in service.published_topics.items():
        variable = topic.find_variable(label)
        if variable in taken:
            yield RuleViolation(
                (f"topics.{label}.arn_variable", f"topics.{label}", taken[variable]),
                f"{variable} contains the ARN of this topic, and has another value already",
                "topic-variable-taken",
                (
                    write("topics", label, "arnVariable", value=f"{variable}_2")
                    if topic.model_fields_set
                    else write("topics", label, value={"arnVariable": f"{variable}_2"}),  # it is `true`
                ),
            )
        taken.setdefault(variable, f"topics.{label}")
    ours = {variable: place for variable, place in taken.items() if place != "queue.url_variable"}
    for field, values in (("environment", service.environment), ("secrets", service.secrets)):
        for variable in values:
            if variable in ours:
                yield RuleViolation(
                    (f"{field}.{variable}", ours[variable]),
                    "this variable contains the ARN of a topic that the service creates, and can't have a second value",
                    "topic-variable-taken",
                    (remove(field, variable),),
                )
