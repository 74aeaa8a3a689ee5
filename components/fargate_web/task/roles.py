"""The IAM roles of a service, each with exactly the permissions that the settings require."""

from typing import Any

import pulumi
import pulumi_aws as aws

from ..component.documents import dump_canonical_json
from ..component.resource_names import MAX_ROLE_NAME_LENGTH, build_logical_name
from ..settings.role_defaults import RoleDefaults
from ..settings.roles import Role as RoleSettings
from ..settings.roles import Statement, build_managed_policy_arn


class IamRole:
    """A role with its policies, or an existing role.

    Attributes:
        arn: The ARN of the role.
        role: The created role, None if an existing one is configured.
        dependencies: The resources that the service must wait for: a role without its policies has no permissions yet.
    """

    def __init__(
        self,
        name: str,
        settings: RoleSettings,
        *,
        defaults: RoleDefaults,
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
            permissions_boundary=defaults.permissions_boundary if settings.permissions_boundary is None else settings.permissions_boundary,
            path=settings.path or defaults.path,
            tags=tags,
            opts=opts,
        )
        self.arn = self.role.arn
        self.dependencies.append(self.role)
        user_statements = [_build_statement(statement) for statement in settings.statements]
        if statements or user_statements:
            document = dump_canonical_json(
                {"Version": "2012-10-17", "Statement": [*_drop_duplicate_sids(statements, user_statements), *user_statements]}
            )
            self.dependencies.append(aws.iam.RolePolicy(name, role=self.role.name, policy=document, opts=opts))
        for index, policy in enumerate(settings.managed_policies):
            # The name of a policy that is an Output isn't known yet, so the logical name uses the index.
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


def _drop_duplicate_sids(statements: list[Any], user_statements: list[dict[str, Any]]) -> list[Any]:
    """Remove the Sids that the user's statements also have: IAM requires unique Sids in a policy (MalformedPolicyDocument)."""
    user_sids = {statement["Sid"] for statement in user_statements}
    return [
        {**statement, "Sid": None} if isinstance(statement, dict) and statement["Sid"] in user_sids else statement
        for statement in statements
    ]


def build_allow_statement(sid: str, actions: list[str], resources: Any, conditions: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return a policy statement with the effect Allow."""
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
"""Lets ECS shift traffic. AWS documents no condition for this trust, so that none is set. Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AmazonECSInfrastructureRolePolicyForLoadBalancers.html"""


def build_infrastructure_policy_arn(partition: str) -> str:
    """Return the ARN of the managed policy that lets ECS change listener rules and target groups."""
    return f"arn:{partition}:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers"


def create_infrastructure_role(name: str, defaults: RoleDefaults, tags: dict[str, Any], partition: str, parent: pulumi.Resource) -> IamRole:
    """Create the role that lets ECS shift the traffic of a service."""
    return IamRole(
        build_logical_name(name, "-infrastructure", MAX_ROLE_NAME_LENGTH),
        RoleSettings(managed_policies=[build_infrastructure_policy_arn(partition)]),
        defaults=defaults,
        trust_policy=INFRASTRUCTURE_TRUST_POLICY,
        statements=[],
        description=f"With which ECS shifts the traffic of {name} between its target groups.",
        partition=partition,
        tags=tags,
        parent=parent,
    )
