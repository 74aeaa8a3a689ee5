"""A metric of CloudWatch."""

from collections.abc import Iterator
from typing import Annotated, Final, Literal, TypeAlias, get_args

from pydantic import Field

from .section import RuleViolation, Section, describe_field
from .value_types import ALLOW_OUTPUT

SERVICE_NAMESPACES: Final = ("AWS/ECS", "ECS/ContainerInsights")
"""The namespaces whose metrics have the dimensions of a service."""
QUEUE_NAMESPACE: Final = "AWS/SQS"
_LOAD_BALANCER_NAMESPACES: Final = ("AWS/ApplicationELB", "AWS/NetworkELB")

BasicStatistic: TypeAlias = Literal["Average", "Minimum", "Maximum", "Sum", "SampleCount"]
BASIC_STATISTICS: Final[tuple[str, ...]] = get_args(BasicStatistic)
_STATISTIC_PATTERN: Final = (
    r"^(?:Average|Minimum|Maximum|Sum|SampleCount|IQM"
    r"|(?:p|tm|tc|ts|wm)(?:100|[0-9]{1,2}(?:\.[0-9]{1,10})?)"
    r"|(?:TM|TC|TS|WM)\((?:[0-9.]+%?)?:(?:[0-9.]+%?)?\)|PR\((?:[0-9.]+)?:(?:[0-9.]+)?\))$"
)
# fmt: off
Unit: TypeAlias = Literal[
    "Seconds", "Microseconds", "Milliseconds",
    "Bytes", "Kilobytes", "Megabytes", "Gigabytes", "Terabytes", "Bits", "Kilobits", "Megabits", "Gigabits", "Terabits",
    "Percent", "Count",
    "Bytes/Second", "Kilobytes/Second", "Megabytes/Second", "Gigabytes/Second", "Terabytes/Second",
    "Bits/Second", "Kilobits/Second", "Megabits/Second", "Gigabits/Second", "Terabits/Second", "Count/Second", "None",
]
# fmt: on
_DimensionName = Annotated[str, Field(min_length=1, max_length=255)]
_DimensionValue = Annotated[str, Field(min_length=1, max_length=1024), ALLOW_OUTPUT]


class Metric(Section):
    """A metric of CloudWatch, of AWS or of your own, in this account and Region."""

    namespace: Annotated[str, describe_field("The namespace of the metric.", pattern=r"^[A-Za-z0-9./_#:-]{1,255}$", example="Shop")]
    name: Annotated[str, describe_field("The name of the metric.", min_length=1, max_length=255, example="PendingJobs")]
    dimensions: Annotated[
        dict[_DimensionName, _DimensionValue] | None,
        describe_field(
            "The dimensions with which the metric is published, all of them: name → value. Default: those of this service in `AWS/ECS` and "
            "`ECS/ContainerInsights`, its own queue in `AWS/SQS`, none elsewhere.",
            source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#Dimension",
            max_length=30,
            example={"Tenant": "vienna"},
        ),
    ] = None
    statistic: Annotated[
        str,
        describe_field(
            "Average, Minimum, Maximum, Sum, SampleCount, or one like p99, tm90 or PR(:0.5).",
            source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html",
            pattern=_STATISTIC_PATTERN,
        ),
    ] = "Average"
    unit: Annotated[Unit | None, describe_field("The unit with which the metric is published. Default: whatever it is published with.")] = (
        None
    )

    key_hints = {
        "metricName": "write name",
        "stat": "write statistic",
        "dimension": "write dimensions: {<name>: <value>}",
        "dimensionsMap": "write dimensions: {<name>: <value>}",
        "period": "a metric of a target has periods of a minute; write period at steps.<name>",
    }

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that a metric of a load balancer has dimensions: without them it has no data."""
        if self.namespace in _LOAD_BALANCER_NAMESPACES and not self.dimensions:
            yield RuleViolation(
                ("dimensions", "namespace"),
                f"without dimensions, {self.namespace} has no {self.name}, so that there would never be a value; scale by requestsPerTarget, or write "
                "dimensions: {LoadBalancer: app/<name>/<id>}",
                "metric-without-dimensions",
            )

    @property
    def uses_own_queue(self) -> bool:
        """Whether the metric is about the queue that the service creates."""
        return self.namespace == QUEUE_NAMESPACE and self.dimensions is None

    @property
    def needs_container_insights(self) -> bool:
        """Whether only Container Insights publish the metric."""
        return self.namespace == "ECS/ContainerInsights"
