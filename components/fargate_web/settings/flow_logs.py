"""The flow logs of a VPC."""

from typing import Annotated, Literal

from .arn_types import KmsKeyArn
from .logs import RETENTION_CHOICES, RetentionInDays
from .section import Section, describe_field


class FlowLogs(Section):
    """Records of the traffic of the VPC, in CloudWatch Logs."""

    traffic_type: Annotated[
        Literal["ALL", "ACCEPT", "REJECT"],
        describe_field("Which traffic is recorded.", source="https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html"),
    ] = "ALL"
    retention_in_days: Annotated[RetentionInDays, describe_field(f"Days the records are kept: one of {RETENTION_CHOICES}.")] = 365
    kms_key_arn: Annotated[
        KmsKeyArn | None,
        describe_field(
            "A customer managed key that encrypts the records; its policy must admit logs.<region>.amazonaws.com. Default: that of encryption.",
            source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
        ),
    ] = None
