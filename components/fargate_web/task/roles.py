"""The IAM roles of a service, each with exactly what the settings imply."""

from typing import Any

import pulumi
import pulumi_aws as aws

from ..component.documents import canonical_json
from ..component.resource_names import LONGEST_ROLE_NAME, fit
from ..settings.roles import Role as RoleSettings
from ..settings.roles import Statement, managed_policy_arn


class MadeRole:
    """A role with its policies, or one that exists.

    Attributes:
        arn: The role's ARN.
        role: The role that was made, None where one exists.
        children: What the service has to wait for: without its policies a role is of no use yet.
    """

    def __init__(
        self,
        name: str,
        settings: RoleSettings,
        *,
        trust: pulumi.Input[str],
        statements: list[Any],
        description: str,
        partition: str,
        tags: dict[str, Any],
        parent: pulumi.Resource,
    ) -> None:
        self.role: aws.iam.Role | None = None
        self.children: list[pulumi.Resource] = []
        if settings.arn is not None:
            self.arn: pulumi.Input[str] = settings.arn
            return
        opts = pulumi.ResourceOptions(parent=parent)
        self.role = aws.iam.Role(
            name,
            name=settings.name,
            description=description,
            assume_role_policy=trust,
            permissions_boundary=settings.permissions_boundary,
            tags=tags,
            opts=opts,
        )
        self.arn = self.role.arn
        self.children.append(self.role)
        own = [_written(statement) for statement in settings.statements]
        if statements or own:
            document = canonical_json({"Version": "2012-10-17", "Statement": [*_distinct(statements, own), *own]})
            self.children.append(aws.iam.RolePolicy(name, role=self.role.name, policy=document, opts=opts))
        for index, policy in enumerate(settings.managed_policies):
            # A policy given as an Output has no name yet that could stand in the logical name.
            label = policy.rsplit("/", 1)[-1] if isinstance(policy, str) else str(index)
            attachment = aws.iam.RolePolicyAttachment(
                f"{name}:{label}", role=self.role.name, policy_arn=managed_policy_arn(policy, partition), opts=opts
            )
            self.children.append(attachment)


def _written(statement: Statement) -> dict[str, Any]:
    return {
        "Sid": statement.sid,
        "Effect": statement.effect,
        "Action": statement.actions,
        "Resource": statement.resources,
        "Condition": statement.conditions,
    }


def _distinct(statements: list[Any], own: list[dict[str, Any]]) -> list[Any]:
    """Drop the identifiers that the user's own statements have too: IAM wants each once in a policy (MalformedPolicyDocument)."""
    taken = {statement["Sid"] for statement in own}
    return [
        {**statement, "Sid": None} if isinstance(statement, dict) and statement["Sid"] in taken else statement for statement in statements
    ]


def allow(sid: str, actions: list[str], resources: Any, conditions: dict[str, Any] | None = None) -> dict[str, Any]:
    """Write a statement of a policy that allows something."""
    return {"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resources, "Condition": conditions}


INFRASTRUCTURE_TRUST = canonical_json(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "AllowAccessToECSForInfrastructureManagement",
                "Effect": "Allow",
                "Principal": {"Service": "ecs.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ],
    }
)
"""Lets ECS shift traffic. Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AmazonECSInfrastructureRolePolicyForLoadBalancers.html"""


def infrastructure_policy_arn(partition: str) -> str:
    """Tell the policy with which ECS changes listener rules and target groups."""
    return f"arn:{partition}:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers"


def infrastructure_role(name: str, tags: dict[str, Any], partition: str, parent: pulumi.Resource) -> MadeRole:
    """Make the role with which ECS shifts the traffic of a service."""
    return MadeRole(
        fit(name, "-infrastructure", LONGEST_ROLE_NAME),
        RoleSettings(managed_policies=[infrastructure_policy_arn(partition)]),
        trust=INFRASTRUCTURE_TRUST,
        statements=[],
        description=f"With which ECS shifts the traffic of {name} between its target groups.",
        partition=partition,
        tags=tags,
        parent=parent,
    )
