"""`Logs`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import NotRequired, TypedDict

import pulumi

from .fire_lens import FireLens


class Logs(TypedDict):
    """A CloudWatch log group and how a container writes to it (driver `awslogs`), or a log router that takes the output elsewhere (`fireLens`)."""

    log_group_name: NotRequired[str]
    """The name of the log group. Default: made by Pulumi from the service's name."""
    retention_in_days: NotRequired[int]
    """Days that log events are kept: one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653. Default: 365. Cost: $0.03 a GB and month kept. See https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html"""
    kms_key_arn: NotRequired[pulumi.Input[str]]
    """A customer managed key that encrypts the log group; its policy must admit logs.<region>.amazonaws.com. See https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html"""
    stream_prefix: NotRequired[str]
    """The first part of the stream names, `prefix/container/task-id`; Fargate requires one. Default: the service's name. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specify-log-config.html"""
    mode: NotRequired[str]
    """What happens when CloudWatch can't take the output: non-blocking drops what exceeds the buffer, blocking stops the application's writes. Default: non-blocking. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specify-log-config.html"""
    max_buffer_size: NotRequired[str]
    """The buffer of the non-blocking mode, with its unit. Default: 25m."""
    fire_lens: NotRequired[FireLens]
    """A log router beside the application that sends its output elsewhere. The log group then takes the output of the router and of sidecars. Cost: the router takes 32 CPU units and keeps 64 MiB of the task. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_firelens.html"""
