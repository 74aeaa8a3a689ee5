"""Asks for the quotas of the account, and for what is used of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, NamedTuple

from fargate_web.analysis.clock import read_clock

from fargate_web_cli.live.preflight.aws_reader import AwsReader

_NO_APPLIED_VALUE: Final = ("NoSuchResourceException",)
_USAGE_PERIOD_SECONDS: Final = 300
_USAGE_HOURS: Final = 1


class QuotaCode(NamedTuple):
    """A quota in Service Quotas."""

    service: str
    code: str


VPCS: Final = QuotaCode("vpc", "L-F678F1CE")
ELASTIC_IPS: Final = QuotaCode("ec2", "L-0263D0A3")
LOAD_BALANCERS: Final = QuotaCode("elasticloadbalancing", "L-53DA6B97")
NETWORK_LOAD_BALANCERS: Final = QuotaCode("elasticloadbalancing", "L-69A177A2")
TARGET_GROUPS: Final = QuotaCode("elasticloadbalancing", "L-B22855CB")
TARGET_GROUPS_OF_A_LOAD_BALANCER: Final = QuotaCode("elasticloadbalancing", "L-822D1B1B")
RULES_OF_A_LOAD_BALANCER: Final = QuotaCode("elasticloadbalancing", "L-7EED9B64")
ON_DEMAND_VCPUS: Final = QuotaCode("fargate", "L-3032A538")
SPOT_VCPUS: Final = QuotaCode("fargate", "L-36FBB829")
TASKS_OF_A_SERVICE: Final = "Tasks per service"
"""The name of the quota of ECS."""


@dataclass(frozen=True)
class QuotaFacts:
    """A quota.

    Attributes:
        name: Its name in Service Quotas.
        value: Its value for the account.
        used: What is used of it; None if it is not known.
        is_adjustable: Whether AWS raises it on request.
    """

    name: str
    value: float
    used: float | None = None
    is_adjustable: bool = True


def gather_quota(reader: AwsReader, code: QuotaCode, *, with_usage: bool = False) -> QuotaFacts | None:
    """Ask for a quota.

    Args:
        reader: Asks AWS.
        code: The quota.
        with_usage: Whether to ask CloudWatch what is used of it. For other quotas the caller counts.
    """
    subject = f"the quota {code.code} of {code.service}"
    which = {"ServiceCode": code.service, "QuotaCode": code.code}
    answer = reader.ask(subject, "service-quotas", "get_service_quota", answers=_NO_APPLIED_VALUE, **which)
    if answer is not None and answer.refusal:
        answer = reader.ask(subject, "service-quotas", "get_aws_default_service_quota", answers=_NO_APPLIED_VALUE, **which)
    if answer is None:
        return None
    quota = answer.content.get("Quota", {})
    if answer.refusal or "Value" not in quota:
        reader.report(subject, "Service Quotas does not have it in this Region.")
        return None
    used = _read_usage(reader, subject, quota.get("UsageMetric", {})) if with_usage else None
    return QuotaFacts(quota.get("QuotaName", code.code), quota["Value"], used, quota.get("Adjustable", True))


def gather_task_quota(reader: AwsReader) -> QuotaFacts | None:
    """Ask for the number of tasks that a service may have."""
    subject = "the quota of tasks of a service"
    quotas = reader.collect(subject, "service-quotas", "list_service_quotas", "Quotas", ServiceCode="ecs")
    quota = next((each for each in quotas or () if each.get("QuotaName", "").lower() == TASKS_OF_A_SERVICE.lower()), None)
    if quota is None:
        if quotas is not None:
            reader.report(subject, "Service Quotas does not have it in this Region.")
        return None
    return QuotaFacts(quota["QuotaName"], quota["Value"], is_adjustable=quota.get("Adjustable", True))


def count_vpcs(reader: AwsReader) -> int | None:
    """Count the VPCs of the Region."""
    found = reader.collect("the number of VPCs", "ec2", "describe_vpcs", "Vpcs")
    return None if found is None else len(found)


def count_addresses(reader: AwsReader) -> int | None:
    """Count the Elastic IP addresses of the Region."""
    answer = reader.ask("the number of Elastic IP addresses", "ec2", "describe_addresses")
    return None if answer is None else len(answer.content.get("Addresses", ()))


def _read_usage(reader: AwsReader, subject: str, metric: Mapping[str, Any]) -> float | None:
    """Read what is used of a quota: the last value, which comes every few minutes."""
    if not metric.get("MetricNamespace") or not metric.get("MetricName"):
        reader.report(f"what is used of {subject}", "Service Quotas names no metric for it.")
        return None
    now = read_clock()
    answer = reader.ask(
        f"what is used of {subject}",
        "cloudwatch",
        "get_metric_statistics",
        Namespace=metric["MetricNamespace"],
        MetricName=metric["MetricName"],
        Dimensions=[{"Name": name, "Value": value} for name, value in sorted(metric.get("MetricDimensions", {}).items())],
        StartTime=now - timedelta(hours=_USAGE_HOURS),
        EndTime=now,
        Period=_USAGE_PERIOD_SECONDS,
        Statistics=["Maximum"],
    )
    if answer is None:
        return None
    # An account that runs nothing has no data points.
    points = sorted(answer.content.get("Datapoints", ()), key=lambda point: point["Timestamp"])
    return float(points[-1]["Maximum"]) if points else 0.0
