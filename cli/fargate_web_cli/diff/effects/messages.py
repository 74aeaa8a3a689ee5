"""What users notice of changed subscriptions of queues to topics."""

from fargate_web_cli.diff.effects.surroundings import Surroundings
from fargate_web_cli.diff.model import ResourceChange


def explain_subscription(change: ResourceChange, surroundings: Surroundings) -> str | None:
    """Explain a change of a subscription of a queue. That of a person or a service has the sentence of its type."""
    subscription = surroundings.find_old(change)
    if subscription is None or subscription.inputs.get("protocol") != "sqs":
        return None
    if change.op == "delete":
        return "messages of the topic no longer come into the queue"
    if change.op == "replace":
        return "messages that are published between the two subscriptions are lost"
    new = surroundings.new.get(change.urn)
    if new is not None and new.inputs.get("rawMessageDelivery") != subscription.inputs.get("rawMessageDelivery"):
        return "messages have another form: the application must read both while the update runs"
    return None
