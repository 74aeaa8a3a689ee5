"""Checks of images: tags that can move, and credentials that ECR ignores."""

from collections.abc import Iterator
from typing import Literal

from ..settings.container import Container
from ..settings.fix import remove
from ..settings.registry_host import read_private_registry
from ..settings.scheduled_task import ScheduledTask
from ..settings.stack import Stack
from .containers import silence
from .finding import Finding, SettingPath


def check_images(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find images by tag, and credentials for images in ECR. An image by tag is an error if the stack is protected."""
    severity: Literal["error", "warning"] = "error" if stack.protected else "warning"
    for task_path, task in stack.tasks.items():
        containers: dict[SettingPath, Container] = {task_path: task}
        containers |= {(*task_path, "sidecars", name): sidecar for name, sidecar in task.sidecars.items()}
        for path, container in containers.items():
            yield from _check_tag(path, container, severity, is_service=not isinstance(task, ScheduledTask))
            yield from _check_credentials(path, container)


def _check_tag(path: SettingPath, container: Container, severity: Literal["error", "warning"], *, is_service: bool) -> Iterator[Finding]:
    image = container.image
    if not isinstance(image, str) or "@sha256:" in image:
        return
    tag = image.rsplit("/", 1)[-1].partition(":")[2]
    problem = (
        f"the tag {tag} can be moved"
        if tag not in ("", "latest")
        else "the tag latest moves"
        if tag
        else "the image has no tag, which means latest"
    )
    if is_service and container.version_consistency != "disabled":
        consequence = (
            "ECS resolves it to one image for each deployment (versionConsistency), so that the next deployment, even one that changes only a variable, also changes the code, and "
            "the old settings don't bring the old code back"
        )
    else:
        consequence = "every task that starts takes the image that has the tag then, so that two tasks may run different code"
    yield Finding(
        "image-not-pinned",
        (*path, "image"),
        f"{problem}: {consequence}; write the digest, {image.removesuffix(f':{tag}')}@sha256:… (docker buildx imagetools inspect {image})",
        severity,
        fixes=(silence(path, "image", "why the tag never moves", after_advice=True),),
        silence_key="image",
    )


def _check_credentials(path: SettingPath, container: Container) -> Iterator[Finding]:
    if container.repository_credentials is not None and read_private_registry(container.image):
        yield Finding(
            "credentials-for-ecr",
            (*path, "repositoryCredentials"),
            "the image is in ECR, which knows the execution role and no user names, so that a task that tries these credentials can't pull (CannotPullContainerError)",
            "warning",
            ((*path, "image"),),
            (remove(*path, "repositoryCredentials", certain=True),),
        )
