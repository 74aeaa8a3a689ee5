"""Judges images: whether they exist, for the right architecture, and whether ECS may pull them."""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any, Final

from fargate_web.checks.finding import Finding
from fargate_web.settings.fix import Edit, Fix, SettingPath
from fargate_web.settings.task import Task

from fargate_web_cli.live.preflight.facts.facts import Facts
from fargate_web_cli.live.preflight.facts.image_names import ImageName, parse_image_name
from fargate_web_cli.live.preflight.facts.images import ImageFacts
from fargate_web_cli.live.preflight.facts.role_needs import PULL_ACTIONS
from fargate_web_cli.live.preflight.planned_stack import PlannedStack

_ARCHITECTURES: Final = {"amd64": "X86_64", "arm64": "ARM64"}


def judge_images(planned: PlannedStack, facts: Facts) -> Iterator[Finding]:
    """Judge the image of each container."""
    for path, image in planned.list_images().items():
        found = facts.images.get(image)
        if found is None:
            continue
        missing = _explain_missing(found, parse_image_name(image))
        if missing:
            problem, advice = missing
            yield Finding("image-missing", path, f"{problem}, so that no task can start (CannotPullContainerError); {advice}")
            continue
        place = (str(path[0]), str(path[1]))
        task = planned.settings.tasks[place]
        yield from _judge_architecture(path, place, task, found)
        if task.roles.execution_role.arn is None:
            yield from _judge_policy(path, found, facts.account)


def _explain_missing(found: ImageFacts, name: ImageName) -> tuple[str, str] | None:
    """Return what is wrong, and what to do about it. Return None if the image is there."""
    if found.state == "no-repository" and found.registry:
        where = f"in account {found.registry.account}, {found.registry.region}"
        return f"there is no repository {found.repository} {where}", "create it and push the image, or correct the name"
    if found.state == "no-image":
        what = "digest" if name.digest else "tag"
        return f"the repository {found.repository} has no image with the {what} {name.reference}", "push it, or write one that is there"
    if found.state == "hidden":
        return (
            f"{name.host} shows {name.repository} with {name.reference} to nobody without an account: it does not exist, or it is private",
            "correct the name, or write repositoryCredentials",
        )
    return None


def _judge_architecture(path: SettingPath, place: SettingPath, task: Task, found: ImageFacts) -> Iterator[Finding]:
    offered = sorted(_ARCHITECTURES[each] for each in found.architectures if each in _ARCHITECTURES)
    if not found.architectures or task.cpu_architecture in offered:
        return
    built_for = " and ".join(sorted(found.architectures))
    wanted = {"X86_64": "linux/amd64", "ARM64": "linux/arm64"}[task.cpu_architecture]
    build = f"build it with --platform {wanted}"
    fixes: tuple[Fix, ...] = ()
    if offered and path[2:] == ("image",):
        edit = Edit((*place, "cpuArchitecture"), "set", offered[0])
        fixes = (Fix(f"{build}, or write cpuArchitecture: {offered[0]}", (edit,)),)
    yield Finding(
        "image-of-another-architecture",
        path,
        f"the image is built for {built_for}, and the task runs on {task.cpu_architecture}, so that its containers do not start (CannotPullContainerError: no "
        f"descriptor matching platform, or exec format error){'' if fixes else f'; {build}'}",
        related_paths=((*place, "cpuArchitecture"),),
        fixes=fixes,
    )


def _judge_policy(path: SettingPath, found: ImageFacts, account: str) -> Iterator[Finding]:
    if found.registry is None or found.policy is None or _allows_pull(found.policy, account):
        return
    yield Finding(
        "repository-not-shared",
        path,
        f"the repository {found.repository} is in account {found.registry.account}, and its policy does not let account {account} pull, so that the execution role can't "
        f"(CannotPullContainerError: 403 Forbidden) unless the policy of the whole registry does; allow {' and '.join(PULL_ACTIONS)} for "
        f"{account} in the policy of the repository",
        "warning",
    )


def _allows_pull(policy: Mapping[str, Any], account: str) -> bool:
    """Return whether a policy lets some principal of an account pull. A condition may be fulfilled."""
    allowed = [
        action.lower()
        for statement in _list(policy.get("Statement", ()))
        if statement.get("Effect") == "Allow" and _names_account(statement.get("Principal"), account)
        for action in map(str, _list(statement.get("Action", ())))
    ]
    return all(any(_matches(pattern, action.lower()) for pattern in allowed) for action in PULL_ACTIONS)


def _names_account(principal: Any, account: str) -> bool:
    if not isinstance(principal, Mapping):
        return bool(principal == "*")
    return any(each == "*" or account in str(each) for each in _list(principal.get("AWS", ())))


def _matches(pattern: str, action: str) -> bool:
    return fnmatchcase(action, pattern.replace("[", "[[]"))


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]
