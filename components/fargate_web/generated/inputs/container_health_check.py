"""`ContainerHealthCheck`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import NotRequired, TypedDict

import pulumi


class ContainerHealthCheck(TypedDict):
    """A command that ECS runs inside the container; its failure replaces the task."""

    command: list[pulumi.Input[str]]
    """A shell command, or a list that starts with CMD or CMD-SHELL. The programs that it calls (curl, wget, node) must be in the image. See https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html"""
    interval: NotRequired[int]
    """Seconds between two checks (5–300). Default: 30."""
    timeout: NotRequired[int]
    """Seconds until a check counts as failed (2–60); shorter than the interval. Default: 5."""
    retries: NotRequired[int]
    """Failures in a row until the container is unhealthy (1–10). Default: 3."""
    start_period: NotRequired[int]
    """Seconds after the start in which failures don't count (0–300). Default: 0."""
