"""`MetricQuery`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import NotRequired, TypedDict

from .metric import Metric


class MetricQuery(TypedDict):
    """A part of metric math: a metric, or an expression over the others."""

    id: str
    """The name by which expressions refer to it: a lowercase letter, then letters, digits and underscores."""
    metric: NotRequired[Metric]
    """The metric."""
    expression: NotRequired[str]
    """The expression, over the ids of the others. See https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html"""
    return_data: NotRequired[bool]
    """Whether this is the value that scaling follows. Exactly one is. Default: false."""
    label: NotRequired[str]
    """The label of the value in graphs and in the preview."""
