"""The IAM roles of a service, each with exactly what the settings imply."""

import re
from typing import Any

import pulumi
import pulumi_aws as aws

from .account import Account
from .documents import canonical_json
from .settings.roles import Role as RoleSettings
from .settings.roles import Statement, managed_policy_arn
from .settings.service import Service as ServiceSettings

_ECR = re.compile(r"(\d{12})\.dkr\.ecr(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn|\.eu)?/([^:@]+)")
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
        statements: list[dict[str, Any]],
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
            document = canonical_json({"Version": "2012-10-17", "Statement": statements + own})
            self.children.append(aws.iam.RolePolicy(name, role=self.role.name, policy=document, opts=opts))
        for index, policy in enumerate(settings.managed_policies):
            # A policy given as an Output has no name yet that could stand in the logical name.
            label = policy.rsplit("/", 1)[-1] if isinstance(policy, str) else str(index)
            attachment = aws.iam.RolePolicyAttachment(
                f"{name}-{label}", role=self.role.name, policy_arn=managed_policy_arn(policy, partition), opts=opts
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


def _allow(sid: str, actions: list[str], resources: Any) -> dict[str, Any]:
    return {"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resources}


def task_trust(account: Account) -> pulumi.Input[str]:
    """Let ECS tasks of this account assume a role, and no one else's tasks.

    Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html (confused deputy).
    """
    return canonical_json(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "ecs-tasks.amazonaws.com"},
                    "Action": "sts:AssumeRole",
                    "Condition": {
                        "StringEquals": {"aws:SourceAccount": account.id},
                        "ArnLike": {"aws:SourceArn": account.arn("ecs", "*")},
                    },
                }
            ],
        }
    )


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


def execution_statements(settings: ServiceSettings, account: Account, log_group_arn: pulumi.Input[str]) -> list[dict[str, Any]]:
    """Tell what ECS does for a task: pull its image, write its log, read its secrets; nothing else."""
    statements = _pull(settings.image, account.partition)
    statements.append(_allow("WriteLogs", ["logs:CreateLogStream", "logs:PutLogEvents"], pulumi.Output.concat(log_group_arn, ":*")))
    references = [settings.secrets[name] for name in sorted(settings.secrets)]
    secrets = _unique(_secret_arn(value) for value in references if not _is_parameter(value))
    parameters = _unique(_parameter_arn(value, account) for value in references if _is_parameter(value))
    if secrets:
        statements.append(_allow("ReadSecrets", ["secretsmanager:GetSecretValue"], secrets))
    if parameters:
        statements.append(_allow("ReadParameters", ["ssm:GetParameters"], parameters))
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


def _is_parameter(reference: Any) -> bool:
    return isinstance(reference, str) and (not reference.startswith("arn:") or ":ssm:" in reference)


def _secret_arn(reference: Any) -> Any:
    if isinstance(reference, pulumi.Output):
        return reference.apply(_secret_arn)
    arn = ":".join(reference.split(":")[:7])
    # ECS takes the name without the six characters that Secrets Manager appends; the policy has to allow for them.
    return arn if _SUFFIXED.search(arn) else f"{arn}-??????"


def _parameter_arn(reference: str, account: Account) -> pulumi.Input[str]:
    return reference if reference.startswith("arn:") else account.arn("ssm", "parameter/" + reference.lstrip("/"))


def _unique(values: Any) -> list[Any]:
    seen: dict[Any, Any] = {}
    for value in values:
        seen.setdefault(value if isinstance(value, str) else id(value), value)
    return list(seen.values())


def task_statements(
    settings: ServiceSettings,
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
                pulumi.Output.concat(execute_command_log_group_arn, ":*"),
            )
        )
    if execute_command_kms_key_arn is not None:
        statements.append(_allow("DecryptSession", ["kms:Decrypt"], execute_command_kms_key_arn))
    return statements
