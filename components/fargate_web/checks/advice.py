"""Advice on settings that a stack should set but does not. The findings are warnings, and errors if the stack is protected."""

import re
from collections.abc import Iterator
from typing import Literal

from ..analysis.likely_secrets import looks_secret
from ..settings.container import Container
from ..settings.stack import Stack
from ..settings.task import Task
from .finding import Finding, SettingPath

_SSM_AGENT_PATHS = ("/var/lib/amazon", "/var/log/amazon")
"""The folders that ECS Exec's SSM agent writes to (https://github.com/aws/containers-roadmap/issues/1359)."""

_ROOT_USER_PATTERN = re.compile(r"(?:root|0)(?::|$)")


def check_advice(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find unset values that depend on the image, and secrets in plain text."""
    severity: Literal["error", "warning"] = "error" if stack.protected else "warning"
    for task_path, task in stack.tasks.items():
        path: SettingPath = task_path
        yield from _check_container(path, task, severity)
        for name, sidecar in task.sidecars.items():
            yield from _check_container((*path, "sidecars", name), sidecar, severity)
        yield from _check_router_options(path, task, severity)
        yield from _check_execute_command(path, task)
    if stack.tasks and stack.monitoring and stack.monitoring.topic_arn is None and not stack.monitoring.email:
        yield Finding(
            "nobody-told",
            ("monitoring",),
            "the alarms notify a topic without subscribers, so that nobody would receive them; write monitoring: {email: [team@example.com]} or {topicArn: …}",
            "warning",
            (("monitoring", "email"),),
        )


def _check_container(path: SettingPath, container: Container, severity: Literal["error", "warning"]) -> Iterator[Finding]:
    subject = "the sidecar" if "sidecars" in path else "the application"
    if container.readonly_root_filesystem is None and "readonlyRootFilesystem" not in container.silence:
        yield Finding(
            "root-filesystem",
            path,
            "readonlyRootFilesystem isn't set; a read-only root file system keeps an intruder from changing the program (Security Hub ECS.5); "
            "write readonlyRootFilesystem: true (with writablePaths for what must stay writable) if the image allows it, or false",
            severity,
            ((*path, "readonlyRootFilesystem"),),
        )
    yield from _check_scratch_volumes(path, container)
    if container.user is None and "user" not in container.silence:
        yield Finding(
            "user",
            path,
            f"no user is set for {subject}, and most images run as root (Security Hub ECS.20); "
            'write user: "10001:10001" if the image allows it, or silence: {user: <why root is needed>}',
            severity,
            ((*path, "user"),),
        )
    yield from _check_capabilities(path, container)
    yield from _check_secrets(path, container, severity)


def _check_capabilities(path: SettingPath, container: Container) -> Iterator[Finding]:
    is_root = container.user is not None and _ROOT_USER_PATTERN.match(container.user)
    if is_root and "ALL" in container.capabilities.drop and "capabilities" not in container.silence:
        yield Finding(
            "root-without-capabilities",
            (*path, "capabilities"),
            "root without capabilities may neither change to another user nor read the files of others, as servers that start as root do (setuid: Operation not permitted), and Fargate "
            'lets nothing be added again; write user: "10001:10001", which needs none of them, list only what the image does without, like drop: [NET_RAW], or silence: {capabilities: '
            "<why root needs none>}",
            "warning",
            ((*path, "user"),),
        )


def _check_secrets(path: SettingPath, container: Container, severity: Literal["error", "warning"]) -> Iterator[Finding]:
    for name, value in container.environment.items():
        if "environment" not in container.silence and looks_secret(name, value):
            yield Finding(
                "secret-in-plain-sight",
                (*path, "environment", name),
                f"{name} looks like a secret, and its value is readable in the repository, in the state and in the console; write it under secrets: with the ARN of a "
                "Secrets Manager secret, or as a secret of the stack (pulumi config set --secret --path), or silence: {environment: <why none of them is one>}",
                severity,
            )


def _check_router_options(path: SettingPath, task: Task, severity: Literal["error", "warning"]) -> Iterator[Finding]:
    router = task.logs.fire_lens
    for name, value in router.options.items() if router and "environment" not in task.silence else ():
        if looks_secret(name, value):
            yield Finding(
                "secret-in-plain-sight",
                (*path, "logs", "fireLens", "options", name),
                f"{name} looks like a secret, and its value is readable in the repository, in the state and in the console; write it under secretOptions: with the ARN of a "
                "Secrets Manager secret, or silence: {environment: <why none of them is one>}",
                severity,
            )


def _check_scratch_volumes(path: SettingPath, container: Container) -> Iterator[Finding]:
    if container.user is None or _ROOT_USER_PATTERN.match(container.user) or "writablePaths" in container.silence:
        return
    # The SSM agent runs as root.
    unwritable = [
        scratch
        for scratch in container.scratch_paths
        if not any(_is_within(scratch, agent) or _is_within(agent, scratch) for agent in _SSM_AGENT_PATHS)
    ]
    if unwritable:
        yield Finding(
            "scratch-of-root",
            (*path, "user"),
            f"the scratch volumes ({', '.join(unwritable)}) belong to root, so that user {container.user} can't write there unless the image declares them as VOLUME with "
            f"that owner; write tmpfs: {{{unwritable[0]}: 64}} (MiB), writablePaths: [] if nothing is written, or silence: {{writablePaths: <why it can write>}}",
            "warning",
            ((*path, "writablePaths"), (*path, "tmpfs"), (*path, "readonlyRootFilesystem")),
        )


def _check_execute_command(path: SettingPath, task: Task) -> Iterator[Finding]:
    unwritable = [
        folder
        for folder in _SSM_AGENT_PATHS
        if not any(_is_within(folder, scratch) or _is_within(scratch, folder) for scratch in task.writable_paths)
    ]
    if task.enable_execute_command and task.readonly_root_filesystem and unwritable:
        yield Finding(
            "sessions-on-read-only-root",
            (*path, "enableExecuteCommand"),
            f"the agent behind `aws ecs execute-command` writes to {' and '.join(unwritable)}, which the read-only root file system forbids, so that no session would start "
            f"(TargetNotConnectedException); write writablePaths: [{', '.join([*task.writable_paths, *unwritable])}], which AWS doesn't promise to work, or leave one of the two out",
            "warning",
            ((*path, "writablePaths"), (*path, "readonlyRootFilesystem")),
        )


def _is_within(path: str, folder: str) -> bool:
    return f"{path}/".startswith(f"{folder}/")
