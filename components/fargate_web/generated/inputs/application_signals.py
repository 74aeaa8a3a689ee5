"""`ApplicationSignals`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import Literal, NotRequired, TypedDict

import pulumi


class ApplicationSignals(TypedDict):
    """CloudWatch Application Signals: latency, errors and calls of a service, measured in the application itself, and its traces in X-Ray."""

    language: NotRequired[Literal["java", "python", "node", "dotnet"]]
    """The language of the application, which AWS's distribution of OpenTelemetry then instruments: java, python, node or dotnet. With python and dotnet, the image must have glibc. Default: the application is instrumented already. See https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Application-Signals-ECS-Sidecar.html"""
    instrumentation_image: NotRequired[pulumi.Input[str]]
    """The image with the instrumentation. Default: AWS's for the language, by version. See https://gallery.ecr.aws/aws-observability"""
    image: NotRequired[pulumi.Input[str]]
    """The image of the CloudWatch agent. Default: public.ecr.aws/cloudwatch-agent/cloudwatch-agent:1.300064.1b1344. See https://gallery.ecr.aws/cloudwatch-agent/cloudwatch-agent"""
    cpu: NotRequired[int]
    """The agent's share of the task's CPU units (1–32768). Default: 32."""
    memory: NotRequired[int]
    """The maximum of the task's memory in MiB for the agent (64 or more); above it the agent is killed, and the application keeps running. Default: 256."""
