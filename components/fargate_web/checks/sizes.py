"""Checks of sizes that AWS limits: task definitions, the policies of roles, and the dashboard."""

import json
from collections.abc import Iterator
from typing import Any, Final

from ..analysis.secret_references import is_parameter, list_secret_arns
from ..settings.fix import write
from ..settings.roles import Role
from ..settings.stack import Stack
from ..settings.task import Task
from .containers import PlacedContainer, list_containers
from .finding import Finding, SettingPath

_MAX_TASK_DEFINITION: Final = 65_536
"""Bytes. Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html"""
_MAX_ROLE_POLICY: Final = 10_240
"""Characters of all inline policies of a role. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"""
_MAX_WIDGETS: Final = 500
"""Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html"""
_WIDGETS_OF_ROUTED_SERVICE: Final = 4
_WIDGETS_OF_ADDITIONAL_ROUTE: Final = 3
_WIDGETS_OF_BALANCER: Final = 4
_WIDGETS_OF_NETWORK_LOAD_BALANCER: Final = 3


def check_sizes(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find what AWS would refuse for its size, after other resources are created. Sizes are lower bounds: what is an Output counts nothing."""
    places: dict[SettingPath, list[PlacedContainer]] = {}
    for place in list_containers(stack):
        places.setdefault(place.path[:2], []).append(place)
    for path, task in stack.tasks.items():
        yield from _check_task_definition(path, places[path])
        yield from _check_policy((*path, "roles", "taskRole"), task.roles.task_role, _measure(task.roles.task_role), "its statements")
        yield from _check_execution_policy(path, task)
    yield from _check_dashboard(stack)


def _check_task_definition(path: SettingPath, places: list[PlacedContainer]) -> Iterator[Finding]:
    parts: dict[SettingPath, int] = {}
    for place in places:
        container = place.container
        parts[(*place.path, "environment")] = sum(_count_pair(name, value) for name, value in container.environment.items())
        parts[(*place.path, "secrets")] = sum(_count_pair(name, value) for name, value in container.secrets.items())
        parts[(*place.path, "dockerLabels")] = sum(
            _count_bytes(name) + _count_bytes(value) + 2 for name, value in container.docker_labels.items()
        )
        parts[(*place.path, "entryPoint")] = sum(_count_bytes(word) + 1 for word in container.entry_point or ())
        parts[(*place.path, "command")] = sum(_count_bytes(word) + 1 for word in container.command or ())
        if place.health_check:
            parts[(*place.path, place.health_check_key)] = sum(_count_bytes(word) + 1 for word in place.health_check.command)
        if place.container is place.task and place.task.logs.fire_lens:
            options = place.task.logs.fire_lens.options
            parts[(*path, "logs", "fireLens", "options")] = sum(
                _count_bytes(name) + _count_bytes(value) + 2 for name, value in options.items()
            )
    size = sum(parts.values())
    if size > _MAX_TASK_DEFINITION:
        largest = sorted((part for part in parts if parts[part]), key=lambda part: -parts[part])
        yield Finding(
            "task-definition-too-large",
            largest[0],
            f"the task definition would have more than {size:,} bytes, {parts[largest[0]]:,} of them here; ECS takes {_MAX_TASK_DEFINITION:,} (ClientException: Max allowed length is "
            f"'65536' bytes); move variables into environmentFiles: [arn:aws:s3:::my-bucket/app.env], which don't count, and long texts into the image",
            related_paths=tuple(largest[1:]),
        )


def _count_pair(name: str, value: Any) -> int:
    return _count_bytes(name) + _count_bytes(value) + len('{"name":,"value":},')


def _count_bytes(text: Any) -> int:
    """Return the bytes of a text in JSON. An Output counts as an empty one."""
    return len(json.dumps(text, ensure_ascii=False).encode()) if isinstance(text, str) else 2


def _measure(role: Role) -> int:
    """Return the characters of a role's own statements in the policy."""
    document = [
        {
            "Effect": statement.effect,
            "Action": statement.actions,
            "Resource": [resource for resource in statement.resources if isinstance(resource, str)],
            **({"Sid": statement.sid} if statement.sid else {}),
            **({"Condition": statement.conditions} if statement.conditions else {}),
        }
        for statement in role.statements
    ]
    return len(json.dumps(document, separators=(",", ":"), default=lambda _: ""))


def _check_execution_policy(path: SettingPath, task: Task) -> Iterator[Finding]:
    containers = [task, *task.all_sidecars.values()]
    references = [reference for container in containers for reference in (*container.secrets.values(), container.repository_credentials)]
    references += [*task.additional_secrets, *(task.logs.fire_lens.secret_options.values() if task.logs.fire_lens else ())]
    known = {reference for reference in references if isinstance(reference, str)}
    arns = {arn for reference in known if not is_parameter(reference) for arn in list_secret_arns(reference)}
    # The name of a parameter becomes an ARN with a Region and an account.
    arns |= {
        reference if reference.startswith("arn:") else f"arn:aws:ssm:us-west-2:123456789012:parameter/{reference}"
        for reference in known
        if is_parameter(reference)
    }
    files = {file for container in containers for file in container.environment_files if isinstance(file, str)}
    size = sum(len(arn) + 3 for arn in (*arns, *files)) + _measure(task.roles.execution_role)
    yield from _check_policy(
        (*path, "secrets") if arns and task.secrets else (*path, "roles", "executionRole"),
        task.roles.execution_role,
        size,
        f"the ARNs of {len(arns)} secrets and its statements",
    )


def _check_policy(path: SettingPath, role: Role, size: int, content: str) -> Iterator[Finding]:
    if role.arn is None and size > _MAX_ROLE_POLICY:
        advice = (
            "keep several values in one secret and name its keys, like arn:aws:secretsmanager:<region>:<account>:secret:web-a1b2c3:password::, which needs one ARN"
            if path[-1] == "secrets"
            else "put statements into a managed policy and name its ARN in managedPolicies (6,144 characters each, 10 a role), or join statements"
        )
        yield Finding(
            "role-policy-too-large",
            path,
            f"the policy of the role would have more than {size:,} characters, for {content}; IAM takes {_MAX_ROLE_POLICY:,} in all inline policies of a role together (LimitExceeded: "
            f"Maximum policy size of 10240 bytes exceeded); {advice}",
        )


def _check_dashboard(stack: Stack) -> Iterator[Finding]:
    if not stack.monitoring or not stack.monitoring.dashboard:
        return
    routed = len(stack.routed_services)
    further = len(stack.services_by_route) - routed
    widgets = (
        routed * _WIDGETS_OF_ROUTED_SERVICE
        + further * _WIDGETS_OF_ADDITIONAL_ROUTE
        + (len(stack.services) - routed)
        + (_WIDGETS_OF_BALANCER if routed else 0)
        + len(stack.network_load_balancers) * _WIDGETS_OF_NETWORK_LOAD_BALANCER
    )
    if stack.monitoring.slo:
        for objectives in map(stack.monitoring.slo.find_objectives, stack.routed_services):
            widgets += (objectives.availability is not None) + (objectives.latency is not None)
    if widgets > _MAX_WIDGETS:
        yield Finding(
            "dashboard-too-large",
            ("monitoring", "dashboard"),
            f"the dashboard would have {widgets} widgets for {len(stack.services)} services; CloudWatch takes {_MAX_WIDGETS} (InvalidParameterInput)",
            related_paths=(("services",),),
            fixes=(write("monitoring", "dashboard", value=False),),
        )
