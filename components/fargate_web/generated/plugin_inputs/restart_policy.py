"""`RestartPolicy`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import NotRequired, TypedDict


class RestartPolicy(TypedDict):
    """Starts a container again when it ends, without a new task: the task keeps its address, its volumes and its other containers."""

    enabled: NotRequired[bool]
    """Whether ECS starts the container again. Default: true. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-restart-policy.html"""
    ignored_exit_codes: NotRequired[list[int]]
    """Exit codes after which the container is not started again (0–255, 50 at most), such as 0 for a container that ends when its work is done. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-restart-policy.html"""
    restart_attempt_period: NotRequired[int]
    """Seconds that the container must have run before it is started again (60–1800). A container that fails right after its start does not restart in a loop, therefore. Default: 300. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-restart-policy.html"""
