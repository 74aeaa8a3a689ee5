"""How many tasks of a zone must be healthy before the load balancer avoids the zone, or sends requests to unhealthy tasks too."""

from collections.abc import Iterator
from typing import Annotated, Final

from pydantic import Field

from .fix import write_nested
from .section import ALLOW_FALSE, RuleViolation, Section, describe_field

_SOURCE: Final = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health.html"
_Count = Annotated[int, Field(ge=1, le=1000)]
_Percentage = Annotated[Annotated[int, Field(ge=1, le=100)] | None, ALLOW_FALSE]


class DnsFailover(Section):
    """When DNS stops answering with the addresses of a zone."""

    minimum_healthy_targets_count: Annotated[
        Annotated[_Count | None, ALLOW_FALSE],
        describe_field(
            "With fewer healthy tasks in a zone (1–1000), DNS answers with the other zones only; `false` ignores the number.",
            source=_SOURCE,
        ),
    ] = 1
    minimum_healthy_targets_percentage: Annotated[
        _Percentage,
        describe_field(
            "With a lower percentage of healthy tasks in a zone (1–100), DNS answers with the other zones only. Default: off.",
            source=_SOURCE,
        ),
    ] = None


class UnhealthyStateRouting(Section):
    """When the load balancer sends requests to unhealthy tasks as well."""

    minimum_healthy_targets_count: Annotated[
        int,
        describe_field(
            "With fewer healthy tasks in a zone (1–1000), requests go to all tasks, unhealthy ones included, so that the few healthy ones are not overloaded.",
            source=_SOURCE,
            ge=1,
            le=1000,
        ),
    ] = 1
    minimum_healthy_targets_percentage: Annotated[
        _Percentage,
        describe_field(
            "With a lower percentage of healthy tasks in a zone (1–100), requests go to all tasks, unhealthy ones included. Default: off.",
            source=_SOURCE,
        ),
    ] = None


class TargetGroupHealth(Section):
    """The thresholds below which the load balancer acts. AWS acts when the number or the percentage is below its threshold."""

    dns_failover: Annotated[
        DnsFailover, describe_field("How many tasks of a zone must be healthy for DNS to answer with its addresses.")
    ] = DnsFailover()
    unhealthy_state_routing: Annotated[
        UnhealthyStateRouting, describe_field("How many tasks of a zone must be healthy for requests to go to healthy ones only.")
    ] = UnhealthyStateRouting()

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that a zone leaves DNS no later than its unhealthy tasks get requests, as AWS demands."""
        for field, key in (
            ("minimum_healthy_targets_count", "minimumHealthyTargetsCount"),
            ("minimum_healthy_targets_percentage", "minimumHealthyTargetsPercentage"),
        ):
            dns, routing = getattr(self.dns_failover, field), getattr(self.unhealthy_state_routing, field)
            if dns is not None and routing is not None and dns < routing:
                yield RuleViolation(
                    (f"unhealthy_state_routing.{field}", f"dns_failover.{field}"),
                    f"AWS demands that {key} of dnsFailover, {dns}, is not below that of unhealthyStateRouting, {routing}, so that DNS leaves a zone before unhealthy tasks "
                    "get its requests",
                    "dns-failover-below-routing",
                    (write_nested("dnsFailover", key, value=routing), write_nested("unhealthyStateRouting", key, value=dns)),
                )
