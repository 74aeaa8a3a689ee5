"""Where a container's output goes."""

from typing import Annotated, Literal

from .section import Section, about
from .values import KmsKeyArn, LogGroupName, NonEmpty

RetentionInDays = Literal[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653]
RETENTION = "1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653"


class Logs(Section):
    """A CloudWatch log group and how a container writes to it (driver `awslogs`)."""

    log_group_name: Annotated[
        LogGroupName | None,
        about("The name of the log group. Default: made by Pulumi from the service's name.", example="/ecs/prod-e-task"),
    ] = None
    retention_in_days: Annotated[
        RetentionInDays,
        about(
            f"Days that log events are kept: one of {RETENTION}.",
            cost="$0.03 a GB and month kept",
            source="https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html",
        ),
    ] = 365
    kms_key_arn: Annotated[
        KmsKeyArn | None,
        about(
            "A customer managed key that encrypts the log group; its policy must admit logs.<region>.amazonaws.com.",
            source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
        ),
    ] = None
    stream_prefix: Annotated[
        NonEmpty | None,
        about(
            "The first part of the stream names, `prefix/container/task-id`; Fargate requires one. Default: the service's name.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specify-log-config.html",
            pattern=r"^[^:*]+$",
            max_length=256,
        ),
    ] = None
    mode: Annotated[
        Literal["non-blocking", "blocking"],
        about(
            "What happens when CloudWatch can't take the output: non-blocking drops what exceeds the buffer, blocking stops the application's writes.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specify-log-config.html",
        ),
    ] = "non-blocking"
    max_buffer_size: Annotated[
        NonEmpty, about("The buffer of the non-blocking mode, with its unit.", pattern=r"^[1-9][0-9]*[kmg]$", example="25m")
    ] = "25m"
