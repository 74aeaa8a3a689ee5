"""The S3 bucket for the access logs of a load balancer."""

from typing import Any, Literal

import pulumi
import pulumi_aws as aws

from ..component.account import Account
from ..component.documents import concat_inputs, dump_canonical_json
from ..component.resource_names import build_logical_name
from ..settings.access_logs import AccessLogs as AccessLogsSettings

MAX_BUCKET_NAME_LENGTH = 63
NONCURRENT_DAYS = 7
"""Days for which a deleted or overwritten log can be restored."""


class AccessLogs:
    """An S3 bucket for the access logs of one load balancer.

    The bucket is private, has no ACLs, requires TLS, is versioned, and expires objects by a lifecycle rule. It is encrypted with S3's own keys,
    because Elastic Load Balancing supports no others (so it can't pass S3.17 and CKV_AWS_145). It has no server access logs (S3.9), because
    it stores access logs itself.

    Attributes:
        bucket: The bucket.
        public_access_block, ownership_controls, encryption, versioning, lifecycle: The configuration of the bucket.
        policy: The policy that lets the load balancer write. Without it, AWS rejects the load balancer (Access Denied for bucket).
    """

    def __init__(
        self,
        name: str,
        settings: AccessLogsSettings,
        *,
        force_destroy: bool,
        account: Account,
        tags: dict[str, Any],
        parent: pulumi.Resource,
        load_balancer_type: Literal["application", "network"] = "application",
    ) -> None:
        label = build_logical_name(name, "-access-logs", MAX_BUCKET_NAME_LENGTH)
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
        self.encryption = aws.s3.BucketServerSideEncryptionConfiguration(
            label,
            bucket=bucket,
            rules=[{"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}],
            opts=opts,
        )
        self.versioning = aws.s3.BucketVersioning(label, bucket=bucket, versioning_configuration={"status": "Enabled"}, opts=opts)
        self.lifecycle = aws.s3.BucketLifecycleConfiguration(
            label,
            bucket=bucket,
            rules=[
                {
                    "id": "expire",
                    "status": "Enabled",
                    "filter": {},
                    "expiration": {"days": settings.expiration_in_days},
                    "noncurrent_version_expiration": {"noncurrent_days": NONCURRENT_DAYS},
                    "abort_incomplete_multipart_upload": {"days_after_initiation": 7},
                },
                # Expiration leaves a delete marker for each log. AWS accepts its removal only in a rule without days.
                {"id": "remove-delete-markers", "status": "Enabled", "filter": {}, "expiration": {"expired_object_delete_marker": True}},
            ],
            # S3 rejects a rule for noncurrent versions while versioning is off.
            opts=pulumi.ResourceOptions(parent=parent, depends_on=[self.versioning]),
        )
        self.policy = aws.s3.BucketPolicy(
            label,
            bucket=bucket,
            policy=_build_bucket_policy(self.bucket.arn, settings.prefix, account, load_balancer_type),
            # S3 rejects two concurrent changes of the access to one bucket (OperationAborted).
            opts=pulumi.ResourceOptions(parent=parent, depends_on=[self.public_access_block]),
        )


def _build_bucket_policy(
    bucket_arn: pulumi.Output[str], prefix: str | None, account: Account, load_balancer_type: Literal["application", "network"]
) -> pulumi.Input[str]:
    """Return the policy: the load balancers of this account may write under their prefix, and all requests must use TLS."""
    folder = concat_inputs(bucket_arn, f"/{prefix}/AWSLogs/" if prefix else "/AWSLogs/", account.id, "/*")
    write = _allow_network_logs(bucket_arn, folder, account) if load_balancer_type == "network" else _allow_application_logs(folder)
    refuse = {
        "Sid": "RefuseWithoutTls",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [bucket_arn, concat_inputs(bucket_arn, "/*")],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    return dump_canonical_json({"Version": "2012-10-17", "Statement": [*write, refuse]})


def _allow_application_logs(folder: pulumi.Input[str]) -> list[dict[str, Any]]:
    """Return what an Application Load Balancer needs.

    The account id in the path keeps other accounts out: a load balancer can write only under the id of its own account. There is no condition
    on `aws:SourceArn` or `aws:SourceAccount`: AWS doesn't document that log delivery sends them, and if they are missing, AWS rejects the
    load balancer. Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
    """
    return [
        {
            "Sid": "WriteAccessLogs",
            "Effect": "Allow",
            "Principal": {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
            "Action": "s3:PutObject",
            "Resource": folder,
        }
    ]


def _allow_network_logs(bucket_arn: pulumi.Output[str], folder: pulumi.Input[str], account: Account) -> list[dict[str, Any]]:
    """Return what a Network Load Balancer needs, whose logs another service of AWS delivers.

    Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/enable-access-logs.html
    """
    same_account = {"aws:SourceAccount": account.id}
    source = {"aws:SourceArn": account.build_arn("logs", "*")}
    delivery = {"Effect": "Allow", "Principal": {"Service": "delivery.logs.amazonaws.com"}}
    return [
        {
            **delivery,
            "Sid": "CheckBucket",
            "Action": "s3:GetBucketAcl",
            "Resource": bucket_arn,
            "Condition": {"StringEquals": same_account, "ArnLike": source},
        },
        {
            **delivery,
            "Sid": "WriteAccessLogs",
            "Action": "s3:PutObject",
            "Resource": folder,
            "Condition": {"StringEquals": {**same_account, "s3:x-amz-acl": "bucket-owner-full-control"}, "ArnLike": source},
        },
    ]


def list_further_logs(logs: AccessLogsSettings | None) -> list[tuple[str, bool]]:
    """List the logs beside the access logs, which go to the same bucket: AWS keeps their folders and file names apart."""
    return [("connection_logs", logs.connections), ("health_check_logs", logs.target_health)] if logs is not None else []
