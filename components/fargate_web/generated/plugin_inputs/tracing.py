"""`Tracing`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import NotRequired, TypedDict

import pulumi


class Tracing(TypedDict):
    """Tracing by OpenTelemetry: the AWS Distro's collector beside the application takes its traces on localhost and hands them to X-Ray."""

    enabled: NotRequired[bool]
    """`false` leaves it out. Default: true, where the section is said."""
    sampling_rate: NotRequired[float]
    """The share of the requests that are traced (0–1), where the caller has not decided it. Default: as the SDK does, which is all of them. Cost: X-Ray bills $5 for a million traces. See https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/"""
    image: NotRequired[pulumi.Input[str]]
    """The image of the collector. Default: public.ecr.aws/aws-observability/aws-otel-collector:v0.50.0. See https://github.com/aws-observability/aws-otel-collector/releases"""
    cpu: NotRequired[int]
    """The collector's share of the task's CPU units. Default: 32."""
    memory: NotRequired[int]
    """MiB of the task's memory that the collector has at most (64 or more). With more it is killed, and the application runs on. Default: 256."""
    configuration: NotRequired[pulumi.Input[str]]
    """The collector's configuration, or the name or ARN of the SSM parameter that holds it. What it sends elsewhere than to X-Ray needs statements of roles.taskRole. Default: traces to X-Ray. See https://aws-otel.github.io/docs/setup/ecs/config-through-ssm"""
