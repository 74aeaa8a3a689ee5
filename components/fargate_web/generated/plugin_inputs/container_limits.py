"""`Ulimit`, `Ulimits`, `Capabilities`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import NotRequired, TypedDict


class Ulimit(TypedDict):
    """A limit of a resource. The soft limit applies, and a process may raise it up to the hard limit."""

    soft: int
    """The limit that applies (1–1048576)."""
    hard: NotRequired[int]
    """The limit up to which a process may raise it (1–1048576). Default: the same as soft."""


class Ulimits(TypedDict):
    """Limits of a container's processes. Fargate supports the limit of open files; the operating system sets the others."""

    nofile: Ulimit
    """How many files and sockets a process may have open. Fargate's default: 65535. See https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Ulimit.html"""


class Capabilities(TypedDict):
    """Linux capabilities: the privileges of root, one by one. A container has Docker's default set of fourteen."""

    drop: NotRequired[list[str]]
    """Capabilities to remove from the container: ALL, or names like NET_RAW. A user other than root uses none of them. See https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_KernelCapabilities.html"""
    add: NotRequired[list[str]]
    """Capabilities to add: SYS_PTRACE, with which a tool observes the processes of its container. Fargate supports no other. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html"""
