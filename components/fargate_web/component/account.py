"""The AWS account and Region of a program, looked up once."""

import os
from functools import cached_property
from typing import Any

import pulumi
import pulumi_aws as aws

from ..settings.aws_regions import find_partition
from .arguments import get_wire_value
from .documents import concat_inputs, dump_canonical_json


def find_configured_region() -> str | None:
    """Return the Region that the AWS provider uses, or None if only AWS can tell."""
    return pulumi.Config("aws").get("region") or os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")


def _has_provider(opts: pulumi.InvokeOptions | None) -> bool:
    if opts is None:
        return False
    return opts.provider is not None or (opts.parent is not None and opts.parent.get_provider("aws:index/getRegion:getRegion") is not None)


class Account:
    """The AWS account and Region of a program.

    Attributes:
        region: The Region: a plain string if it is configured, otherwise an Output.
        partition: The partition of the Region.
        id: The id of the account, an Output.
    """

    def __init__(self, region: str | None = None, opts: pulumi.InvokeOptions | None = None) -> None:
        # An explicit provider may use another Region than the configured one.
        known_region = region or (None if _has_provider(opts) else find_configured_region())
        self.region: pulumi.Input[str] = known_region or aws.get_region_output(opts=opts).region
        self.partition = find_partition(known_region or find_configured_region())
        self.id: pulumi.Output[str] = aws.get_caller_identity_output(opts=opts).account_id

    @classmethod
    def from_wire(cls, wire: Any, component: pulumi.Resource) -> "Account":
        """Return the account that the caller passes, or look it up with the component's provider."""
        return wire if isinstance(wire, cls) else cls(get_wire_value(wire, "region"), pulumi.InvokeOptions(parent=component))

    def build_arn(self, service: str, resource: pulumi.Input[str]) -> pulumi.Input[str]:
        """Build the ARN of a resource of this account and Region."""
        return concat_inputs("arn:", self.partition, ":", service, ":", self.region, ":", self.id, ":", resource)

    @cached_property
    def task_trust_policy(self) -> pulumi.Input[str]:
        """The trust policy of all task roles. Only ECS tasks of this account can assume the role.

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
