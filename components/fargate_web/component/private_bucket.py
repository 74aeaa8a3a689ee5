"""An S3 bucket for what AWS writes and deletes again: logs and other records."""

from collections.abc import Callable
from typing import Any, Final

import pulumi
import pulumi_aws as aws

from .documents import concat_inputs, dump_canonical_json

MAX_BUCKET_NAME_LENGTH: Final = 63
NONCURRENT_DAYS: Final = 7
"""Days for which a deleted or overwritten object can be restored."""


class PrivateBucket:
    """An S3 bucket that is private, has no ACLs, requires TLS, is versioned, and expires objects by a lifecycle rule.

    Attributes:
        bucket: The bucket.
        public_access_block, ownership_controls, encryption, versioning, lifecycle: The configuration of the bucket.
        policy: The policy of the bucket.
    """

    def __init__(
        self,
        label: str,
        *,
        force_destroy: bool,
        # In quotes, so that the import of a component doesn't load the SDK's part for S3.
        encryption_rule: "aws.s3.BucketServerSideEncryptionConfigurationRuleArgsDict",
        expiration_in_days: int,
        expiring_prefix: str | None = None,
        build_statements: Callable[[pulumi.Output[str]], list[dict[str, Any]]] | None = None,
        tags: dict[str, Any],
        parent: pulumi.Resource,
    ) -> None:
        """Create the bucket with its configuration.

        Args:
            label: The logical name of all its resources.
            force_destroy: Whether it is deleted with its objects.
            encryption_rule: How its objects are encrypted.
            expiration_in_days: Days after which objects are deleted.
            expiring_prefix: The prefix of the objects that expire. Default: all.
            build_statements: Returns the statements of its policy for its ARN, beside the one that requires TLS.
            tags: The tags of the bucket.
            parent: The parent of all its resources.
        """
        opts = pulumi.ResourceOptions(parent=parent)
        self.bucket = aws.s3.Bucket(label, force_destroy=force_destroy, tags={**tags, "Name": label}, opts=opts)
        bucket = self.bucket.bucket
        self.public_access_block = aws.s3.BucketPublicAccessBlock(
            label,
            bucket=bucket,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=opts,
        )
        self.ownership_controls = aws.s3.BucketOwnershipControls(
            label, bucket=bucket, rule={"object_ownership": "BucketOwnerEnforced"}, opts=opts
        )
        self.encryption = aws.s3.BucketServerSideEncryptionConfiguration(label, bucket=bucket, rules=[encryption_rule], opts=opts)
        self.versioning = aws.s3.BucketVersioning(label, bucket=bucket, versioning_configuration={"status": "Enabled"}, opts=opts)
        self.lifecycle = aws.s3.BucketLifecycleConfiguration(
            label,
            bucket=bucket,
            rules=[
                {
                    "id": "expire",
                    "status": "Enabled",
                    "filter": {} if expiring_prefix is None else {"prefix": expiring_prefix},
                    "expiration": {"days": expiration_in_days},
                    "noncurrent_version_expiration": {"noncurrent_days": NONCURRENT_DAYS},
                    "abort_incomplete_multipart_upload": {"days_after_initiation": 7},
                },
                # Expiration leaves a delete marker for each object. AWS accepts its removal only in a rule without days.
                {"id": "remove-delete-markers", "status": "Enabled", "filter": {}, "expiration": {"expired_object_delete_marker": True}},
            ],
            # S3 rejects a rule for noncurrent versions while versioning is off.
            opts=pulumi.ResourceOptions(parent=parent, depends_on=[self.versioning]),
        )
        statements = build_statements(self.bucket.arn) if build_statements else []
        self.policy = aws.s3.BucketPolicy(
            label,
            bucket=bucket,
            policy=dump_canonical_json({"Version": "2012-10-17", "Statement": [*statements, _refuse_plain_text(self.bucket.arn)]}),
            # S3 rejects two concurrent changes of the access to one bucket (OperationAborted).
            opts=pulumi.ResourceOptions(parent=parent, depends_on=[self.public_access_block]),
        )


def _refuse_plain_text(bucket_arn: pulumi.Output[str]) -> dict[str, Any]:
    return {
        "Sid": "RefuseWithoutTls",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [bucket_arn, concat_inputs(bucket_arn, "/*")],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
