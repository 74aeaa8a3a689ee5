"""Checks that a worker may read the queue on which it scales."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Final

from ..settings.roles import Role
from ..settings.scaling import Backlog
from ..settings.service import Service
from ..settings.stack import Stack
from .finding import Finding, SettingPath

_WORKER_ACTIONS: Final = (
    "sqs:ReceiveMessage",
    "sqs:DeleteMessage",
    "sqs:ChangeMessageVisibility",
    "sqs:GetQueueAttributes",
    "sqs:GetQueueUrl",
)


def check_queues(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find services that scale on a queue that their task role may not read."""
    for name, service in stack.services.items():
        if service.scaling and service.scaling.queue and "scaling" not in service.silence:
            yield from _check_queue_permissions(("services", name), service, service.scaling.queue, region)


def _check_queue_permissions(path: SettingPath, service: Service, queue: Backlog, region: str | None) -> Iterator[Finding]:
    role = service.roles.task_role
    if role.arn is not None or _may_receive(role, queue.queue_name):
        return
    arn = queue.queue_arn if isinstance(queue.queue_arn, str) else f"arn:aws:sqs:{region or '*'}:*:{queue.queue_name or '*'}"
    yield Finding(
        "queue-without-permissions",
        (*path, "scaling", "queue"),
        "the service scales on this queue, and its task role may not read it (AccessDenied: sqs:ReceiveMessage), so that messages pile up and ever more tasks start; write "
        f"roles: {{taskRole: {{statements: [{{actions: [{', '.join(_WORKER_ACTIONS)}], resources: '{arn}'}}]}}}}, or silence: {{scaling: <who lets it read>}}",
        "warning",
        ((*path, "roles"),),
    )


def _may_receive(role: Role, queue_name: str | None) -> bool:
    """Return whether a role may receive messages, or a policy that isn't known here may say so."""
    for policy in role.managed_policies:
        if not isinstance(policy, str) or (policy.startswith("arn:") and ":iam::aws:" not in policy) or "SQS" in policy:
            return True
    for statement in role.statements:
        allows_receiving = any(fnmatchcase("sqs:receivemessage", action.lower()) for action in statement.actions)
        if (
            statement.effect == "Allow"
            and allows_receiving
            and any(_may_be_queue(resource, queue_name) for resource in statement.resources)
        ):
            return True
    return False


def _may_be_queue(resource: object, queue_name: str | None) -> bool:
    if not isinstance(resource, str) or queue_name is None or "${" in resource:
        return True
    return fnmatchcase(queue_name, resource.rsplit(":", 1)[-1])
