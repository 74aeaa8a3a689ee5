"""`Statement`, `Role`, `Roles`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import Any, NotRequired, TypedDict

import pulumi


class Statement(TypedDict):
    """A statement of an IAM policy."""

    sid: NotRequired[str]
    """An identifier: letters and digits."""
    effect: NotRequired[str]
    """Allow or Deny. Default: Allow."""
    actions: list[str]
    """The actions."""
    resources: list[pulumi.Input[str]]
    """The ARNs of the resources, or *."""
    conditions: NotRequired[dict[str, dict[str, Any]]]
    """Conditions: operator → key → values."""


class Role(TypedDict):
    """An IAM role. One is made with exactly what the settings imply; this adds to it."""

    name: NotRequired[str]
    """The name of the role. Default: made by Pulumi."""
    managed_policies: NotRequired[list[pulumi.Input[str]]]
    """Managed policies to attach: names of AWS's own, or ARNs (10 at most)."""
    statements: NotRequired[list[Statement]]
    """Further statements of its policy."""
    permissions_boundary: NotRequired[pulumi.Input[str]]
    """The ARN of a policy that bounds what the role may do."""
    arn: NotRequired[pulumi.Input[str]]
    """Use a role that exists; then nothing else of this section may be said."""


class Roles(TypedDict):
    """The two roles of a task."""

    execution_role: NotRequired[Role]
    """What ECS does for the task before and around it: pull the image, read the secrets, write the logs. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html"""
    task_role: NotRequired[Role]
    """What the application itself may do. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html"""
    secret_kms_keys: NotRequired[list[pulumi.Input[str]]]
    """The customer managed keys that the secrets are encrypted with, for the execution role to decrypt."""
