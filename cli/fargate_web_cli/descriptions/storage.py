"""Descriptions of buckets and image repositories."""

from collections.abc import Iterator
from typing import Final

from fargate_web_cli.descriptions.inputs_view import InputsView
from fargate_web_cli.descriptions.permissions import describe_resource_policy
from fargate_web_cli.descriptions.phrases import DescribersByType, choose_text, format_count, format_optional

_PUBLIC_ACCESS_BLOCKS: Final = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")


def _describe_bucket(view: InputsView) -> Iterator[str]:
    yield view.text("bucket")
    yield choose_text(view.is_true("forceDestroy"), "destroyed with its content", "destroyed only if empty")


def _describe_public_access_block(view: InputsView) -> Iterator[str]:
    blocked = [name for name in _PUBLIC_ACCESS_BLOCKS if view.is_true(name)]
    yield "no public access" if len(blocked) == len(_PUBLIC_ACCESS_BLOCKS) else ", ".join(blocked)


def _describe_ownership_controls(view: InputsView) -> Iterator[str]:
    yield view.nested("rule").text("objectOwnership")


def _describe_encryption(view: InputsView) -> Iterator[str]:
    for rule in view.items("rules"):
        by_default = rule.nested("applyServerSideEncryptionByDefault")
        yield by_default.text("sseAlgorithm") + format_optional(" with ", by_default.resource_name("kmsMasterKeyId"))


def _describe_versioning(view: InputsView) -> Iterator[str]:
    yield view.nested("versioningConfiguration").text("status").lower()


def _describe_bucket_lifecycle(view: InputsView) -> Iterator[str]:
    for rule in view.items("rules"):
        yield format_optional("expires after ", format_count(rule.nested("expiration").number("days"), "day"))
        yield format_optional(
            "old versions after ", format_count(rule.nested("noncurrentVersionExpiration").number("noncurrentDays"), "day")
        )


def _describe_bucket_object(view: InputsView) -> Iterator[str]:
    yield view.text("key")


def _describe_repository(view: InputsView) -> Iterator[str]:
    yield view.text("name")
    yield "scanned on push" if view.nested("imageScanningConfiguration").is_true("scanOnPush") else "not scanned"
    yield f"tags {view.text('imageTagMutability').lower().replace('_', ' ')}"
    for encryption in view.items("encryptionConfigurations"):
        yield format_optional("encrypted with ", encryption.resource_name("kmsKey"))
    yield choose_text(view.is_true("forceDelete"), "deleted with its images", "deleted only if empty")


def _describe_lifecycle_policy(view: InputsView) -> Iterator[str]:
    for rule in view.parse_json_structure("policy").items("rules"):
        chosen = rule.nested("selection")
        number = chosen.number("countNumber")
        if chosen.text("countType") == "imageCountMoreThan":
            yield format_optional("keeps ", format_count(number, "image"))
        else:
            yield f"{chosen.text('tagStatus')} images go{format_optional(' after ', format_count(number, 'day'))}"


def _describe_image(view: InputsView) -> Iterator[str]:
    yield format_optional("built from ", view.text("context"), format_optional(" by ", view.text("dockerfile")))
    yield format_optional("stage ", view.text("target"))
    yield view.text("platform")


DESCRIBERS: Final[DescribersByType] = {
    "awsx:ecr:Image": _describe_image,
    "aws:ecr/repository:Repository": _describe_repository,
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": _describe_lifecycle_policy,
    "aws:ecr/repositoryPolicy:RepositoryPolicy": describe_resource_policy,
    "aws:s3/bucket:Bucket": _describe_bucket,
    "aws:s3/bucketObjectv2:BucketObjectv2": _describe_bucket_object,
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": _describe_public_access_block,
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": _describe_ownership_controls,
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": _describe_encryption,
    "aws:s3/bucketPolicy:BucketPolicy": describe_resource_policy,
    "aws:s3/bucketVersioning:BucketVersioning": _describe_versioning,
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": _describe_bucket_lifecycle,
}
