"""`Metric`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import NotRequired, TypedDict

import pulumi


class Metric(TypedDict):
    """A metric of CloudWatch, of AWS or of your own, in this account and Region."""

    namespace: str
    """The namespace of the metric."""
    name: str
    """The name of the metric."""
    dimensions: NotRequired[dict[str, pulumi.Input[str]]]
    """The dimensions with which the metric is published, all of them: name → value. Default: those of this service in `AWS/ECS` and `ECS/ContainerInsights`, its own queue in `AWS/SQS`, none elsewhere. See https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#Dimension"""
    statistic: NotRequired[str]
    """Average, Minimum, Maximum, Sum, SampleCount, or one like p99, tm90 or PR(:0.5). Default: Average. See https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html"""
    unit: NotRequired[str]
    """The unit with which the metric is published. Default: whatever it is published with."""
