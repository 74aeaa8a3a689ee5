"""Checks of sizes that AWS limits."""

from typing import Final

from .check_description import CheckDescription

CHECKS_OF_SIZES: Final = (
    CheckDescription(
        "task-definition-too-large",
        "error",
        "a task definition above 64 KiB",
        "ECS refuses it (ClientException: Max allowed length is '65536' bytes).",
        "Move variables into environmentFiles, which don't count, and long texts into the image.",
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html",
    ),
    CheckDescription(
        "role-policy-too-large",
        "error",
        "inline policies of a role above 10,240 characters",
        "IAM refuses the policy (LimitExceeded: Maximum policy size of 10240 bytes exceeded). Several inline policies share the limit.",
        "Keep several values in one secret and name its keys, or put statements into a managed policy.",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
    ),
    CheckDescription(
        "dashboard-too-large",
        "error",
        "a dashboard with more than 500 widgets",
        "CloudWatch refuses it (InvalidParameterInput).",
        "Write monitoring: {dashboard: false}, or spread the services over several stacks.",
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html",
    ),
    CheckDescription(
        "too-many-containers",
        "error",
        "more than 10 containers in a task",
        "ECS refuses the task definition (ClientException: Too many containers).",
        "Leave containers out. The collector of tracing and the log router count too.",
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html",
    ),
    CheckDescription(
        "too-many-environment-files",
        "error",
        "more than 10 environment files in a task",
        "ECS refuses the task definition (ClientException).",
        "Join some of the files.",
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/use-environment-file.html",
    ),
)
