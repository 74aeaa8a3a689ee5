"""`FireLens`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import NotRequired, TypedDict

import pulumi

from .container_health_check import ContainerHealthCheck


class FireLens(TypedDict):
    """A log router, Fluent Bit or Fluentd, that sends the application's output to the destination in `options`."""

    options: NotRequired[dict[str, pulumi.Input[str]]]
    """The destination: the keys of an [OUTPUT] section of Fluent Bit, of which Name is required; log-driver-buffer-limit is how many bytes may wait for the router. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_firelens.html"""
    secret_options: NotRequired[dict[str, pulumi.Input[str]]]
    """Options whose values are secret, such as an API key: the ARN of a Secrets Manager secret, or the name or ARN of an SSM parameter. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-logconfig.html"""
    type: NotRequired[str]
    """The router in the image. One of fluentbit, fluentd. Default: fluentbit."""
    image: NotRequired[pulumi.Input[str]]
    """The image of the router. Default: public.ecr.aws/aws-observability/aws-for-fluent-bit:3.4.17. See https://github.com/aws/aws-for-fluent-bit/releases"""
    cpu: NotRequired[int]
    """The router's share of the task's CPU units. Default: 32."""
    memory_reservation: NotRequired[int]
    """MiB that are reserved for the router (6 or more); it may use more while memory is free. Default: 64."""
    config_file: NotRequired[str]
    """An additional configuration file in the image. Fargate doesn't support files in S3. See https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_FirelensConfiguration.html"""
    health_check: NotRequired[ContainerHealthCheck]
    """A command that ECS runs inside the router, for containers with dependsOn: {log_router: HEALTHY}. Default: with such a container, AWS's image and no configFile, AWS's check of Fluent Bit: whether it answers; otherwise none. See https://github.com/aws-samples/amazon-ecs-firelens-examples/tree/mainline/examples/fluent-bit/health-check"""
    enable_ecs_log_metadata: NotRequired[bool]
    """Whether every record names its cluster, task and container. Default: true."""
    readonly_root_filesystem: NotRequired[bool]
    """Whether the router's root file system is read-only. Default: false, unless hardening says otherwise."""
