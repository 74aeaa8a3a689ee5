"""Controls of buckets and repositories of images."""

from collections.abc import Iterator, Mapping
from typing import Final

from .control import Control, FindViolationsInStack, Parameters
from .policy_documents import list_allow_statements, list_values, refuses_plain_text
from .resource import UNKNOWN, RegisteredResource, RegisteredStack
from .sources import CHECKOV, link_security_hub

_BUCKET: Final = ("aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2")
_REPOSITORY: Final = ("aws:ecr/repository:Repository",)
_BLOCKS: Final = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
_LOG_DELIVERY: Final = "logdelivery.elasticloadbalancing.amazonaws.com"


def _find_public_bucket(resource: RegisteredResource, stack: RegisteredStack, parameters: Parameters) -> Iterator[str]:
    blocks = [*stack.find_companions(resource, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "bucket")]
    if not any(all(block.may_be(key, True) for key in _BLOCKS) for block in blocks):
        yield "it does not block public access in all four ways"


def _find_plain_text_bucket(resource: RegisteredResource, stack: RegisteredStack, parameters: Parameters) -> Iterator[str]:
    policies = [*stack.find_companions(resource, "aws:s3/bucketPolicy:BucketPolicy", "bucket")]
    if not any(policy.get("policy") is UNKNOWN or refuses_plain_text(policy.parse_json("policy")) for policy in policies):
        yield "it accepts requests without TLS"


def _require_companion(type_: str, message: str) -> FindViolationsInStack:
    def find(resource: RegisteredResource, stack: RegisteredStack, parameters: Parameters) -> Iterator[str]:
        if not [*stack.find_companions(resource, type_, "bucket")]:
            yield message

    return find


def _find_acls(resource: RegisteredResource, stack: RegisteredStack, parameters: Parameters) -> Iterator[str]:
    ownership = stack.find_companions(resource, "aws:s3/bucketOwnershipControls:BucketOwnershipControls", "bucket")
    # Without this resource a new bucket has no ACLs.
    if any(not each.may_be("rule.objectOwnership", "BucketOwnerEnforced") for each in ownership):
        yield "it has ACLs"


def _find_unversioned(resource: RegisteredResource, stack: RegisteredStack, parameters: Parameters) -> Iterator[str]:
    versions = stack.find_companions(resource, "aws:s3/bucketVersioning:BucketVersioning", "bucket")
    if not any(each.may_be("versioningConfiguration.status", "Enabled") for each in versions):
        yield "it keeps no versions"


def _find_bucket_without_key(resource: RegisteredResource, stack: RegisteredStack, parameters: Parameters) -> Iterator[str]:
    if _is_log_bucket(resource, stack):
        return
    for encryption in stack.find_companions(
        resource, "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", "bucket"
    ):
        if encryption.get("rules") is UNKNOWN:
            return
        for rule in encryption.list_blocks("rules"):
            default = rule.get("applyServerSideEncryptionByDefault")
            if isinstance(default, Mapping) and default.get("sseAlgorithm") in ("aws:kms", "aws:kms:dsse", UNKNOWN):
                return
    yield "it is not encrypted with a key of yours"


def _is_log_bucket(resource: RegisteredResource, stack: RegisteredStack) -> bool:
    """Return whether a load balancer writes to a bucket. Elastic Load Balancing can't write to a bucket with a KMS key."""
    for policy in stack.find_companions(resource, "aws:s3/bucketPolicy:BucketPolicy", "bucket"):
        if policy.get("policy") is UNKNOWN:
            return True
        for statement in list_allow_statements(policy):
            principal = statement.get("Principal")
            if isinstance(principal, Mapping) and _LOG_DELIVERY in list_values(principal.get("Service")):
                return True
    return False


