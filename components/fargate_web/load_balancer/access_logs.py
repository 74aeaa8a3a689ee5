"""The S3 bucket for the access logs of a load balancer."""

from typing import Any, Literal

import pulumi

from ..component.account import Account
from ..component.documents import concat_inputs
from ..component.private_bucket import MAX_BUCKET_NAME_LENGTH, PrivateBucket
from ..component.resource_names import build_logical_name
from ..settings.access_logs import AccessLogs as AccessLogsSettings


class AccessLogs(PrivateBucket):
    """An S3 bucket for the access logs of one load balancer.

    It is encrypted with S3's own keys, because Elastic Load Balancing supports no others (so it can't pass S3.17 and CKV_AWS_145). It has no
    server access logs (S3.9), because it stores access logs itself. Without its policy, AWS rejects the load balancer (Access Denied for bucket).
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
        super().__init__(
            build_logical_name(name, "-access-logs", MAX_BUCKET_NAME_LENGTH),
            force_destroy=force_destroy,
            encryption_rule={"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}},
            expiration_in_days=settings.expiration_in_days,
            build_statements=lambda bucket_arn: _allow_log_delivery(bucket_arn, settings.prefix, account, load_balancer_type),
            tags=tags,
            parent=parent,
        )


def _allow_log_delivery(
    bucket_arn: pulumi.Output[str], prefix: str | None, account: Account, load_balancer_type: Literal["application", "network"]
) -> list[dict[str, Any]]:
    """Return the statements by which the load balancers of this account may write under their prefix."""
    folder = concat_inputs(bucket_arn, f"/{prefix}/AWSLogs/" if prefix else "/AWSLogs/", account.id, "/*")
    return _allow_network_logs(bucket_arn, folder, account) if load_balancer_type == "network" else _allow_application_logs(folder)


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
