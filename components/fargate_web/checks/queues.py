"""Checks that a service may use its queue: the one on which it scales, and those that its variables name."""

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Final

from ..settings.aws_regions import find_partition
from ..settings.fix import Edit, Fix
from ..settings.roles import Role
from ..settings.service import Service
from ..settings.stack import Stack
from ..settings.target_tracking import Backlog
from .containers import silence
from .finding import Finding, SettingPath

_WORKER_ACTIONS: Final = (
    "sqs:ReceiveMessage",
    "sqs:DeleteMessage",
    "sqs:ChangeMessageVisibility",
    "sqs:GetQueueAttributes",
    "sqs:GetQueueUrl",
)
_SENDER_ACTIONS: Final = ("sqs:SendMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl")


_QUEUE_URL_PATTERN: Final = re.compile(
    r"https://(?:sqs\.[a-z0-9-]+|[a-z0-9-]+\.queue|queue)\.amazonaws\.com(?:\.cn)?/[0-9]{12}/(?P<name>[A-Za-z0-9_-]+(?:\.fifo)?)/?"
)
_QUEUE_ARN_PATTERN: Final = re.compile(r"arn:aws[a-z-]*:sqs:[a-z0-9-]+:[0-9]{12}:(?P<name>[A-Za-z0-9_-]+(?:\.fifo)?)")


def check_queues(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find services whose task role may not use the queue that they scale on, or that a variable names."""
    for name, service in stack.services.items():
        queue = service.scaling.queue if service.scaling else None
        scaled = _check_scaled_queue(("services", name), service, queue, region) if queue else None
        if scaled:
            yield scaled
        yield from _check_named_queues(("services", name), service, region, queue.queue_name if queue and scaled else None)


def _check_scaled_queue(path: SettingPath, service: Service, queue: Backlog, region: str | None) -> Finding | None:
    role = service.roles.task_role
    is_own = queue.queue_name is None and queue.queue_arn is None  # the task role may read the queue of its service
    if is_own or role.arn is not None or _may(role, ("sqs:receivemessage",), queue.queue_name):
        return None
    arn = queue.queue_arn if isinstance(queue.queue_arn, str) else _build_queue_arn(region, queue.queue_name)
    return Finding(
        "queue-without-permissions",
        (*path, "scaling", "queue"),
        "the service scales on this queue, and its task role may not read it (AccessDenied: sqs:ReceiveMessage), so that messages pile up and ever more tasks start",
        "warning",
        ((*path, "roles"),),
        (_allow(path, role, _WORKER_ACTIONS, arn), silence(path, "scaling", "who lets it read")),
        "scaling",
    )


def _check_named_queues(path: SettingPath, service: Service, region: str | None, reported: str | None) -> Iterator[Finding]:
    role = service.roles.task_role
    if role.arn is not None:
        return
    # A worker reads its queue; a web service may send to it, and needs nothing else.
    actions = _WORKER_ACTIONS if service.port is None else _SENDER_ACTIONS
    for name, value in service.environment.items():
        found = _read_queue(value)
        if found is None or found["name"] == reported or _is_dead_letter_queue(name, found["name"]):
            continue
        if not _may(role, ("sqs:receivemessage", "sqs:sendmessage", "sqs:deletemessage"), found["name"]):
            arn = value if value.startswith("arn:") else _build_queue_arn(region, found["name"])
            yield Finding(
                "queue-without-permissions",
                (*path, "environment", name),
                f"the application uses this queue, and its task role may neither read it nor send to it (AccessDenied: {actions[0]})",
                "warning",
                ((*path, "roles"),),
                (_allow(path, role, actions, arn), silence(path, "scaling", "who lets it use the queue")),
                "scaling",
            )


def is_queue_reference(value: object) -> bool:
    """Return whether the value of a variable is the URL or the ARN of a queue."""
    return _read_queue(value) is not None


def _read_queue(value: object) -> re.Match[str] | None:
    return (_QUEUE_URL_PATTERN.fullmatch(value) or _QUEUE_ARN_PATTERN.fullmatch(value)) if isinstance(value, str) else None


def _is_dead_letter_queue(variable: str, queue: str) -> bool:
    return any(re.search(r"dlq|dead.?letter", text, re.IGNORECASE) for text in (variable, queue))


def _build_queue_arn(region: str | None, name: str | None) -> str:
    return f"arn:{find_partition(region)}:sqs:{region or '*'}:*:{name or '*'}"


def _allow(path: SettingPath, role: Role, actions: tuple[str, ...], arn: str) -> Fix:
    statement = {"actions": [*actions], "resources": arn}
    statements_path = (*path, "roles", "taskRole", "statements")
    edit = (
        Edit((*statements_path, len(role.statements)), "set", statement) if role.statements else Edit(statements_path, "set", [statement])
    )
    return Fix(f"write roles: {{taskRole: {{statements: [{{actions: [{', '.join(actions)}], resources: '{arn}'}}]}}}}", (edit,))


def _may(role: Role, actions: tuple[str, ...], queue_name: str | None) -> bool:
    """Return whether a role may do one of the actions on a queue, or a policy that isn't known here may say so."""
    for policy in role.managed_policies:
        if not isinstance(policy, str) or (policy.startswith("arn:") and ":iam::aws:" not in policy) or "SQS" in policy:
            return True
    for statement in role.statements:
        allows = any(fnmatchcase(wanted, action.lower()) for action in statement.actions for wanted in actions)
        if statement.effect == "Allow" and allows and any(_may_be_queue(resource, queue_name) for resource in statement.resources):
            return True
    return False


def _may_be_queue(resource: object, queue_name: str | None) -> bool:
    if not isinstance(resource, str) or queue_name is None or "${" in resource:
        return True
    return fnmatchcase(queue_name, resource.rsplit(":", 1)[-1])
