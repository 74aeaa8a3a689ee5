"""Where a container's output goes."""

from collections.abc import Iterator
from typing import Annotated, Literal

from .fire_lens import FireLens
from .section import RuleViolation, Section, describe_field
from .value_types import KmsKeyArn, LogGroupName, NonEmptyString

RetentionInDays = Literal[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653]
RETENTION_CHOICES = "1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653"


class Logs(Section):
    """A CloudWatch log group and how a container writes to it (driver `awslogs`), or a log router that takes the output elsewhere (`fireLens`)."""

    log_group_name: Annotated[
        LogGroupName | None,
        describe_field("The name of the log group. Default: made by Pulumi from the service's name.", example="/ecs/prod-e-task"),
    ] = None
    retention_in_days: Annotated[
        RetentionInDays,
        describe_field(
            f"Days that log events are kept: one of {RETENTION_CHOICES}.",
            cost="$0.03 a GB and month kept",
            source="https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html",
        ),
    ] = 365
    kms_key_arn: Annotated[
        KmsKeyArn | None,
        describe_field(
            "A customer managed key that encrypts the log group; its policy must admit logs.<region>.amazonaws.com.",
            source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
        ),
    ] = None
    stream_prefix: Annotated[
        NonEmptyString | None,
        describe_field(
            "The first part of the stream names, `prefix/container/task-id`; Fargate requires one. Default: the service's name.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specify-log-config.html",
            pattern=r"^[^:*]+$",
            max_length=256,
        ),
    ] = None
    mode: Annotated[
        Literal["non-blocking", "blocking"],
        describe_field(
            "What happens when CloudWatch can't take the output: non-blocking drops what exceeds the buffer, blocking stops the application's writes.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specify-log-config.html",
        ),
    ] = "non-blocking"
    max_buffer_size: Annotated[
        NonEmptyString, describe_field("The buffer of the non-blocking mode, with its unit.", pattern=r"^[1-9][0-9]*[kmg]$", example="25m")
    ] = "25m"
    fire_lens: Annotated[
        FireLens | None,
        describe_field(
            "A log router beside the application that sends its output elsewhere. The log group then takes the output of the router and of sidecars.",
            cost="the router takes 32 CPU units and keeps 64 MiB of the task",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_firelens.html",
            example={"options": {"Name": "kinesis_firehose", "region": "us-west-2", "delivery_stream": "web-logs"}},
        ),
    ] = None

    key_hints = {
        "driver": "it is awslogs, or awsfirelens with fireLens: {options: {…}}; remove it",
        "logDriver": "it is awslogs, or awsfirelens with fireLens: {options: {…}}; remove it",
        "destination": "write fireLens: {options: {Name: …}}",
        "options": "write fireLens: {options: {…}} for another destination than CloudWatch",
        "secretOptions": "write fireLens: {secretOptions: {…}}",
        "configFilePath": "write fireLens: {configFile: …}",
        "enableMetadata": "write fireLens: {enableEcsLogMetadata: …}",
    }

    def find_violations(self) -> Iterator[RuleViolation]:
        """What is said of the way to CloudWatch has one."""
        if self.fire_lens is None:
            return
        for field, key in (("mode", "mode"), ("max_buffer_size", "maxBufferSize")):
            if field in self.model_fields_set:
                yield RuleViolation(
                    (field, "fire_lens"),
                    f"the output goes to the log router and not to CloudWatch, so that {key} would have no effect; remove it, and write "
                    "log-driver-buffer-limit under fireLens.options to let more wait for the router",
                )
