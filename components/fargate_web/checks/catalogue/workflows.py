"""Checks of what the workflows of a repository expect of its stacks. Only `fargate-web check` runs them: a program does not read workflows."""

from typing import Final

from .check_description import CheckDescription

CHECKS_OF_WORKFLOWS: Final = (
    CheckDescription(
        "drift-in-every-run",
        "warning",
        "forceNewDeployment with a workflow that expects a preview without changes",
        "forceNewDeployment changes the service in each run, so that the workflow reports drift every time, and nobody looks any more when there is some.",
        "Write `pulumi preview --refresh --json | fargate-web render --drift --expect-no-changes` in the workflow, or remove forceNewDeployment.",
        "https://www.pulumi.com/registry/packages/aws/api-docs/ecs/service/#forcenewdeployment_python",
    ),
)
