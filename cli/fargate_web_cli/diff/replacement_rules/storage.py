"""Replacement rules of log groups, buckets and keys."""

from collections.abc import Mapping
from typing import Final

from fargate_web_cli.diff.replacement_rules.type_rules import TypeRules, parse_properties

_BUCKET_SETTING_EFFECT: Final = "the bucket is without this setting for some seconds"


def _build_bucket_rules(file_name: str, checked: str, deletion_effect: str, more_properties: str = "") -> TypeRules:
    return TypeRules(
        provider_file=f"s3/{file_name}.go",
        checked_commit=checked,
        forcing_properties=parse_properties(f"bucket {more_properties}"),
        replacement_effect=_BUCKET_SETTING_EFFECT,
        deletion_effect=deletion_effect,
    )


STORAGE: Final[Mapping[str, TypeRules]] = {
    "aws:cloudwatch/logGroup:LogGroup": TypeRules(
        provider_file="logs/group.go",
        checked_commit="0073593e7d6993ba482409f4dc35438daaa79bb3",
        forcing_properties=parse_properties("logGroupClass name namePrefix"),
        replacement_effect="the logs of the old group are deleted with it",
        how_to_avoid="leave name and class as they are, or export the logs to S3 first",
        protected_asset="data",
        deletion_effect="its logs are deleted",
        property_reasons={"logGroupClass": "the class of a log group is chosen once", "name": "AWS can't rename a log group"},
    ),
    "aws:s3/bucket:Bucket": TypeRules(
        provider_file="s3/bucket.go",
        checked_commit="4c72bcc7dc2f5ace40ce61f2a90e12a62cf4ec9a",
        # `bucketNamespace` is newer than that commit; S3 takes it only when a bucket is created.
        forcing_properties=parse_properties(
            "bucket bucketNamespace bucketPrefix objectLockConfiguration.objectLockEnabled objectLockEnabled"
        ),
        replacement_effect="the objects of the old bucket do not move: they are deleted if `forceDestroy` is on, else AWS refuses to delete the bucket and the update fails",
        how_to_avoid="leave the name as it is, or copy the objects to the new bucket first",
        protected_asset="data",
        deletion_effect="its objects are deleted if `forceDestroy` is on, else AWS refuses and the update fails",
        property_reasons={"bucket": "S3 can't rename a bucket"},
    ),
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": _build_bucket_rules(
        "bucket_lifecycle_configuration", "01606926a0c0ab9174aec440f976a48b0baee722", "objects are kept for ever", "expectedBucketOwner"
    ),
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": _build_bucket_rules(
        "bucket_ownership_controls", "01c08000ddb14181b5bd19201d8fca311dc570e4", "access control lists apply again"
    ),
    "aws:s3/bucketPolicy:BucketPolicy": _build_bucket_rules(
        "bucket_policy",
        "0073593e7d6993ba482409f4dc35438daaa79bb3",
        "services that write to the bucket, such as the load balancer with its access logs, no longer can",
    ),
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": _build_bucket_rules(
        "bucket_public_access_block", "01606926a0c0ab9174aec440f976a48b0baee722", "the bucket could be made public"
    ),
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": _build_bucket_rules(
        "bucket_server_side_encryption_configuration",
        "01606926a0c0ab9174aec440f976a48b0baee722",
        "new objects are encrypted with S3's own key",
        "expectedBucketOwner",
    ),
    "aws:s3/bucketVersioning:BucketVersioning": _build_bucket_rules(
        "bucket_versioning",
        "01c08000ddb14181b5bd19201d8fca311dc570e4",
        "objects that are overwritten or deleted can't be recovered",
        "expectedBucketOwner",
    ),
    "aws:s3/bucketObjectv2:BucketObjectv2": TypeRules(
        provider_file="s3/object.go",
        checked_commit="033c721bf1eda7db79395cd73acb54c7efa57ffc",
        forcing_properties=parse_properties("bucket key"),
        replacement_effect="who reads the object by its old key gets it no more",
        deletion_effect="the object is deleted with its versions",
    ),
    "aws:kms/key:Key": TypeRules(
        provider_file="kms/key.go",
        checked_commit="00a35305dc1b297a6fcdecdfbba33f1e63c3da39",
        forcing_properties=parse_properties("customKeyStoreId customerMasterKeySpec keyUsage multiRegion xksKeyId"),
        replacement_effect="what is encrypted with the old key can be read only until the end of its waiting time (7–30 days)",
        how_to_avoid="leave it as it is; create a second key, and encrypt the data again with it",
        protected_asset="data",
        deletion_effect="what is encrypted with it can be read only until the end of its waiting time (7–30 days)",
    ),
}
"""By type token."""
