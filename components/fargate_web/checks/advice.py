"""What a stack should say and does not: a warning, and an error where the stack is protected."""

import re
from collections.abc import Iterator
from typing import Any, Literal

from ..settings.container import Container
from ..settings.stack import Stack
from ..settings.task import Task
from .finding import Finding, SettingPath

_SECRET_NAME_PATTERN = re.compile(
    # At the end, for there stands what it is: a TOKEN_URL is a URL, and PASSWORD_MIN_LENGTH a length.
    r"(?:^|[_.-])(?:(?:PG)?PASSWORD|PASSWD|MYSQL_PWD|PASSPHRASE|SECRET|SECRET_KEY|SECRET_KEY_BASE|TOKEN|API_?KEY|PRIVATE_KEY|ACCESS_KEY|ENCRYPTION_KEY|SIGNING_KEY|CREDENTIALS?)"
    r"(?:_(?:VALUE|BASE64|OLD|NEW|CURRENT|PREVIOUS|PRIMARY|SECONDARY|DEV|STAGING|PROD|[0-9]+))?$",
    re.IGNORECASE,
)
_PUBLIC_NAME_PATTERN = re.compile(r"(?:NEXT_|NUXT_)?PUBLIC_|VITE_|REACT_APP_", re.IGNORECASE)
"""What web frameworks hand to every browser."""
_SECRET_VALUE_PATTERN = re.compile(
    r"AKIA[0-9A-Z]{16}|ASIA[0-9A-Z]{16}|-----BEGIN [A-Z ]*PRIVATE KEY-----|gh[pousr]_[A-Za-z0-9]{36}|xox[abpr]-[A-Za-z0-9-]{10,}|[sr]k_live_[A-Za-z0-9]{16,}"
    r"|[a-z][a-z0-9+.-]*://[^\s:/@]*:(?![${<%])[^\s:/@]+@"
)
_NOT_SECRET_PATTERN = re.compile(r"true|false|yes|no|on|off|none|0|1|arn:.*|/.*|[$<{].*", re.IGNORECASE | re.DOTALL)
"""Switches, references, paths and placeholders."""

_SSM_AGENT_PATHS = ("/var/lib/amazon", "/var/log/amazon")
"""Where ECS Exec puts the SSM agent's files (https://github.com/aws/containers-roadmap/issues/1359)."""

_ROOT_USER_PATTERN = re.compile(r"(?:root|0)(?::|$)")


