"""The account and Region that a program works in, asked for once."""

import os
from functools import cached_property
from typing import Any

import pulumi
import pulumi_aws as aws

from .arguments import get_wire_value
from .documents import concat_inputs, dump_canonical_json


def find_configured_region() -> str | None:
    """Tell the Region that the AWS provider will use, where it can be known without asking AWS."""
    return pulumi.Config("aws").get("region") or os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")


def find_partition(region: str | None) -> str:
    """Tell the partition of a Region: ARNs in China and GovCloud start differently."""
    for prefix, partition in (("cn-", "aws-cn"), ("us-gov-", "aws-us-gov"), ("eusc-", "aws-eusc")):
        if region and region.startswith(prefix):
            return partition
    return "aws"


def _has_provider(opts: pulumi.InvokeOptions | None) -> bool:
    if opts is None:
        return False
    return opts.provider is not None or (opts.parent is not None and opts.parent.get_provider("aws:index/getRegion:getRegion") is not None)


class Account:
    """The account and Region that a program works in.

    Attributes:
        region: The Region, plain where it is configured and an Output otherwise.
        partition: The partition of the Region.
        id: The account's id, an Output.
    """

    def __init__(self, region: str | None = None, opts: pulumi.InvokeOptions | None = None) -> None:
        # A provider of the caller's own may work in another Region than the configured one.
        plain = region or (None if _has_provider(opts) else find_configured_region())
        self.region: pulumi.Input[str] = plain or aws.get_region_output(opts=opts).region
        self.partition = find_partition(plain or find_configured_region())
        self.id: pulumi.Output[str] = aws.get_caller_identity_output(opts=opts).account_id

    @classmethod
    def from_wire(cls, wire: Any, component: pulumi.Resource) -> "Account":
        """Take the account that the caller passes, or ask for it with the component's provider."""
        return wire if isinstance(wire, cls) else cls(get_wire_value(wire, "region"), pulumi.InvokeOptions(parent=component))

    def build_arn(self, service: str, resource: pulumi.Input[str]) -> pulumi.Input[str]:
        """Build the ARN of a resource of this account and Region."""
        return concat_inputs("arn:", self.partition, ":", service, ":", self.region, ":", self.id, ":", resource)

    @cached_property
    def task_trust_policy(self) -> pulumi.Input[str]:
        """The policy that lets ECS tasks of this account assume a role, and no one else's tasks; the same for all roles.

        Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html (confused deputy).
        """
        return dump_canonical_json(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "ecs-tasks.amazonaws.com"},
                        "Action": "sts:AssumeRole",
                        "Condition": {
                            "StringEquals": {"aws:SourceAccount": self.id},
                            "ArnLike": {"aws:SourceArn": self.build_arn("ecs", "*")},
                        },
                    }
                ],
            }
        )
