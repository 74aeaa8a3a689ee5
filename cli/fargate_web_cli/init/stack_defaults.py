"""The defaults of a new stack file: cheap for `dev`, protected for `prod`, safe for any other."""

from collections.abc import Collection, Iterator
from typing import Any, Final

from fargate_web.faults.fault import SettingPath

from fargate_web_cli.init.project_choices import SAMPLE_IMAGE

CHEAP_STACKS: Final = ("dev", "development")
PROTECTED_STACKS: Final = ("prod", "production")

_CHEAP_TITLE: Final = (
    "Cheap, and everything can be destroyed: no NAT gateway (tasks have public addresses, and admit the load balancer only),",
    "one task on Spot capacity, and no log beyond the application's own.",
)
_PROTECTED_TITLE: Final = (
    "Protected: network, cluster and load balancer can't be deleted or replaced, and advice is a fault. So each container has to say",
    "its user, whether its root file system is read-only, and an image by its digest. Read the comments below before you deploy.",
)
_SAFE_TITLE: Final = (
    "The safe defaults: two zones with a NAT gateway in each, two tasks, flow logs, access logs, alarms. `fargate-web cost` says the price.",
)

_CHEAP_SECTIONS: Final[dict[str, Any]] = {
    "network": {"availabilityZones": 2, "natGateways": "none", "flowLogs": False},
    "cluster": {"containerInsights": "disabled", "executeCommandLogs": False},
    "loadBalancer": {"accessLogs": False, "deletionProtection": False},
    "monitoring": False,
}
_CHEAP_TASK: Final[dict[str, Any]] = {
    "subnets": "public",
    "capacityProviderStrategy": [{"capacityProvider": "FARGATE_SPOT"}],
    "enableExecuteCommand": True,
}
_USER_COMMENT: Final = "protected: write the user that the image can run as; most images run as root by default"
_FILE_SYSTEM_COMMENT: Final = "protected: write true if the image allows it, with writablePaths for what must stay writable"
_HTTPS_COMMENT: Final = "protected: write loadBalancer: {https: {domainName: www.example.com, hostedZone: example.com}} with your own domain, and remove this line"
_CHEAP_REASONS: Final = {
    "plain-http": "developers alone use the stack, and it has no domain",
    "tasks-in-public-subnets": "a NAT gateway would cost more than all the rest",
    "deletion-protection-off": "the stack is destroyed and created again",
    "logs-off": "developers alone use the stack",
    "shell-in-tasks": "developers look into their own tasks",
}
"""Why a cheap stack does without some safeguards, by the check that asks for them."""
_PROTECTED_REASONS: Final = {
    "plain-http": "for the start, until there is a domain",
    "root-filesystem-writable": "for the start, until the image is known to allow it",
}
_PROTECTED_COMMENTS: Final = {
    "plain-http": _HTTPS_COMMENT,
    "root-filesystem-writable": "protected: write hardening: true if the images allow it, and remove this line and readonlyRootFilesystem: false",
}
_IMAGE_COMMENT: Final = "protected: write the digest of the image (docker buildx imagetools inspect <image>) and remove this line"


def describe_stack(stack: str) -> tuple[str, ...]:
    """Return comments that describe the kind of stack."""
    return _CHEAP_TITLE if stack in CHEAP_STACKS else _PROTECTED_TITLE if stack in PROTECTED_STACKS else _SAFE_TITLE


def build_sample_service(image: str, port: int) -> dict[str, Any]:
    """Build the service of a project that starts from an image."""
    if image != SAMPLE_IMAGE:
        return {"image": image, "port": port}
    return {
        "image": image,
        "port": port,
        "user": "101:101",
        "readonlyRootFilesystem": False,
        "silence": {"image": "the sample image is there to be replaced by your own"},
    }


def add_stack_defaults(stack: str, sections: dict[str, Any], comments: dict[SettingPath, str]) -> Iterator[tuple[SettingPath, str]]:
    """Add the defaults of the kind of stack to its sections, without changing existing settings.

    Args:
        stack: The name of the stack.
        sections: The sections to extend.
        comments: The comments to extend with those about placeholders.

    Yields:
        The settings with placeholders, and what to write instead.
    """
    if stack in CHEAP_STACKS:
        for section, value in _CHEAP_SECTIONS.items():
            sections[section] = {**value, **sections.get(section, {})} if isinstance(value, dict) else sections.get(section, value)
        for group in ("services", "scheduledTasks"):
            for task in sections.get(group, {}).values():
                _add_cheap_settings(task, has_count=group == "services")
    elif stack in PROTECTED_STACKS:
        sections["protected"] = True
        sections.setdefault("encryption", {"key": "made"})
        for group in ("services", "scheduledTasks"):
            for name, task in sections.get(group, {}).items():
                yield from _add_protected_settings((group, name), task, comments)
                for sidecar, settings in task.get("sidecars", {}).items():
                    yield from _add_protected_settings((group, name, "sidecars", sidecar), settings, comments)
    sections["tags"] = {"Environment": stack, **sections.get("tags", {})}


def silence_choices(
    stack: str, found: Collection[str], sections: dict[str, Any], comments: dict[SettingPath, str]
) -> Iterator[tuple[SettingPath, str]]:
    """Write the reasons for what the kind of stack does without.

    Args:
        stack: The name of the stack.
        found: The identifiers of the checks that report something.
        sections: The sections to extend.
        comments: The comments to extend with those about placeholders.

    Yields:
        The settings with placeholders, and what to write instead.
    """
    reasons = _CHEAP_REASONS if stack in CHEAP_STACKS else _PROTECTED_REASONS if stack in PROTECTED_STACKS else {}
    for code, reason in reasons.items():
        if code not in found:
            continue
        sections.setdefault("silence", {})[code] = reason
        if stack in PROTECTED_STACKS:
            comments["silence", code] = _PROTECTED_COMMENTS[code]
            yield ("silence", code), _PROTECTED_COMMENTS[code]


def _add_cheap_settings(task: dict[str, Any], *, has_count: bool) -> None:
    for key, value in _CHEAP_TASK.items():
        task.setdefault(key, value)
    if has_count and "scaling" not in task:
        task.setdefault("desiredCount", 1)
    if task["enableExecuteCommand"] and task.get("readonlyRootFilesystem"):
        del task["enableExecuteCommand"]  # the agent of ECS Exec can't write there
    logs = task.setdefault("logs", {})
    logs.setdefault("retentionInDays", 7)


def _add_protected_settings(
    path: SettingPath, container: dict[str, Any], comments: dict[SettingPath, str]
) -> Iterator[tuple[SettingPath, str]]:
    silence = container.get("silence", {})
    for key, value, comment in (("user", "10001:10001", _USER_COMMENT), ("readonlyRootFilesystem", False, _FILE_SYSTEM_COMMENT)):
        if key not in container and key not in silence:
            container[key] = value
            comments[*path, key] = comment
            yield (*path, key), comment
    if "@sha256:" not in container["image"] and "image" not in silence:
        container["silence"] = {**silence, "image": "a tag for the start, to be replaced by a digest"}
        comments[*path, "silence", "image"] = _IMAGE_COMMENT
        yield (*path, "image"), _IMAGE_COMMENT
