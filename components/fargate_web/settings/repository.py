"""A repository for images, for teams that have none."""

import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator, Field, WithJsonSchema

from .section import OFF, Broken, Section, about, doubled
from .value_types import KmsKeyArn, wrong

_NAME = re.compile(r"(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*")
_TAGS = re.compile(r"[A-Za-z0-9._*-]{1,128}")


def _name(value: str) -> str:
    if not 2 <= len(value) <= 256:
        raise wrong(f"{value!r} has {len(value)} characters; AWS allows 2 to 256 for a repository; write another name")
    if not _NAME.fullmatch(value):
        like = re.sub(r"[^a-z0-9./-]+", "-", value.lower()).strip("-./")
        hint = f"; for instance {like!r}" if _NAME.fullmatch(like) else ""
        raise wrong(
            f"{value!r} isn't a name that AWS accepts for a repository (must satisfy regular expression …): write lower-case letters and digits, "
            f"with single . _ - or / between them{hint}"
        )
    return value


def _tags(value: str) -> str:
    if not _TAGS.fullmatch(value) or value.count("*") > 2:
        raise wrong(
            f"{value!r} isn't a filter of tags that AWS accepts: write letters, digits, . _ - and at most two *, 128 characters at most, like latest or dev-*"
        )
    return value


RepositoryName = Annotated[str, AfterValidator(_name), WithJsonSchema({"type": "string", "pattern": f"^{_NAME.pattern}$"})]
Days = Annotated[Annotated[int, Field(ge=1, le=3650)] | None, OFF]
Images = Annotated[Annotated[int, Field(ge=1, le=10_000)] | None, OFF]


class Repository(Section):
    """An ECR repository: images are scanned when they are pushed, tags don't move, and old images go."""

    name: Annotated[
        RepositoryName | None,
        about("The name of the repository. Default: made by Pulumi. Changing it replaces the repository.", example="shop/web"),
    ] = None
    scan_on_push: Annotated[
        bool,
        about(
            "Whether ECR looks for known weaknesses when an image is pushed. Free.",
            source="https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-basic.html",
        ),
    ] = True
    immutable_tags: Annotated[
        bool,
        about(
            "Whether a tag keeps its image for good, so that all tasks of a revision run the same code.",
            source="https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html",
        ),
    ] = True
    mutable_tags: Annotated[
        list[Annotated[str, AfterValidator(_tags)]],
        about("Tags that may move all the same, with * as a wild card (5 at most).", max_length=5, example=["latest", "dev-*"]),
    ] = []
    expire_untagged_after_days: Annotated[
        Days,
        about(
            "Days until an image without a tag is deleted (1–3650); `false` keeps it. Images that a multi-platform image refers to stay.",
            cost="$0.10 a GB and month for every image that is kept",
            source="https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html",
        ),
    ] = 7
    keep_images: Annotated[
        Images,
        about(
            "How many images are kept, the newest by push (1–10000); `false` keeps all. ECR doesn't know which ones are running: more than you would ever roll back over.",
        ),
    ] = 100
    kms_key_arn: Annotated[
        KmsKeyArn | None,
        about("A customer managed key for the images. Default: ECR's own encryption. Changing it replaces the repository."),
    ] = None
    pull_accounts: Annotated[
        list[Annotated[str, Field(pattern=r"^[0-9]{12}$")]],
        about("Other accounts whose roles may pull, by their id in quotes.", example=["123456789012"]),
    ] = []
    force_delete: Annotated[bool, about("Whether `pulumi destroy` deletes the repository with its images; otherwise it refuses.")] = False

    answers = {
        "repositoryName": "write name",
        "imageTagMutability": "write immutableTags: true or false",
        "imageScanningConfiguration": "write scanOnPush: true",
        "lifecyclePolicy": "write keepImages and expireUntaggedAfterDays",
        "encryptionConfiguration": "write kmsKeyArn",
    }

    def rules(self) -> Iterator[Broken]:
        """Exceptions need a rule, and nothing is said twice."""
        if self.mutable_tags and not self.immutable_tags:
            yield Broken(
                ("mutable_tags", "immutable_tags"),
                "every tag may move with immutableTags: false, so this would have no effect; remove one of the two",
            )
        for field in ("mutable_tags", "pull_accounts"):
            said = getattr(self, field)
            for twice in doubled(said):
                yield Broken((field,), f"{twice!r} is listed twice; remove one")
