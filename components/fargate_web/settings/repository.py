"""A repository for images, for teams that have none."""

import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator, Field, WithJsonSchema

from .section import ALLOW_FALSE, RuleViolation, Section, describe_field, find_duplicates
from .value_types import KmsKeyArn, build_value_error

_NAME_PATTERN = re.compile(r"(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*")
_TAG_FILTER_PATTERN = re.compile(r"[A-Za-z0-9._*-]{1,128}")


def _validate_repository_name(value: str) -> str:
    if not 2 <= len(value) <= 256:
        raise build_value_error(f"{value!r} has {len(value)} characters; AWS allows 2 to 256 for a repository; write another name")
    if not _NAME_PATTERN.fullmatch(value):
        like = re.sub(r"[^a-z0-9./-]+", "-", value.lower()).strip("-./")
        hint = f"; for instance {like!r}" if _NAME_PATTERN.fullmatch(like) else ""
        raise build_value_error(
            f"{value!r} isn't a name that AWS accepts for a repository (must satisfy regular expression …): write lower-case letters and digits, "
            f"with single . _ - or / between them{hint}"
        )
    return value


def _validate_tag_filter(value: str) -> str:
    if not _TAG_FILTER_PATTERN.fullmatch(value) or value.count("*") > 2:
        raise build_value_error(
            f"{value!r} isn't a filter of tags that AWS accepts: write letters, digits, . _ - and at most two *, 128 characters at most, like latest or dev-*"
        )
    return value


RepositoryName = Annotated[
    str, AfterValidator(_validate_repository_name), WithJsonSchema({"type": "string", "pattern": f"^{_NAME_PATTERN.pattern}$"})
]
ExpirationDays = Annotated[Annotated[int, Field(ge=1, le=3650)] | None, ALLOW_FALSE]
ImageCount = Annotated[Annotated[int, Field(ge=1, le=10_000)] | None, ALLOW_FALSE]


class Repository(Section):
    """An ECR repository: images are scanned when they are pushed, tags don't move, and old images go."""

    name: Annotated[
        RepositoryName | None,
        describe_field("The name of the repository. Default: made by Pulumi. Changing it replaces the repository.", example="shop/web"),
    ] = None
    scan_on_push: Annotated[
        bool,
        describe_field(
            "Whether ECR looks for known weaknesses when an image is pushed. Free.",
            source="https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-basic.html",
        ),
    ] = True
    immutable_tags: Annotated[
        bool,
        describe_field(
            "Whether a tag keeps its image for good, so that all tasks of a revision run the same code.",
            source="https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html",
        ),
    ] = True
    mutable_tags: Annotated[
        list[Annotated[str, AfterValidator(_validate_tag_filter)]],
        describe_field("Tags that may move all the same, with * as a wild card (5 at most).", max_length=5, example=["latest", "dev-*"]),
    ] = []
    expire_untagged_after_days: Annotated[
        ExpirationDays,
        describe_field(
            "Days until an image without a tag is deleted (1–3650); `false` keeps it. Images that a multi-platform image refers to stay.",
            cost="$0.10 a GB and month for every image that is kept",
            source="https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html",
        ),
    ] = 7
    keep_images: Annotated[
        ImageCount,
        describe_field(
            "How many images are kept, the newest by push (1–10000); `false` keeps all. ECR doesn't know which ones are running: more than you would ever roll back over.",
        ),
    ] = 100
    kms_key_arn: Annotated[
        KmsKeyArn | None,
        describe_field("A customer managed key for the images. Default: ECR's own encryption. Changing it replaces the repository."),
    ] = None
    pull_accounts: Annotated[
        list[Annotated[str, Field(pattern=r"^[0-9]{12}$")]],
        describe_field("Other accounts whose roles may pull, by their id in quotes.", example=["123456789012"]),
    ] = []
    force_delete: Annotated[
        bool, describe_field("Whether `pulumi destroy` deletes the repository with its images; otherwise it refuses.")
    ] = False

    key_hints = {
        "repositoryName": "write name",
        "imageTagMutability": "write immutableTags: true or false",
        "imageScanningConfiguration": "write scanOnPush: true",
        "lifecyclePolicy": "write keepImages and expireUntaggedAfterDays",
        "encryptionConfiguration": "write kmsKeyArn",
    }

    def find_violations(self) -> Iterator[RuleViolation]:
        """Exceptions need a rule, and nothing is said twice."""
        if self.mutable_tags and not self.immutable_tags:
            yield RuleViolation(
                ("mutable_tags", "immutable_tags"),
                "every tag may move with immutableTags: false, so this would have no effect; remove one of the two",
            )
        for field in ("mutable_tags", "pull_accounts"):
            said = getattr(self, field)
            for twice in find_duplicates(said):
                yield RuleViolation((field,), f"{twice!r} is listed twice; remove one")
