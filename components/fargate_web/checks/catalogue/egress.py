"""Checks of the egress rules of tasks."""

from typing import Final

from .check_description import CheckDescription

_RULES: Final = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"
_NETWORKING: Final = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html"

CHECKS_OF_EGRESS: Final = (
    CheckDescription(
        "egress-too-narrow",
        "error",
        "egress that doesn't lead to what a task needs to start",
        "ECS pulls the image, reads the secrets and writes the log through the network interface of the task, so that the rules apply to it, too. No task would start "
        "(ResourceInitializationError, CannotPullContainerError), and the deployment would be rolled back.",
        "Add the entries that the message names: interfaceEndpoints, s3, or 0.0.0.0/0, which is port 443 unless ports are set.",
        _NETWORKING,
    ),
    CheckDescription(
        "unknown-egress-target",
        "error",
        "egress to a service or to endpoints that don't exist",
        "The rule would have no target.",
        "Write the name of another service, the id of a security group, a CIDR block, a prefix list, or interfaceEndpoints if the network has them. A scheduled task isn't among the "
        "callers that a service admits by name: write the id of a security group or a CIDR block there.",
        _RULES,
    ),
    CheckDescription(
        "call-without-caller",
        "warning",
        "egress to a service that doesn't admit the caller",
        "The calls time out: the security group of the other service drops them.",
        "Add the service to allowFrom of the one that it calls.",
        _RULES,
    ),
    CheckDescription(
        "caller-without-egress",
        "warning",
        "a caller in allowFrom whose egress doesn't lead there",
        "The calls time out: the security group of the caller drops them.",
        "Add the service to the egress of its caller.",
        _RULES,
    ),
)
