"""Judges the roles that exist already, and the service-linked roles."""

from collections.abc import Iterator
from typing import Final

from fargate_web.checks.finding import Finding
from fargate_web.settings.fix import SettingPath

from fargate_web_cli.live.preflight.facts.facts import Facts
from fargate_web_cli.live.preflight.facts.role_needs import list_service_linked_roles
from fargate_web_cli.live.preflight.facts.roles import TASK_PRINCIPAL, RoleFacts
from fargate_web_cli.live.preflight.planned_stack import PlannedStack

_CERTAIN_ACTIONS: Final = ("ecr:GetAuthorizationToken",)
"""The actions that no policy of a resource can allow as well."""


def judge_roles(planned: PlannedStack, facts: Facts) -> Iterator[Finding]:
    """Judge each role once, at the first place that names it, and the service-linked roles."""
    judged: set[str] = set()
    for path, arn in planned.list_existing_roles().items():
        found = facts.roles.get(arn)
        if found is None or arn in judged:
            continue
        judged.add(arn)
        yield from _judge_role(path, arn.rsplit("/", 1)[-1], found)
    for name, service in list_service_linked_roles(planned):
        if facts.service_linked_roles.get(name) is False:
            yield Finding(
                "service-linked-role-missing",
                ("cluster",) if service == "ecs.amazonaws.com" else ("loadBalancer",) if service.startswith("elastic") else ("services",),
                f"the account has no service-linked role {name} yet; AWS creates it with the first resource that needs it, which fails without "
                f"iam:CreateServiceLinkedRole or if it comes too soon (Unable to assume the service linked role); run aws iam create-service-linked-role --aws-service-name {service} "
                "once",
                "warning",
            )


def _judge_role(path: SettingPath, name: str, found: RoleFacts) -> Iterator[Finding]:
    if not found.exists:
        yield Finding(
            "role-missing",
            path,
            f"there is no role {name} in the account, so that ECS refuses the task definition (ClientException: Role is not valid); create it, or remove arn, so that the stack does",
        )
        return
    if not found.trusts_tasks:
        yield Finding(
            "role-without-trust",
            path,
            f"the role {name} does not trust {TASK_PRINCIPAL}, so that no task can start (ECS was unable to assume the role); allow sts:AssumeRole for this service in its trust "
            "policy",
        )
    certain = [action for action, _ in found.denied if action in _CERTAIN_ACTIONS]
    if certain:
        yield Finding(
            "role-without-permission",
            path,
            f"the role {name} may not do {' and '.join(certain)}, so that ECS can't pull images from ECR (CannotPullContainerError); attach AmazonECSTaskExecutionRolePolicy",
        )
    others: dict[str, list[str]] = {}
    for action, resource in found.denied:
        if action not in _CERTAIN_ACTIONS:
            others.setdefault(action, []).append(resource)
    for action, resources in others.items():
        yield Finding(
            "role-without-permission",
            path,
            f"the policies of the role {name} do not allow {action} on {', '.join(resources)}, so that no task can start (AccessDeniedException) unless the policy of the resource "
            "allows it; allow the action in a policy of the role",
            "warning",
        )
