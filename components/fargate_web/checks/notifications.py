"""Checks of who is notified, and of the service level objectives that alarms watch."""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from ..faults.schema_index import find_closest_match
from ..settings.aws_regions import find_partition
from ..settings.fix import Edit, Fix, remove, rename
from ..settings.monitoring import Monitoring
from ..settings.notifications import Notifications
from ..settings.stack import Stack
from .finding import Finding, SettingPath

_KEY_PATTERN: Final = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[0-9A-Za-z_-]{20,}")
"""A part of a URL that looks like a key."""


def check_notifications(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find alarms that nobody receives, keys in plain text, chat channels where there is no chat, and objectives without requests."""
    monitoring = stack.monitoring
    if monitoring is None or not stack.tasks:
        return
    path: SettingPath = ("monitoring",)
    if not monitoring.has_receivers:
        rest = " other than pages" if monitoring.page else ""
        yield Finding(
            "nobody-told",
            path,
            f"the alarms{rest} notify a topic without subscribers, so that nobody would receive them",
            "warning",
            ((*path, "email"),),
            (
                Fix(
                    "write monitoring: {email: [team@example.com]}, or {topicArn: …} for an existing topic",
                    (Edit((*path, "email"), "set", ["team@example.com"]),),
                ),
            ),
        )
    yield from _check_receivers(path, monitoring, region)
    if monitoring.page:
        yield from _check_receivers((*path, "page"), monitoring.page, region)
    yield from _check_objectives((*path, "slo"), monitoring, stack)


def _check_receivers(path: SettingPath, notifications: Notifications, region: str | None) -> Iterator[Finding]:
    for index, url in enumerate(notifications.webhook):
        if isinstance(url, str) and _holds_key(url):
            yield Finding(
                "webhook-in-plain-text",
                (*path, "webhook"),
                "the URL seems to contain a key, and whoever reads the stack file could raise and close alarms with it; write it with `pulumi config set --secret --path "
                f"'fargate-web:{'.'.join(str(part) for part in path)}.webhook[{index}]' <URL>`",
                "warning",
                fixes=(
                    Fix(
                        "or silence: {webhook-in-plain-text: <why it is no key>}",
                        (Edit(("silence", "webhook-in-plain-text"), "set", "<why it is no key>"),),
                    ),
                ),
            )
    for key, channel in (("slack", notifications.slack), ("teams", notifications.teams)):
        if channel is not None and find_partition(region) != "aws":
            yield Finding(
                "chat-without-service",
                (*path, key),
                f"Amazon Q Developer in chat applications takes no role of the partition of {region} (InvalidParameterException), so that the channel can't be created",
                fixes=(remove(*path, key),),
            )


def _holds_key(url: str) -> bool:
    parts = urlsplit(url)
    return bool(parts.password or parts.query or any(_KEY_PATTERN.fullmatch(part) for part in parts.path.split("/")))


def _check_objectives(path: SettingPath, monitoring: Monitoring, stack: Stack) -> Iterator[Finding]:
    slo = monitoring.slo
    if slo is None:
        return
    routed = stack.routed_services
    for name, objectives in slo.services.items():
        if name not in stack.services:
            meant = find_closest_match(name, list(routed))
            yield Finding(
                "objective-of-unknown-service",
                (*path, "services", name),
                f"the stack has no service {name!r}, so that no alarm would watch these objectives",
                related_paths=(("services",),),
                fixes=(rename(*path, "services", name, to=meant),) if meant else (remove(*path, "services", name),),
            )
        elif name not in routed and objectives is not None:
            yield Finding(
                "objective-without-requests",
                (*path, "services", name),
                f"the load balancer sends no requests to {name}, so that there is nothing to measure its objectives by",
                "warning",
                (("services", name),),
                (remove(*path, "services", name),),
            )
    if not routed and not slo.is_empty:
        yield Finding(
            "objective-without-requests",
            path,
            "the load balancer sends requests to none of the services, so that there is nothing to measure the objectives by",
            "warning",
            (("services",),),
            (remove(*path),),
        )
