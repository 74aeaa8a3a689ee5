"""`FlowLogs`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import Literal, NotRequired, TypedDict

import pulumi


class FlowLogs(TypedDict):
    """Records of the traffic of the VPC, in CloudWatch Logs."""

    traffic_type: NotRequired[Literal["ALL", "ACCEPT", "REJECT"]]
    """Which traffic is recorded. Default: ALL. See https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html"""
    retention_in_days: NotRequired[Literal[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653]]
    """Days the records are kept: one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653. Default: 365."""
    kms_key_arn: NotRequired[pulumi.Input[str]]
    """A customer managed key that encrypts the records; its policy must admit logs.<region>.amazonaws.com. Default: that of encryption. See https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html"""
