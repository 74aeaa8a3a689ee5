"""Converters for topics that a workload publishes to and queues that a worker reads, which the stack does not create."""

import json

from fargate_web_cli.migrate.conversion import Conversion
from fargate_web_cli.migrate.copilot.task_counts import build_queue_name
from fargate_web_cli.migrate.manifest_value import InvalidValueError, KeyPath, ManifestValue


def convert_topics(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Write the permission to publish and the variable that Copilot sets; report the topics."""
    world = conversion.context
    names = []
    for each in value.items():
        name = each.find("name")
        if name is None:
            raise InvalidValueError(each, "a topic has a name in Copilot")
        fifo = each.find("fifo")
        names.append((name.text(), ".fifo" if fifo is not None and fifo.data is not False else ""))
    prefix = "-".join((world.application or "application", world.environment or "environment", conversion.name))
    arns = {name: world.build_arn("sns", f"{prefix}-{name}{suffix}") for name, suffix in names}
    _add_permission(conversion, ["sns:Publish"], list(arns.values()))
    conversion.write_setting("environment.COPILOT_SNS_TOPIC_ARNS", json.dumps(arns), "the topics, which are not made here")
    conversion.report_unconverted(
        value,
        "topics are not made here: make them in a program of their own (Pulumi's aws.sns.Topic), and correct their ARNs in roles.taskRole and COPILOT_SNS_TOPIC_ARNS",
    )


def convert_subscriptions(conversion: Conversion, value: ManifestValue, _wild: KeyPath) -> None:
    """Write the permission to read a queue and the variable that Copilot sets; report queues and subscriptions."""
    world, queue = conversion.context, build_queue_name(conversion)
    actions = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes", "sqs:GetQueueUrl"]
    arn = world.build_arn("sqs", queue)
    _add_permission(conversion, actions, [arn])
    _, _, _, region, account, _ = arn.split(":")
    suffix = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    conversion.write_setting(
        "environment.COPILOT_QUEUE_URI", f"https://sqs.{region}.{suffix}/{account}/{queue}", "the queue, which is not made here"
    )
    conversion.report_unconverted(
        value,
        f"queues and subscriptions are not made here: make {queue} with its dead-letter queue and its subscriptions in a program of its own (aws.sqs.Queue, aws.sns.TopicSubscription); "
        "the worker may read from it already (roles.taskRole)",
    )


def _add_permission(conversion: Conversion, actions: list[str], resources: list[str]) -> None:
    statements = conversion.read_setting("roles.taskRole.statements") or []
    conversion.write_setting("roles.taskRole.statements", [*statements, {"actions": actions, "resources": resources}])