def _find_unscanned(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    if not resource.may_be("imageScanningConfiguration.scanOnPush", True):
        yield "its images are not scanned when they are pushed"


def _find_mutable_tags(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    if not resource.may_be("imageTagMutability", "IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION"):
        yield "its tags can be moved to other images"


def _find_missing_lifecycle(resource: RegisteredResource, stack: RegisteredStack, parameters: Parameters) -> Iterator[str]:
    if not [*stack.find_companions(resource, "aws:ecr/lifecyclePolicy:LifecyclePolicy", "repository")]:
        yield "it keeps every image"


def _find_repository_without_key(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    blocks = resource.list_blocks("encryptionConfigurations")
    if resource.get("encryptionConfigurations") is not UNKNOWN and not any(block.get("kmsKey") for block in blocks):
        yield "its images are not encrypted with a key of yours"


STORAGE_CONTROLS: Final = (
    Control(
        "s3-no-public-access",
        "Buckets block public access",
        "high",
        _BUCKET,
        ("S3.1", "S3.8", "CKV2_AWS_6", "CKV_AWS_53", "CKV_AWS_54", "CKV_AWS_55", "CKV_AWS_56"),
        link_security_hub("S3.8"),
        "all four blocks",
        find_in_stack=_find_public_bucket,
        level="mandatory",
    ),
    Control(
        "s3-tls",
        "Buckets refuse requests without TLS",
        "medium",
        _BUCKET,
        ("S3.5", "CKV_AWS_379"),
        link_security_hub("S3.5"),
        "a bucket policy",
        find_in_stack=_find_plain_text_bucket,
        level="mandatory",
    ),
    Control(
        "s3-no-acls",
        "Buckets have no ACLs",
        "medium",
        _BUCKET,
        ("S3.12", "CKV2_AWS_65"),
        link_security_hub("S3.12"),
        "`BucketOwnerEnforced`",
        find_in_stack=_find_acls,
        level="mandatory",
    ),
    Control(
        "s3-lifecycle",
        "Buckets delete what is old",
        "low",
        _BUCKET,
        ("S3.13", "CKV2_AWS_61", "CKV_AWS_300"),
        link_security_hub("S3.13"),
        "logs expire after 90 days, unfinished uploads after 7",
        find_in_stack=_require_companion("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "it has no lifecycle"),
    ),
    Control(
        "s3-versioning",
        "Buckets keep versions",
        "low",
        _BUCKET,
        ("S3.14", "CKV_AWS_21"),
        link_security_hub("S3.14"),
        "on",
        find_in_stack=_find_unversioned,
    ),
    Control(
        "s3-key",
        "Buckets are encrypted with your own key",
        "medium",
        _BUCKET,
        ("S3.17", "CKV_AWS_145"),
        link_security_hub("S3.17"),
        "not judged on buckets of access logs, where Elastic Load Balancing accepts SSE-S3 only",
        find_in_stack=_find_bucket_without_key,
    ),
    Control(
        "ecr-scan",
        "Images are scanned",
        "high",
        _REPOSITORY,
        ("ECR.1", "CKV_AWS_163"),
        link_security_hub("ECR.1"),
        "scanned when they are pushed",
        "`scanOnPush: false`",
        find=_find_unscanned,
    ),
    Control(
        "ecr-immutable-tags",
        "Tags of images don't move",
        "medium",
        _REPOSITORY,
        ("ECR.2", "CKV_AWS_51"),
        link_security_hub("ECR.2"),
        "`immutableTags`",
        "`mutableTags`, `immutableTags: false`",
        find=_find_mutable_tags,
    ),
    Control(
        "ecr-lifecycle",
        "Repositories delete old images",
        "medium",
        _REPOSITORY,
        ("ECR.3",),
        link_security_hub("ECR.3"),
        "untagged and old images are deleted",
        "only the numbers can be changed: `keepImages`, `expireUntaggedAfterDays`",
        find_in_stack=_find_missing_lifecycle,
    ),
    Control(
        "ecr-key",
        "Images are encrypted with your own key",
        "low",
        _REPOSITORY,
        ("ECR.5", "CKV_AWS_136"),
        CHECKOV,
        "`encryption`, or `kmsKeyArn` of the repository",
        by_default=False,
        find=_find_repository_without_key,
    ),
)
