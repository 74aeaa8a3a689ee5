"""`RepositoryArgs`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, NotRequired, TypedDict

import pulumi

if TYPE_CHECKING:
    from ...component.account import Account
    from ...component.transform import Transform


class RepositoryArgs(TypedDict):
    """The arguments of a `Repository`."""

    name: NotRequired[str | None]
    """The name of the repository. Default: made by Pulumi. Changing it replaces the repository."""
    scan_on_push: NotRequired[bool | None]
    """Whether ECR looks for known weaknesses when an image is pushed. Free. Default: true. See https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-basic.html"""
    immutable_tags: NotRequired[bool | None]
    """Whether a tag keeps its image for good, so that all tasks of a revision run the same code. Default: true. See https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html"""
    mutable_tags: NotRequired[list[str] | None]
    """Tags that may move all the same, with * as a wild card (5 at most)."""
    expire_untagged_after_days: NotRequired[int | Literal[False] | None]
    """Days until an image without a tag is deleted (1–3650); `false` keeps it. Images that a multi-platform image refers to stay. Default: 7. Cost: $0.10 a GB and month for every image that is kept. See https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html"""
    keep_images: NotRequired[int | Literal[False] | None]
    """How many images are kept, the newest by push (1–10000); `false` keeps all. ECR doesn't know which ones are running: more than you would ever roll back over. Default: 100."""
    kms_key_arn: NotRequired[pulumi.Input[str] | None]
    """A customer managed key for the images. Default: ECR's own encryption. Changing it replaces the repository."""
    pull_accounts: NotRequired[list[str] | None]
    """Other accounts whose roles may pull, by their id in quotes."""
    force_delete: NotRequired[bool | None]
    """Whether `pulumi destroy` deletes the repository with its images; otherwise it refuses. Default: false."""
    tags: NotRequired[Mapping[str, pulumi.Input[str]] | None]
    """Tags of every resource."""
    account: NotRequired["Account | None"]
    """An `Account` that several components share, so that AWS is asked once."""
    transform: NotRequired["Mapping[str, Transform] | None"]
    """Functions that change the arguments of children, by role."""
