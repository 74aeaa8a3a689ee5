"""The IAM roles of a task: what the application may do in AWS, and what ECS may do for it."""

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, TypeAdapter

from .arn import explain_invalid_account, explain_invalid_arn, split_arn
from .arn_types import KmsKeyArn, RoleArn
from .aws_regions import REGIONS_BY_PARTITION
from .fix import remove, write
from .role_defaults import PolicyArn, RoleDefaults
from .section import (
    ALLOW_SINGLE,
    ALLOW_SINGLE_OUTPUT,
    RuleViolation,
    Section,
    convert_to_key,
    describe_field,
    find_duplicates,
)
from .value_types import ALLOW_OUTPUT, RoleName, build_value_error

_SERVICE_ROLE_POLICIES = {"AmazonECSTaskExecutionRolePolicy"}
_MISNAMED_POLICIES = {
    "AmazonECR-ReadOnly": "AmazonEC2ContainerRegistryReadOnly",
    "AmazonECRReadOnly": "AmazonEC2ContainerRegistryReadOnly",
    "CloudWatchLogsFull": "CloudWatchLogsFullAccess",
}
_PLACEHOLDER_PATTERN = re.compile(r"[\d\s-]+|.*[<>{}].*|[A-Z_-]+|[xX]+")
_FORBIDDEN_POLICIES = {"AdministratorAccess", "IAMFullAccess", "PowerUserAccess"}


_POLICY_ARN_ADAPTER = TypeAdapter[Any](PolicyArn)


def _validate_managed_policy(value: str) -> str:
    name = value.rsplit("/", 1)[-1]
    if name in _FORBIDDEN_POLICIES:
        raise build_value_error(
            f"{name} lets a container take over the account; write statements with the actions that the container needs",
            "role-too-powerful",
        )
    if name in _MISNAMED_POLICIES:
        fix = write(value=_MISNAMED_POLICIES[name], certain=True)
        raise build_value_error(f"AWS has no managed policy {name!r} (NoSuchEntity)", "no-such-policy", fixes=(fix,))
    if value.startswith("arn:"):
        _POLICY_ARN_ADAPTER.validate_python(value)
    elif not all(part and all(c.isalnum() or c in "_+=,.@-" for c in part) for part in value.split("/")):
        raise build_value_error(
            f"{value!r} isn't the name of an AWS managed policy; write its name, like CloudWatchLogsFullAccess, or an ARN",
            "no-such-policy",
        )
    return value


def build_managed_policy_arn(policy: Any, partition: str) -> Any:
    """Build the ARN of a managed policy. AWS's own policies may be written by name."""
    if not isinstance(policy, str) or policy.startswith("arn:"):
        return policy
    path = "service-role/" if policy in _SERVICE_ROLE_POLICIES else ""
    return f"arn:{partition}:iam::aws:policy/{path}{policy}"


def _validate_action(value: str) -> str:
    if value != "*" and (value.count(":") != 1 or value.startswith(":") or value.endswith(":")):
        raise build_value_error(f"{value!r} isn't an IAM action; write it like s3:GetObject", "malformed-action")
    return value


def _validate_resource(value: str) -> str:
    if value == "*" or value.startswith("${"):
        return value
    if value.startswith("arn:"):
        problem = _explain_invalid_resource(value)
        if problem:
            raise build_value_error(f"{value!r} is no resource of a policy (MalformedPolicyDocument): {problem}", "malformed-arn")
        return value
    bucket = re.sub(r"^(?:s3://|arn:aws:s3:)", "", value).rstrip("/")
    bucket_fix = (
        f"; a bucket and its objects are arn:aws:s3:::{bucket} and arn:aws:s3:::{bucket}/*"
        if re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", bucket)
        else ""
    )
    raise build_value_error(
        f'{value!r} is no resource of a policy, which takes ARNs and * (MalformedPolicyDocument: Resource must be in ARN format or "*"); write its ARN{bucket_fix}',
        "resource-without-arn",
    )


def _explain_invalid_resource(value: str) -> str | None:
    """Explain why an ARN, in which wildcards and variables may stand, names no resource."""
    found = split_arn(value)
    if found is None:
        return None if "*" in value or "${" in value else explain_invalid_arn(value)
    if {"*", "?"} & {*found.service}:
        return "the service in it can't have wildcards; write its name"
    if "$" in value or {"*", "?"} & {*found.partition, *found.region}:
        return None
    if found.partition not in REGIONS_BY_PARTITION:
        return explain_invalid_arn(value)
    # Some services have names instead of accounts, like aws and cloudfront: only what can't be meant is refused.
    return explain_invalid_account(found.account) if _PLACEHOLDER_PATTERN.fullmatch(found.account) else None


