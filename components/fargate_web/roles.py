"""The IAM roles of a service, each with exactly what the settings imply."""

import re
from typing import Any

import pulumi
import pulumi_aws as aws

from .account import Account
from .documents import canonical_json, joined
from .names import LONGEST_ROLE_NAME, fit
from .settings.roles import Role as RoleSettings
from .settings.roles import Statement, managed_policy_arn
from .settings.task import Task as TaskSettings

_ECR = re.compile(r"([0-9]{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu|on\.aws)/([^:@]+)")
_SUFFIXED = re.compile(r"-[A-Za-z0-9]{6}$")


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


def _allow(sid: str, actions: list[str], resources: Any) -> dict[str, Any]:
    return {"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resources}


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


def execution_statements(settings: TaskSettings, account: Account, log_group_arn: pulumi.Input[str]) -> list[Any]:
    """Tell what ECS does for a task: pull its image, write its log, read its secrets; nothing else."""
    statements: list[Any] = _pull(settings.image, account.partition)
    statements.append(_allow("WriteLogs", ["logs:CreateLogStream", "logs:PutLogEvents"], joined(log_group_arn, ":*")))
    references: list[Any] = [settings.secrets[name] for name in sorted(settings.secrets)]
    known = [reference for reference in references if isinstance(reference, str)]
    secrets = sorted({_secret_arn(reference) for reference in known if not _is_parameter(reference)})
    parameters = sorted({reference for reference in known if _is_parameter(reference)})
    if secrets:
        statements.append(_allow("ReadSecrets", ["secretsmanager:GetSecretValue"], secrets))
    if parameters:
        statements.append(_allow("ReadParameters", ["ssm:GetParameters"], [_parameter_arn(parameter, account) for parameter in parameters]))
    # Whether an Output is a secret or a parameter is known only later, so that each has a statement of its own.
    outputs = {id(reference): reference for reference in references if isinstance(reference, pulumi.Output)}
    statements += [reference.apply(lambda text: _read(text, account)) for reference in outputs.values()]
    if settings.roles.secret_kms_keys:
        statements.append(_allow("DecryptSecrets", ["kms:Decrypt"], list(settings.roles.secret_kms_keys)))
    return statements


def _pull(image: Any, partition: str) -> list[dict[str, Any]]:
    if isinstance(image, pulumi.Output):
        # Whether the image lies in ECR is known only later; the statement stays, and names the repository as soon as there is one.
        repository: Any = image.apply(lambda text: _repository_arn(text, partition) or f"arn:{partition}:ecr:*:*:repository/none")
    else:
        repository = _repository_arn(image, partition)
        if repository is None:
            return []
    return [
        _allow("Authenticate", ["ecr:GetAuthorizationToken"], "*"),  # takes no other resource
        _allow("PullImage", ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"], repository),
    ]


def _repository_arn(image: str, partition: str) -> str | None:
    found = _ECR.match(image)
    return f"arn:{partition}:ecr:{found[2]}:{found[1]}:repository/{found[3]}" if found else None


def _read(reference: str, account: Account) -> pulumi.Output[dict[str, Any]]:
    if _is_parameter(reference):
        statement = {"Effect": "Allow", "Action": ["ssm:GetParameters"], "Resource": [_parameter_arn(reference, account)]}
    else:
        statement = {"Effect": "Allow", "Action": ["secretsmanager:GetSecretValue"], "Resource": [_secret_arn(reference)]}
    return pulumi.Output.from_input(statement)


def _is_parameter(reference: str) -> bool:
    return not reference.startswith("arn:") or ":ssm:" in reference


def _secret_arn(reference: str) -> str:
    arn = ":".join(reference.split(":")[:7])
    # ECS takes the name without the six characters that Secrets Manager appends; the policy has to allow for them.
    return arn if _SUFFIXED.search(arn) else f"{arn}-??????"


def _parameter_arn(reference: str, account: Account) -> pulumi.Input[str]:
    return reference if reference.startswith("arn:") else account.arn("ssm", "parameter/" + reference.lstrip("/"))


def task_statements(
    settings: TaskSettings,
    *,
    execute_command_log_group_arn: pulumi.Input[str] | None,
    execute_command_kms_key_arn: pulumi.Input[str] | None,
) -> list[dict[str, Any]]:
    """Tell what ECS Exec needs of the task role, where it is on.

    Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html#ecs-exec-required-iam-permissions
    """
    if not settings.enable_execute_command:
        return []
    channel = [f"ssmmessages:{verb}{kind}Channel" for verb in ("Create", "Open") for kind in ("Control", "Data")]
    statements = [_allow("ExecuteCommand", channel, "*")]  # takes no other resource
    if execute_command_log_group_arn is not None:
        statements.append(_allow("FindSessionLog", ["logs:DescribeLogGroups"], "*"))
        statements.append(
            _allow(
                "RecordSession",
                ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
                joined(execute_command_log_group_arn, ":*"),
            )
        )
    if execute_command_kms_key_arn is not None:
        statements.append(_allow("DecryptSession", ["kms:Decrypt"], execute_command_kms_key_arn))
    return statements
