"""`Names`, `TaskNames`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import NotRequired, TypedDict


class Names(TypedDict):
    """Physical names, for systems whose names are fixed. A resource with a fixed name can't be replaced without downtime: let Pulumi generate names if you can."""

    task_definition_family: NotRequired[str]
    """The family of the task definitions. Default: <project>-<stack>-<service>."""
    container: NotRequired[str]
    """The name of the container. Default: the name of the service."""
    security_group: NotRequired[str]
    """The name of the security group of the tasks."""
    service: NotRequired[str]
    """The name of the ECS service."""
    target_group: NotRequired[str]
    """The name of the first target group of the pair (32 characters at most)."""
    alternate_target_group: NotRequired[str]
    """The name of the second target group of the pair (32 characters at most)."""
    queue: NotRequired[str]
    """The name of the queue; that of a FIFO queue ends in .fifo."""


class TaskNames(TypedDict):
    """Physical names of the resources of a task."""

    task_definition_family: NotRequired[str]
    """The family of the task definitions. Default: <project>-<stack>-<service>."""
    container: NotRequired[str]
    """The name of the container. Default: the name of the service."""
    security_group: NotRequired[str]
    """The name of the security group of the tasks."""
