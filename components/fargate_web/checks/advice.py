"""Advice on the users and file systems of containers. What a stack should set but does not is a warning, and an error if the stack is protected."""

from collections.abc import Iterator
from typing import Literal

from ..analysis.known_servers import starts_as_root
from ..settings.container import Container
from ..settings.fix import Edit, Fix, remove
from ..settings.root_user import is_root_user
from ..settings.stack import Stack
from ..settings.task import Task
from .containers import silence
from .finding import Finding, SettingPath

_SSM_AGENT_PATHS = ("/var/lib/amazon", "/var/log/amazon")
"""The folders that ECS Exec's SSM agent writes to (https://github.com/aws/containers-roadmap/issues/1359)."""


def check_advice(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find unset values that depend on the image, and users that can't do what they have to."""
    severity: Literal["error", "warning"] = "error" if stack.protected else "warning"
    for task_path, task in stack.tasks.items():
        path: SettingPath = task_path
        yield from _check_container(path, task, severity)
        for name, sidecar in task.sidecars.items():
            yield from _check_container((*path, "sidecars", name), sidecar, severity)
        yield from _check_execute_command(path, task)


def _check_container(path: SettingPath, container: Container, severity: Literal["error", "warning"]) -> Iterator[Finding]:
    subject = "the sidecar" if "sidecars" in path else "the application"
    if container.readonly_root_filesystem is None:
        key_path = (*path, "readonlyRootFilesystem")
        # A folder in memory is writable for every user, and a scratch volume for root only.
        scratch = () if _is_root(container) or container.tmpfs else (Edit((*path, "tmpfs"), "set", {"/tmp": 64}),)
        scratch_text = " with tmpfs: {/tmp: 64}" if scratch else ""
        yield Finding(
            "root-filesystem-not-set",
            path,
            "readonlyRootFilesystem isn't set; a read-only root file system keeps an intruder from changing the program (Security Hub ECS.5)",
            severity,
            (key_path,),
            (
                Fix(f"write readonlyRootFilesystem: true{scratch_text} if the image allows it", (Edit(key_path, "set", True), *scratch)),
                Fix("write readonlyRootFilesystem: false", (Edit(key_path, "set", False),)),
            ),
            "readonlyRootFilesystem",
        )
    yield from _check_scratch_volumes(path, container)
    if container.user is None:
        yield Finding(
            "user-not-set",
            path,
            f"no user is set for {subject}, and most images run as root (Security Hub ECS.20)",
            severity,
            ((*path, "user"),),
            (_write_user(path, container), silence(path, "user", "why root is needed")),
            "user",
        )
    yield from _check_capabilities(path, container)


def _is_root(container: Container) -> bool:
    """Return whether a container runs as root: it says so, or why it must, or its image is known to start as root and to change the user."""
    if container.user is not None:
        return is_root_user(container.user)
    return "user" in container.silence or starts_as_root(container.image)


def _write_user(path: SettingPath, container: Container) -> Fix:
    edits = [Edit((*path, "user"), "set", "10001:10001")]
    text = 'write user: "10001:10001" if the image allows it'
    unwritable = _list_unwritable_scratch(container)
    if unwritable:
        edits.append(Edit((*path, "tmpfs"), "set", {**container.tmpfs, **dict.fromkeys(unwritable, 64)}))
        text = f'write user: "10001:10001" and tmpfs: {{{", ".join(f"{scratch}: 64" for scratch in unwritable)}}} if the image allows it'
    return Fix(text, tuple(edits))


def _check_capabilities(path: SettingPath, container: Container) -> Iterator[Finding]:
    if _is_root(container) and "ALL" in container.capabilities.drop:
        yield Finding(
            "root-without-capabilities",
            (*path, "capabilities"),
            "root without capabilities may neither change to another user nor read the files of others, as servers that start as root do (setuid: Operation not permitted), and Fargate "
            "lets nothing be added again",
            "warning",
            ((*path, "user"),),
            (
                Fix(
                    "write capabilities: {drop: [NET_RAW]}, or others that the image does without",
                    (Edit((*path, "capabilities", "drop"), "set", ["NET_RAW"]),),
                ),
                _write_user(path, container),
                silence(path, "capabilities", "why root needs none"),
            ),
            "capabilities",
        )


def _list_unwritable_scratch(container: Container) -> list[str]:
    """List the scratch volumes, which belong to root. The SSM agent runs as root and writes to its own."""
    return [
        scratch
        for scratch in container.scratch_paths
        if not any(_is_within(scratch, agent) or _is_within(agent, scratch) for agent in _SSM_AGENT_PATHS)
    ]


def _check_scratch_volumes(path: SettingPath, container: Container) -> Iterator[Finding]:
    if container.user is None or is_root_user(container.user):
        return
    unwritable = _list_unwritable_scratch(container)
    if unwritable:
        in_memory = dict.fromkeys(unwritable, 64)
        fixes = [
            Fix(
                f"write tmpfs: {{{', '.join(f'{scratch}: 64' for scratch in unwritable)}}} (MiB)",
                (Edit((*path, "tmpfs"), "set", {**container.tmpfs, **in_memory}),),
            )
        ]
        kept = [scratch for scratch in container.writable_paths if scratch not in unwritable]
        fixes.append(
            Fix(f"write writablePaths: [{', '.join(kept)}] if nothing is written there", (Edit((*path, "writablePaths"), "set", kept),))
        )
        yield Finding(
            "scratch-of-root",
            (*path, "user"),
            f"the scratch volumes ({', '.join(unwritable)}) belong to root, so that user {container.user} can't write there unless the image declares them as VOLUME with that owner",
            "warning",
            ((*path, "writablePaths"), (*path, "tmpfs"), (*path, "readonlyRootFilesystem")),
            (*fixes, silence(path, "writablePaths", "why it can write")),
            "writablePaths",
        )


def _check_execute_command(path: SettingPath, task: Task) -> Iterator[Finding]:
    unwritable = [
        folder
        for folder in _SSM_AGENT_PATHS
        if not any(_is_within(folder, scratch) or _is_within(scratch, folder) for scratch in task.writable_paths)
    ]
    if task.enable_execute_command and task.readonly_root_filesystem and unwritable:
        paths = [*task.writable_paths, *unwritable]
        yield Finding(
            "sessions-on-read-only-root",
            (*path, "enableExecuteCommand"),
            f"the agent behind `aws ecs execute-command` writes to {' and '.join(unwritable)}, which the read-only root file system forbids, so that no session would start "
            "(TargetNotConnectedException)",
            "warning",
            ((*path, "writablePaths"), (*path, "readonlyRootFilesystem")),
            (
                Fix(
                    f"write writablePaths: [{', '.join(paths)}], which AWS doesn't promise to work",
                    (Edit((*path, "writablePaths"), "set", paths),),
                ),
                remove(*path, "enableExecuteCommand"),
            ),
        )


def _is_within(path: str, folder: str) -> bool:
    return f"{path}/".startswith(f"{folder}/")
