"""What keeps something: logs, buckets, keys."""

from collections.abc import Mapping
from typing import Final

from fargate_web_cli.diff.replacement_rules.type_rules import Kind, forced_by

_SETTING: Final = "the bucket is without this setting for some seconds"


def _of_bucket(source: str, checked: str, gone: str, more: str = "") -> Kind:
    return Kind(source=f"s3/{source}.go", checked=checked, forces=forced_by(f"bucket {more}"), effect=_SETTING, gone=gone)


STORAGE: Final[Mapping[str, Kind]] = {
    "aws:cloudwatch/logGroup:LogGroup": Kind(
        source="logs/group.go",
        checked="0073593e7d6993ba482409f4dc35438daaa79bb3",
        forces=forced_by("logGroupClass name namePrefix"),
        effect="the logs of the old group are deleted with it",
        avoid="leave name and class as they are, or export the logs to S3 first",
        holds="data",
        gone="its logs are deleted",
        why={"logGroupClass": "the class of a log group is chosen once", "name": "AWS can't rename a log group"},
    ),
    "aws:s3/bucket:Bucket": Kind(
        source="s3/bucket.go",
        checked="4c72bcc7dc2f5ace40ce61f2a90e12a62cf4ec9a",
        # `bucketNamespace` is newer than that commit; S3 takes it only when a bucket is created.
        forces=forced_by("bucket bucketNamespace bucketPrefix objectLockConfiguration.objectLockEnabled objectLockEnabled"),
        effect="the objects of the old bucket do not move: they are deleted if `forceDestroy` is on, else AWS refuses to delete the bucket and the update fails",
        avoid="leave the name as it is, or copy the objects to the new bucket first",
        holds="data",
        gone="its objects are deleted if `forceDestroy` is on, else AWS refuses and the update fails",
        why={"bucket": "S3 can't rename a bucket"},
    ),
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": _of_bucket(
        "bucket_lifecycle_configuration", "01606926a0c0ab9174aec440f976a48b0baee722", "objects are kept for ever", "expectedBucketOwner"
    ),
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": _of_bucket(
        "bucket_ownership_controls", "01c08000ddb14181b5bd19201d8fca311dc570e4", "access lists count again"
    ),
    "aws:s3/bucketPolicy:BucketPolicy": _of_bucket(
        "bucket_policy",
        "0073593e7d6993ba482409f4dc35438daaa79bb3",
        "who may write to the bucket, such as the load balancer with its access logs, may no more",
    ),
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": _of_bucket(
        "bucket_public_access_block", "01606926a0c0ab9174aec440f976a48b0baee722", "the bucket could be made public"
    ),
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": _of_bucket(
        "bucket_server_side_encryption_configuration",
        "01606926a0c0ab9174aec440f976a48b0baee722",
        "new objects are encrypted with S3's own key",
        "expectedBucketOwner",
    ),
    "aws:s3/bucketVersioning:BucketVersioning": _of_bucket(
        "bucket_versioning", "01c08000ddb14181b5bd19201d8fca311dc570e4", "what is overwritten is gone", "expectedBucketOwner"
    ),
    "aws:kms/key:Key": Kind(
        source="kms/key.go",
        checked="00a35305dc1b297a6fcdecdfbba33f1e63c3da39",
        forces=forced_by("customKeyStoreId customerMasterKeySpec keyUsage multiRegion xksKeyId"),
        effect="what is encrypted with the old key can be read only until the end of its waiting time (7–30 days)",
        avoid="leave it as it is; make a second key, and encrypt anew what matters",
        holds="data",
        gone="what is encrypted with it can be read only until the end of its waiting time (7–30 days)",
    ),
}
"""By type token."""
