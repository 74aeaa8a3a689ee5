"""The cost of a change, and the deployments that it starts."""

from collections.abc import Iterator
from typing import Final

from fargate_web_cli.cost.cost_difference import CostDifference, compare_estimates
from fargate_web_cli.cost.estimate import estimate_cost
from fargate_web_cli.cost.prices import PriceTableError
from fargate_web_cli.diff.model import ResourceChange, StackDiff
from fargate_web_cli.diff.property_paths import find_top_property
from fargate_web_cli.diff.recorded_resources import StackRecord

_SERVICE_TYPE: Final = "aws:ecs/service:Service"
_FORCE_DEPLOYMENT: Final = "forceNewDeployment"
_NON_DEPLOYING_PROPERTIES: Final = frozenset(("forceDelete", "tags", "tagsAll"))
"""Properties that the provider changes without calling `UpdateService` (`resourceServiceUpdate` in ecs/service.go)."""

_DEPLOYING_PROPERTIES: Final = frozenset(
    (
        *("capacityProviderStrategies", "forceNewDeployment", "loadBalancers", "networkConfiguration", "platformVersion", "propagateTags"),
        *("serviceConnectConfiguration", "serviceRegistries", "taskDefinition", "triggers", "volumeConfiguration"),
    )
)
"""Properties whose change makes ECS start a deployment (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html)."""

_HALF_CENT: Final = 0.005
_MAXIMUM_COSTS: Final = 3


def describe_deployed_services(diff: StackDiff, head: StackRecord) -> dict[str, str]:
    """Return how each deployed service is deployed and how long it takes, by service."""
    return {
        change.name: head.deployments[change.name]
        for change in diff.changes
        if change.name in head.deployments and _starts_deployment(change)
    }


def estimate_cost_difference(base: StackRecord | None, head: StackRecord) -> CostDifference | None:
    """Estimate the difference in cost.

    Args:
        base: The record of the base; None if it has no such stack.
        head: The record of the head.

    Returns:
        The difference; None if the price table is damaged, which `fargate-web cost` reports.
    """
    try:
        before = estimate_cost(base.resources if base is not None else (), base.region if base is not None else head.region)
        return compare_estimates(before, estimate_cost(head.resources, head.region))
    except PriceTableError:
        return None


def summarize_cost_difference(cost: CostDifference | None) -> str:
    """Return a sentence about a difference in cost; empty if there is none."""
    if cost is None or not cost.changes:
        return ""
    if not cost.base_estimate.items:
        return _summarize_new_cost(cost)
    desired, maximum = cost.difference.desired, cost.difference.maximum
    summary = (
        f"about {_format_monthly_difference(desired)}" if abs(desired) >= _HALF_CENT else "as much as before at the desired number of tasks"
    )
    if abs(maximum - desired) >= _HALF_CENT:
        summary += f" (at the most tasks {_format_monthly_difference(maximum)})"
    return f"{summary}, {_format_dollars(cost.head_estimate.monthly_cost.desired)} in all{_list_largest(cost, '+,.2f')}"


def _summarize_new_cost(cost: CostDifference) -> str:
    """Return a sentence about a stack that cost nothing before. Whoever makes one for a few days wants to know the cost of a day."""
    monthly, daily = cost.head_estimate.monthly_cost, cost.head_estimate.daily_cost
    summary = f"about {_format_dollars(monthly.desired)} a month, {_format_dollars(daily.desired)} a day"
    if monthly.maximum - monthly.desired >= _HALF_CENT:
        summary += f" (at the most tasks {_format_dollars(monthly.maximum)} and {_format_dollars(daily.maximum)})"
    return summary + _list_largest(cost, ",.2f")


def _list_largest(cost: CostDifference, figure_format: str) -> str:
    largest = [
        f"{cost_change.kind} of {cost_change.service} {cost_change.difference.desired:{figure_format}}"
        for cost_change in cost.changes
        if abs(cost_change.difference.desired) >= _HALF_CENT
    ]
    details = ", ".join(largest[:_MAXIMUM_COSTS]) + (", …" if len(largest) > _MAXIMUM_COSTS else "")
    return f": {details}" if details else ""


def list_cost_rows(cost: CostDifference) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield the rows of a table: kind, service, before, after, difference. The sum comes last."""
    for cost_change in cost.changes:
        figures = cost_change.cost_before.desired, cost_change.cost_after.desired, cost_change.difference.desired
        yield cost_change.kind, cost_change.service, f"{figures[0]:,.2f}", f"{figures[1]:,.2f}", f"{figures[2]:+,.2f}"
    before, after = cost.base_estimate.monthly_cost.desired, cost.head_estimate.monthly_cost.desired
    yield "all", "", f"{before:,.2f}", f"{after:,.2f}", f"{after - before:+,.2f}"


def _starts_deployment(change: ResourceChange) -> bool:
    """Return whether a change starts a deployment. With `forceNewDeployment`, almost any change of a service does."""
    if change.type != _SERVICE_TYPE or change.op != "update":
        return False
    changed = {find_top_property(property_change.change.property_path) for property_change in change.property_changes}
    inputs = (change.new_state or {}).get("inputs", {})
    return bool(changed - _NON_DEPLOYING_PROPERTIES if inputs.get(_FORCE_DEPLOYMENT) else changed & _DEPLOYING_PROPERTIES)


def _format_monthly_difference(figure: float) -> str:
    return f"{_format_dollars(abs(figure))} a month {'more' if figure >= 0 else 'less'}"


def _format_dollars(figure: float) -> str:
    return f"${figure:,.2f}"
