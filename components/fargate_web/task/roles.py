"""The IAM roles of a service, each with exactly what the settings imply."""

from typing import Any

import pulumi
import pulumi_aws as aws

from ..component.documents import dump_canonical_json
from ..component.resource_names import MAX_ROLE_NAME_LENGTH, build_logical_name
from ..settings.roles import Role as RoleSettings
from ..settings.roles import Statement, build_managed_policy_arn


class IamRole:
    """A role with its policies, or one that exists.

    Attributes:
        arn: The role's ARN.
        role: The role that was made, None where one exists.
        dependencies: What the service has to wait for: without its policies a role is of no use yet.
    """

    def __init__(
        self,
        name: str,
        settings: RoleSettings,
        *,
        trust_policy: pulumi.Input[str],
        statements: list[Any],
        description: str,
        partition: str,
        tags: dict[str, Any],
        parent: pulumi.Resource,
    ) -> None:
        self.role: aws.iam.Role | None = None
        self.dependencies: list[pulumi.Resource] = []
        if settings.arn is not None:
            self.arn: pulumi.Input[str] = settings.arn
            return
        opts = pulumi.ResourceOptions(parent=parent)
        self.role = aws.iam.Role(
            name,
            name=settings.name,
            description=description,
            assume_role_policy=trust_policy,
            permissions_boundary=settings.permissions_boundary,
            tags=tags,
            opts=opts,
        )
        self.arn = self.role.arn
        self.dependencies.append(self.role)
        own = [_build_statement(statement) for statement in settings.statements]
        if statements or own:
            document = dump_canonical_json({"Version": "2012-10-17", "Statement": [*_drop_duplicate_sids(statements, own), *own]})
            self.dependencies.append(aws.iam.RolePolicy(name, role=self.role.name, policy=document, opts=opts))
        for index, policy in enumerate(settings.managed_policies):
            # A policy given as an Output has no name yet that could stand in the logical name.
            label = policy.rsplit("/", 1)[-1] if isinstance(policy, str) else str(index)
            attachment = aws.iam.RolePolicyAttachment(
                f"{name}:{label}", role=self.role.name, policy_arn=build_managed_policy_arn(policy, partition), opts=opts
            )
            self.dependencies.append(attachment)


def _build_statement(statement: Statement) -> dict[str, Any]:
    return {
        "Sid": statement.sid,
        "Effect": statement.effect,
        "Action": statement.actions,
        "Resource": statement.resources,
        "Condition": statement.conditions,
    }


def _drop_duplicate_sids(statements: list[Any], own: list[dict[str, Any]]) -> list[Any]:
    """Drop the identifiers that the user's own statements have too: IAM wants each once in a policy (MalformedPolicyDocument)."""
    taken = {statement["Sid"] for statement in own}
    return [
        {**statement, "Sid": None} if isinstance(statement, dict) and statement["Sid"] in taken else statement for statement in statements
    ]


def build_allow_statement(sid: str, actions: list[str], resources: Any, conditions: dict[str, Any] | None = None) -> dict[str, Any]:
    """Write a statement of a policy that allows something."""
    return {"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resources, "Condition": conditions}


INFRASTRUCTURE_TRUST_POLICY = dump_canonical_json(
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


def build_infrastructure_policy_arn(partition: str) -> str:
    """Tell the policy with which ECS changes listener rules and target groups."""
    return f"arn:{partition}:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers"


def create_infrastructure_role(name: str, tags: dict[str, Any], partition: str, parent: pulumi.Resource) -> IamRole:
    """Make the role with which ECS shifts the traffic of a service."""
    return IamRole(
        build_logical_name(name, "-infrastructure", MAX_ROLE_NAME_LENGTH),
        RoleSettings(managed_policies=[build_infrastructure_policy_arn(partition)]),
        trust_policy=INFRASTRUCTURE_TRUST_POLICY,
        statements=[],
        description=f"With which ECS shifts the traffic of {name} between its target groups.",
        partition=partition,
        tags=tags,
        parent=parent,
    )
