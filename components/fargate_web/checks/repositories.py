"""Checks that the lifecycle of a repository doesn't delete an image that a service still runs."""

from collections.abc import Iterator
from typing import Final

from ..settings.fix import remove, write
from ..settings.stack import Stack
from .finding import Finding

_FEW_IMAGES: Final = 3
"""The number below which the image that runs and the one to roll back to don't both stay, once the next is pushed."""


def check_repositories(stack: Stack, region: str | None) -> Iterator[Finding]:
    """Find lifecycles that delete images while services run them: ECS starts every task of a deployment from the digest that its tag had then."""
    for name, repository in stack.repositories.items():
        path = ("repositories", name)
        tags_move = bool(repository.mutable_tags) or not repository.immutable_tags
        days = repository.untagged_expiration_days
        if tags_move and days is not None:
            yield Finding(
                "running-image-expires",
                (*path, "expireUntaggedAfterDays"),
                f"a tag that moves leaves the image without it that a service still runs, by digest; {days} days after its push ECR deletes it, and no further task starts "
                "(CannotPullContainerError: not found)",
                "warning",
                ((*path, "mutableTags"), (*path, "immutableTags")),
                (remove(*path, "expireUntaggedAfterDays", certain=True),),
            )
        if repository.keep_images is not None and repository.keep_images < _FEW_IMAGES:
            yield Finding(
                "running-image-expires",
                (*path, "keepImages"),
                f"{'one image stays' if repository.keep_images == 1 else f'{repository.keep_images} images stay'}, so that the next pushes delete the one that a service still runs or "
                "would roll back to (CannotPullContainerError: not found), and an image for several platforms counts as several",
                "warning",
                fixes=(write(*path, "keepImages", value=100),),
            )
