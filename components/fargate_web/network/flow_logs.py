"""VPC flow logs in CloudWatch Logs."""

from typing import Any

import pulumi
import pulumi_aws as aws

from ..component.account import Account
from ..component.documents import concat_inputs, dump_canonical_json
from ..component.resource_names import build_logical_name
from ..settings.flow_logs import FlowLogs as FlowLogsSettings
from ..settings.role_defaults import RoleDefaults

MAX_ROLE_NAME_LENGTH = 64


class FlowLogs:
    """Flow logs of a VPC.

    Attributes:
        log_group: The log group of the records.
        role: The role that the flow log service writes with. It can write to this log group only.
        role_policy: The policy of the role.
        flow_log: The flow log.
    """

    def __init__(
        self,
        name: str,
        settings: FlowLogsSettings,
        *,
        role_defaults: RoleDefaults,
        vpc_id: pulumi.Input[str],
        kms_key_arn: pulumi.Input[str] | None,
        account: Account,
        display_name: str,
        tags: dict[str, Any],
        parent: pulumi.Resource,
    ) -> None:
        opts = pulumi.ResourceOptions(parent=parent)
        label = build_logical_name(name, "-flow-logs", MAX_ROLE_NAME_LENGTH)
        self.log_group = aws.cloudwatch.LogGroup(
            label, retention_in_days=settings.retention_in_days, kms_key_id=kms_key_arn, tags=tags, opts=opts
        )
        self.role = aws.iam.Role(
            label,
            description="Writes the flow logs of the VPC",
            assume_role_policy=_build_trust_policy(account),
            permissions_boundary=role_defaults.permissions_boundary,
            path=role_defaults.path,
            tags=tags,
            opts=opts,
        )
        self.role_policy = aws.iam.RolePolicy(label, role=self.role.name, policy=_build_role_policy(self.log_group.arn, account), opts=opts)
        self.flow_log = aws.ec2.FlowLog(
            label,
            vpc_id=vpc_id,
            traffic_type=settings.traffic_type,
            log_destination_type="cloud-watch-logs",
            log_destination=self.log_group.arn,
            iam_role_arn=self.role.arn,
            tags={**tags, "Name": f"{display_name}-flow-logs"},
            # If the role can't write yet, the flow log reports "Access error" and starts late.
            opts=pulumi.ResourceOptions(parent=parent, depends_on=[self.role_policy]),
        )


def _build_trust_policy(account: Account) -> pulumi.Input[str]:
    """Return the trust policy: the flow log service may assume the role for flow logs of this account only.

    Source: https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
    """
    return dump_canonical_json(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "vpc-flow-logs.amazonaws.com"},
                    "Action": "sts:AssumeRole",
                    "Condition": {
                        "StringEquals": {"aws:SourceAccount": account.id},
                        "ArnLike": {"aws:SourceArn": account.build_arn("ec2", "vpc-flow-log/*")},
                    },
                }
            ],
        }
    )


def _build_role_policy(log_group_arn: pulumi.Input[str], account: Account) -> pulumi.Input[str]:
    """Return the permissions that AWS asks for, without `CreateLogGroup`: the log group exists, and one that the service creates would never expire."""
    return dump_canonical_json(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "WriteRecords",
                    "Effect": "Allow",
                    "Action": ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
                    "Resource": concat_inputs(log_group_arn, ":*"),
                },
                {
                    "Sid": "FindLogGroup",
                    "Effect": "Allow",
                    "Action": ["logs:DescribeLogGroups"],
                    "Resource": account.build_arn("logs", "log-group:*"),
                },
            ],
        }
    )
