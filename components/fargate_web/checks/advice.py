"""What a stack should say and does not: a warning, and an error where the stack is protected."""

import re
from collections.abc import Iterator
from typing import Literal

from ..settings.service import Service
from ..settings.stack import Stack
from .finding import Finding, Path

_SECRET_NAME = re.compile(
    r"(?:^|_)(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|API_?KEY|PRIVATE_KEY|ACCESS_KEY|CREDENTIALS?)(?:$|_)", re.IGNORECASE
)
_SECRET_VALUE = re.compile(
    r"AKIA[0-9A-Z]{16}|ASIA[0-9A-Z]{16}|-----BEGIN [A-Z ]*PRIVATE KEY-----|gh[pousr]_[A-Za-z0-9]{36}|xox[abpr]-[A-Za-z0-9-]{10,}|[a-z][a-z0-9+.-]*://[^\s:/@]+:[^\s:/@]+@"
)
_NOT_SECRET = re.compile(r"(?:_FILE|_ARN|_NAME|_ID|_PATH|_URL|_TTL|_EXPIRY|_HEADER|_ENDPOINT|_LENGTH)$", re.IGNORECASE)


def advice(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find what depends on the image and isn't said, tags that move, and secrets in plain sight."""
    severity: Literal["error", "warning"] = "error" if stack.protected else "warning"
    for name, service in stack.services.items():
        at: Path = ("services", name)
        yield from _image(at, service, severity)
        if service.readonly_root_filesystem is None and "readonlyRootFilesystem" not in service.silence:
            yield Finding(
                "root-filesystem",
                at,
                "it isn't said whether the root file system is read-only, which keeps an intruder from changing the program (Security Hub ECS.5); "
                "write readonlyRootFilesystem: true (with writablePaths for what must stay writable) if the image allows it, or false",
                severity,
                ((*at, "readonlyRootFilesystem"),),
            )
        if service.user is None and "user" not in service.silence:
            yield Finding(
                "user",
                at,
                "it isn't said which user the application runs as, and most images say root (Security Hub ECS.20); "
                'write user: "10001:10001" if the image allows it, or silence: {user: <why root is needed>}',
                severity,
                ((*at, "user"),),
            )
        yield from _secrets(at, service, severity)
    if stack.monitoring and stack.monitoring.topic_arn is None and not stack.monitoring.email:
        yield Finding(
            "nobody-told",
            ("monitoring",),
            "the alarms notify a topic that nobody is subscribed to, so that nobody would be told; write monitoring: {email: [team@example.com]} or {topicArn: …}",
            "warning",
            (("monitoring", "email"),),
        )


def _image(at: Path, service: Service, severity: Literal["error", "warning"]) -> Iterator[Finding]:
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
        f"write the digest, {image.partition(':')[0] if tag else image}@sha256:… (docker buildx imagetools inspect {image})",
        severity,
    )


def _secrets(at: Path, service: Service, severity: Literal["error", "warning"]) -> Iterator[Finding]:
    for name, value in service.environment.items():
        if not isinstance(value, str) or not value:
            continue
        named = _SECRET_NAME.search(name) and not _NOT_SECRET.search(name) and not value.startswith(("arn:", "/"))
        if named or _SECRET_VALUE.search(value):
            yield Finding(
                "secret-in-plain-sight",
                (*at, "environment", name),
                f"{name} looks like a secret, and here it stands in the repository, in the state and in the console; write it under secrets: with the ARN of a "
                "Secrets Manager secret, or as a secret of the stack (pulumi config set --secret --path)",
                severity,
            )
