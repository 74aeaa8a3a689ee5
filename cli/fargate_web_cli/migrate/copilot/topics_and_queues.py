"""Topics that a workload publishes to, and queues that a worker reads from: neither is made here."""

import json

from fargate_web_cli.migrate.copilot.conversion import Conversion
from fargate_web_cli.migrate.copilot.manifest_value import Keys, Value, WrongValueError
from fargate_web_cli.migrate.copilot.task_counts import queue_name


def topics(conversion: Conversion, value: Value, _wild: Keys) -> None:
    """Give the permission to publish, and the variable that Copilot sets; the topics are left."""
    world = conversion.world
    names = []
    for each in value.items():
        name = each.at("name")
        if name is None:
            raise WrongValueError(each, "a topic has a name in Copilot")
        fifo = each.at("fifo")
        names.append((name.text(), ".fifo" if fifo is not None and fifo.data is not False else ""))
    prefix = "-".join((world.application or "application", world.environment or "environment", conversion.name))
    arns = {name: world.arn("sns", f"{prefix}-{name}{suffix}") for name, suffix in names}
    _allow(conversion, ["sns:Publish"], list(arns.values()))
    conversion.put("environment.COPILOT_SNS_TOPIC_ARNS", json.dumps(arns), "the topics, which are not made here")
    conversion.left(
        value,
        "topics are not made here: make them in a program of their own (Pulumi's aws.sns.Topic), and correct their ARNs in roles.taskRole and COPILOT_SNS_TOPIC_ARNS",
    )


def subscribe(conversion: Conversion, value: Value, _wild: Keys) -> None:
    """Give the permission to read from a queue, and the variable that Copilot sets; queues and subscriptions are left."""
    world, queue = conversion.world, queue_name(conversion)
    actions = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes", "sqs:GetQueueUrl"]
    arn = world.arn("sqs", queue)
    _allow(conversion, actions, [arn])
    _, _, _, region, account, _ = arn.split(":")
    suffix = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    conversion.put("environment.COPILOT_QUEUE_URI", f"https://sqs.{region}.{suffix}/{account}/{queue}", "the queue, which is not made here")
    conversion.left(
        value,
        f"queues and subscriptions are not made here: make {queue} with its dead-letter queue and its subscriptions in a program of its own (aws.sqs.Queue, aws.sns.TopicSubscription); "
        "the worker may read from it already (roles.taskRole)",
    )


def _allow(conversion: Conversion, actions: list[str], resources: list[str]) -> None:
    statements = conversion.got("roles.taskRole.statements") or []
    conversion.put("roles.taskRole.statements", [*statements, {"actions": actions, "resources": resources}])