def check_advice(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find what depends on the image and isn't said, tags that move, and secrets in plain sight."""
    severity: Literal["error", "warning"] = "error" if stack.protected else "warning"
    for place, service in stack.tasks.items():
        at: SettingPath = place
        yield from _check_container(at, service, severity)
        for sidecar, settings in service.sidecars.items():
            yield from _check_container((*at, "sidecars", sidecar), settings, severity)
        yield from _check_router_options(at, service, severity)
        yield from _check_execute_command(at, service)
    if stack.tasks and stack.monitoring and stack.monitoring.topic_arn is None and not stack.monitoring.email:
        yield Finding(
            "nobody-told",
            ("monitoring",),
            "the alarms notify a topic that nobody is subscribed to, so that nobody would be told; write monitoring: {email: [team@example.com]} or {topicArn: …}",
            "warning",
            (("monitoring", "email"),),
        )


def _check_container(at: SettingPath, container: Container, severity: Literal["error", "warning"]) -> Iterator[Finding]:
    what = "the sidecar" if "sidecars" in at else "the application"
    yield from _check_image(at, container, severity)
    if container.readonly_root_filesystem is None and "readonlyRootFilesystem" not in container.silence:
        yield Finding(
            "root-filesystem",
            at,
            "it isn't said whether the root file system is read-only, which keeps an intruder from changing the program (Security Hub ECS.5); "
            "write readonlyRootFilesystem: true (with writablePaths for what must stay writable) if the image allows it, or false",
            severity,
            ((*at, "readonlyRootFilesystem"),),
        )
    yield from _check_scratch_volumes(at, container)
    if container.user is None and "user" not in container.silence:
        yield Finding(
            "user",
            at,
            f"it isn't said which user {what} runs as, and most images say root (Security Hub ECS.20); "
            'write user: "10001:10001" if the image allows it, or silence: {user: <why root is needed>}',
            severity,
            ((*at, "user"),),
        )
    yield from _check_secrets(at, container, severity)


def _check_image(at: SettingPath, service: Container, severity: Literal["error", "warning"]) -> Iterator[Finding]:
    image = service.image
    if not isinstance(image, str) or "@sha256:" in image or "image" in service.silence:
        return
    tag = image.rsplit("/", 1)[-1].partition(":")[2]
    if tag in ("", "latest"):
        what = "the image has no tag, which means latest" if not tag else "the tag latest moves"
    else:
        what = f"the tag {tag} can be moved"
    yield Finding(
        "image-not-pinned",
        (*at, "image"),
        f"{what}, so that two tasks of one revision may run different code and a rollback may not bring the old code back; "
        f"write the digest, {image.removesuffix(f':{tag}')}@sha256:… (docker buildx imagetools inspect {image})",
        severity,
    )


def _check_secrets(at: SettingPath, service: Container, severity: Literal["error", "warning"]) -> Iterator[Finding]:
    for name, value in service.environment.items():
        if "environment" not in service.silence and looks_secret(name, value):
            yield Finding(
                "secret-in-plain-sight",
                (*at, "environment", name),
                f"{name} looks like a secret, and here it stands in the repository, in the state and in the console; write it under secrets: with the ARN of a "
                "Secrets Manager secret, or as a secret of the stack (pulumi config set --secret --path), or silence: {environment: <why none of them is one>}",
                severity,
            )


def looks_secret(name: str, value: Any) -> bool:
    """Tell whether an environment variable looks like a secret, by its name or its value."""
    if not isinstance(value, str) or not value:
        return False
    named = _SECRET_NAME_PATTERN.search(name) and not _PUBLIC_NAME_PATTERN.match(name) and not _NOT_SECRET_PATTERN.fullmatch(value)
    return bool(named or _SECRET_VALUE_PATTERN.search(value))


def _check_router_options(at: SettingPath, service: Task, severity: Literal["error", "warning"]) -> Iterator[Finding]:
    router = service.logs.fire_lens
    for name, value in router.options.items() if router and "environment" not in service.silence else ():
        if looks_secret(name, value):
            yield Finding(
                "secret-in-plain-sight",
                (*at, "logs", "fireLens", "options", name),
                f"{name} looks like a secret, and here it stands in the repository, in the state and in the console; write it under secretOptions: with the ARN of a "
                "Secrets Manager secret, or silence: {environment: <why none of them is one>}",
                severity,
            )


def _check_scratch_volumes(at: SettingPath, service: Container) -> Iterator[Finding]:
    if service.user is None or _ROOT_USER_PATTERN.match(service.user) or "writablePaths" in service.silence:
        return
    # The agent's own folders are for root.
    closed = [
        path for path in service.scratch_paths if not any(_is_within(path, agent) or _is_within(agent, path) for agent in _SSM_AGENT_PATHS)
    ]
    if closed:
        yield Finding(
            "scratch-of-root",
            (*at, "user"),
            f"the scratch volumes ({', '.join(closed)}) belong to root, so that user {service.user} can't write there unless the image declares them as VOLUME with "
            f"that owner; write tmpfs: {{{closed[0]}: 64}} (MiB), writablePaths: [] if nothing is written, or silence: {{writablePaths: <why it can>}}",
            "warning",
            ((*at, "writablePaths"), (*at, "tmpfs"), (*at, "readonlyRootFilesystem")),
        )


def _check_execute_command(at: SettingPath, service: Task) -> Iterator[Finding]:
    missing = [
        path
        for path in _SSM_AGENT_PATHS
        if not any(_is_within(path, scratch) or _is_within(scratch, path) for scratch in service.writable_paths)
    ]
    if service.enable_execute_command and service.readonly_root_filesystem and missing:
        yield Finding(
            "sessions-on-read-only-root",
            (*at, "enableExecuteCommand"),
            f"the agent behind `aws ecs execute-command` writes to {' and '.join(missing)}, which the read-only root file system forbids, so that no session would start "
            f"(TargetNotConnectedException); write writablePaths: [{', '.join([*service.writable_paths, *missing])}], which AWS doesn't promise to work, or leave one of the two out",
            "warning",
            ((*at, "writablePaths"), (*at, "readonlyRootFilesystem")),
        )


def _is_within(path: str, folder: str) -> bool:
    return f"{path}/".startswith(f"{folder}/")
