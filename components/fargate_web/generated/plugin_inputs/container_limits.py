"""`Ulimit`, `Ulimits`, `Capabilities`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import NotRequired, TypedDict


class Ulimit(TypedDict):
    """A limit of a resource: what a process has, and up to which it may raise that itself."""

    soft: int
    """The limit that holds (1–1048576)."""
    hard: NotRequired[int]
    """How far a process may raise it (1–1048576). Default: the same as soft."""


class Ulimits(TypedDict):
    """Limits of a container's processes. Fargate sets that of open files; the others are the operating system's."""

    nofile: Ulimit
    """How many files and sockets a process may have open. Fargate's own: 65535. See https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Ulimit.html"""


class Capabilities(TypedDict):
    """Privileges of root, apart from each other. A container has Docker's own set of fourteen."""

    drop: NotRequired[list[str]]
    """Capabilities that the container does without: ALL, or names like NET_RAW. A user other than root uses none of them. See https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_KernelCapabilities.html"""
    add: NotRequired[list[str]]
    """Capabilities on top: SYS_PTRACE, with which a tool observes the processes of its container; Fargate takes no other. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html"""
