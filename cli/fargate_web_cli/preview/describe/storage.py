"""Buckets, and repositories of images."""

from collections.abc import Iterator
from typing import Final

from fargate_web_cli.preview.describe.inputs_view import View
from fargate_web_cli.preview.describe.permissions import resource_policy
from fargate_web_cli.preview.describe.phrases import Describers, after, counted, when

_BLOCKS: Final = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")


def _bucket(view: View) -> Iterator[str]:
    yield view.text("bucket")
    yield when(view.is_true("forceDestroy"), "destroyed with its content", "destroyed only if empty")


def _public_access_block(view: View) -> Iterator[str]:
    blocked = [name for name in _BLOCKS if view.is_true(name)]
    yield "no public access" if len(blocked) == len(_BLOCKS) else ", ".join(blocked)


def _ownership_controls(view: View) -> Iterator[str]:
    yield view.at("rule").text("objectOwnership")


def _encryption(view: View) -> Iterator[str]:
    for rule in view.each("rules"):
        by_default = rule.at("applyServerSideEncryptionByDefault")
        yield by_default.text("sseAlgorithm") + after(" with ", by_default.name("kmsMasterKeyId"))


def _versioning(view: View) -> Iterator[str]:
    yield view.at("versioningConfiguration").text("status").lower()


def _lifecycle(view: View) -> Iterator[str]:
    for rule in view.each("rules"):
        yield after("expires after ", counted(rule.at("expiration").number("days"), "day"))
        yield after("old versions after ", counted(rule.at("noncurrentVersionExpiration").number("noncurrentDays"), "day"))


def _repository(view: View) -> Iterator[str]:
    yield view.text("name")
    yield "scanned on push" if view.at("imageScanningConfiguration").is_true("scanOnPush") else "not scanned"
    yield f"tags {view.text('imageTagMutability').lower().replace('_', ' ')}"
    yield when(view.is_true("forceDelete"), "deleted with its images", "deleted only if empty")


def _lifecycle_policy(view: View) -> Iterator[str]:
    for rule in view.structure("policy").each("rules"):
        chosen = rule.at("selection")
        number = chosen.number("countNumber")
        if chosen.text("countType") == "imageCountMoreThan":
            yield after("keeps ", counted(number, "image"))
        else:
            yield f"{chosen.text('tagStatus')} images go{after(' after ', counted(number, 'day'))}"


DESCRIBERS: Final[Describers] = {
    "aws:ecr/repository:Repository": _repository,
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": _lifecycle_policy,
    "aws:ecr/repositoryPolicy:RepositoryPolicy": resource_policy,
    "aws:s3/bucket:Bucket": _bucket,
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": _public_access_block,
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": _ownership_controls,
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": _encryption,
    "aws:s3/bucketPolicy:BucketPolicy": resource_policy,
    "aws:s3/bucketVersioning:BucketVersioning": _versioning,
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": _lifecycle,
}
