"""`Hardening`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import NotRequired, TypedDict

from .container_limits import Capabilities


class Hardening(TypedDict):
    """What keeps an intruder in a container from going on: for all containers, the collector and the log router included."""

    enabled: NotRequired[bool]
    """`false` leaves it out. Default: true, where the section is said."""
    user: NotRequired[str]
    """The user (and group) of containers that set none. The log router stays root, as FireLens requires. Default: 10001:10001. See https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-20"""
    readonly_root_filesystem: NotRequired[bool]
    """Whether root file systems are read-only. Default: true. See https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-5"""
    tmpfs: NotRequired[dict[str, int]]
    """Folders in memory under a read-only root file system, in containers that set neither tmpfs nor writablePaths: path → maximum MiB, taken from the task's memory."""
    capabilities: NotRequired[Capabilities]
    """Linux capabilities that containers drop, except those that run as root, which need some. See https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_KernelCapabilities.html"""
    init_process_enabled: NotRequired[bool]
    """Whether a small init process forwards signals and collects orphans. Images that bring their own (s6) need false. Default: false."""
