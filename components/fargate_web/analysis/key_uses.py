"""What the services of a stack use its KMS key for."""

from typing import Final, Literal, TypeAlias

from ..settings.stack import Stack

KeyUse: TypeAlias = Literal["logs", "alarms", "events", "ephemeralStorage"]
"""What a service uses a key for, and needs a statement in its policy for.

Everything else works with the rights of the caller, which a policy leaves to IAM: ECR and EventBridge Scheduler use the rights of who creates the
repository or the schedule, EventBridge Scheduler those of its role as well, and ECS Exec those of the task role and of who starts the session.
"""
ALL_KEY_USES: Final[tuple[KeyUse, ...]] = ("logs", "alarms", "events", "ephemeralStorage")


def list_key_uses(stack: Stack) -> list[KeyUse]:
    """List what the services of a stack use its key for, unless their sections name other keys."""
    uses: list[KeyUse] = ["logs"] if stack.tasks else []
    monitoring = stack.monitoring
    if stack.tasks and monitoring and monitoring.encryption and monitoring.creates_topic and monitoring.kms_key_arn is None:
        uses.append("alarms")
        alarms = monitoring.alarms
        if (stack.scheduled_tasks and alarms.failed_runs) or (stack.services and alarms.failed_deployments):
            uses.append("events")
    if stack.tasks and uses_key_for_storage(stack):
        uses.append("ephemeralStorage")
    return uses


def uses_key_for_storage(stack: Stack) -> bool:
    """Return whether the key of the stack encrypts the ephemeral storage of its tasks."""
    return stack.cluster.existing is None and "ephemeral_storage_kms_key_arn" not in stack.cluster.model_fields_set