class Statement(Section):
    """A statement of an IAM policy."""

    sid: Annotated[str | None, describe_field("An identifier: letters and digits.", pattern=r"^[A-Za-z0-9]+$")] = None
    effect: Annotated[Literal["Allow", "Deny"], describe_field("Allow or Deny.")] = "Allow"
    actions: Annotated[
        list[Annotated[str, AfterValidator(_validate_action)]],
        ALLOW_SINGLE,
        describe_field("The actions.", min_length=1, example=["s3:GetObject"]),
    ]
    resources: Annotated[
        list[Annotated[str, Field(min_length=1), AfterValidator(_validate_resource), ALLOW_OUTPUT]],
        ALLOW_SINGLE_OUTPUT,
        describe_field("The ARNs of the resources, or *.", min_length=1, example=["arn:aws:s3:::my-bucket/*"]),
    ]
    conditions: Annotated[
        dict[str, dict[str, Any]],
        describe_field("Conditions: operator → key → values.", example={"StringEquals": {"cloudwatch:namespace": "web"}}),
    ] = {}

    key_hints = {
        "action": "write actions",
        "Action": "write actions",
        "resource": "write resources",
        "Resource": "write resources",
        "Effect": "write effect",
        "Sid": "write sid",
        "condition": "write conditions: {…}",
        "Condition": "write conditions: {…}",
        "principal": "a role's policy has no principal; remove it",
    }

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that no statement allows all actions on all resources."""
        if self.effect == "Allow" and "*" in self.resources and any(action in ("*", "*:*", "iam:*") for action in self.actions):
            yield RuleViolation(
                ("actions", "resources"),
                "this allows everything on everything, so that an intruder in the container takes over the account; list the actions and resources that are needed",
                "role-too-powerful",
            )


class Role(RoleDefaults):
    """An IAM role. It is created with exactly the permissions that the settings need; these settings add to it."""

    name: Annotated[RoleName | None, describe_field("The name of the role. Default: generated by Pulumi.", example="ecs-task-role")] = None
    managed_policies: Annotated[
        list[Annotated[str, AfterValidator(_validate_managed_policy), ALLOW_OUTPUT]],
        describe_field(
            "Managed policies to attach: names of AWS's own, or ARNs (10 at most).", max_length=10, example=["CloudWatchLogsFullAccess"]
        ),
    ] = []
    statements: Annotated[list[Statement], describe_field("Additional statements of its policy.")] = []
    arn: Annotated[RoleArn | None, describe_field("Use an existing role; then nothing else in this section may be set.")] = None

    key_hints = {
        "policies": "write managedPolicies or statements",
        "policy": "write statements",
        "managedPolicyArns": "write managedPolicies",
    }

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that an existing role is the only setting, and that nothing is listed twice."""
        if self.arn is not None:
            for field in sorted(self.model_fields_set - {"arn"}):
                yield RuleViolation(
                    (field, "arn"),
                    "a role that exists is not changed, so this would have no effect",
                    "setting-without-effect",
                    (remove(convert_to_key(self, field)), remove("arn")),
                )
        policies = [policy.rsplit("/", 1)[-1] for policy in self.managed_policies if isinstance(policy, str)]
        for duplicate in find_duplicates(policies):
            yield RuleViolation(
                ("managed_policies",), f"{duplicate!r} is listed twice; a role has each policy once; remove one", "listed-twice"
            )
        sids = [statement.sid for statement in self.statements if statement.sid]
        for duplicate in find_duplicates(sids):
            yield RuleViolation(
                ("statements",),
                f"two statements have the sid {duplicate!r} (MalformedPolicyDocument); give each its own, or none",
                "listed-twice",
            )


class Roles(RoleDefaults):
    """The two roles of a task, and what all roles of the service have in common: also those with which ECS works for it."""

    execution_role: Annotated[
        Role,
        describe_field(
            "What ECS may do for the task: pull the image, read the secrets, write the logs.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html",
        ),
    ] = Role()
    task_role: Annotated[
        Role,
        describe_field(
            "What the application itself may do.", source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html"
        ),
    ] = Role()
    secret_kms_keys: Annotated[
        list[KmsKeyArn], describe_field("The customer managed keys that the secrets are encrypted with, for the execution role to decrypt.")
    ] = []

    key_hints = {"execution": "write executionRole", "task": "write taskRole", "taskExecutionRole": "write executionRole"}
