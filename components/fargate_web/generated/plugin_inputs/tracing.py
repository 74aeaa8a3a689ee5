"""`Tracing`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import NotRequired, TypedDict

import pulumi


class Tracing(TypedDict):
    """Tracing with OpenTelemetry: the AWS Distro's collector in a sidecar receives the application's traces on localhost and sends them to X-Ray."""

    enabled: NotRequired[bool]
    """`false` leaves it out. Default: true, where the section is said."""
    sampling_rate: NotRequired[float]
    """The share of the requests that are traced (0–1), if the caller has not decided it. Default: the SDK's default, which is all of them. Cost: X-Ray bills $5 for a million traces. See https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/"""
    image: NotRequired[pulumi.Input[str]]
    """The image of the collector. Default: public.ecr.aws/aws-observability/aws-otel-collector:v0.50.0. See https://github.com/aws-observability/aws-otel-collector/releases"""
    cpu: NotRequired[int]
    """The collector's share of the task's CPU units. Default: 32."""
    memory: NotRequired[int]
    """The maximum of the task's memory in MiB for the collector (64 or more); above it the collector is killed, and the application keeps running. Default: 256."""
    configuration: NotRequired[pulumi.Input[str]]
    """The collector's configuration, or the name or ARN of the SSM parameter that holds it. Destinations other than X-Ray need statements in roles.taskRole. Default: traces to X-Ray. See https://aws-otel.github.io/docs/setup/ecs/config-through-ssm"""
