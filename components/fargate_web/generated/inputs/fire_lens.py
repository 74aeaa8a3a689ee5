"""`FireLens`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from collections.abc import Mapping
from typing import Literal, NotRequired, TypedDict

import pulumi


class FireLens(TypedDict):
    """A log router, Fluent Bit or Fluentd, that takes the application's output and sends it where `options` say."""

    options: NotRequired[Mapping[str, pulumi.Input[str]]]
    """The output: what stands in an [OUTPUT] of Fluent Bit, its Name first of all; log-driver-buffer-limit is how many bytes wait for the router. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_firelens.html"""
    secret_options: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Options whose values are secret, an API key say: the ARN of a Secrets Manager secret, or the name or ARN of an SSM parameter. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-logconfig.html"""
    type: NotRequired[Literal["fluentbit", "fluentd"]]
    """The router that the image holds. Default: fluentbit."""
    image: NotRequired[pulumi.Input[str]]
    """The image of the router. Default: public.ecr.aws/aws-observability/aws-for-fluent-bit:3.4.17. See https://github.com/aws/aws-for-fluent-bit/releases"""
    cpu: NotRequired[int]
    """The router's share of the task's CPU units. Default: 32."""
    memory_reservation: NotRequired[int]
    """MiB that are kept for the router; it may have more while there is some (6 or more). Default: 64."""
    config_file: NotRequired[str]
    """A further configuration file in the image. Fargate takes none from S3. See https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_FirelensConfiguration.html"""
    enable_ecs_log_metadata: NotRequired[bool]
    """Whether cluster, task and container stand in every record. Default: true."""
