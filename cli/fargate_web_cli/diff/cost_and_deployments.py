"""What a change costs, and how long its deployments take."""

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
"""What the provider changes without a call of `UpdateService` (`resourceServiceUpdate` in ecs/service.go)."""

_DEPLOYING_PROPERTIES: Final = frozenset(
    (
        *("capacityProviderStrategies", "forceNewDeployment", "loadBalancers", "networkConfiguration", "platformVersion", "propagateTags"),
        *("serviceConnectConfiguration", "serviceRegistries", "taskDefinition", "triggers", "volumeConfiguration"),
    )
)
"""What ECS deploys of itself (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html)."""

_HALF_CENT: Final = 0.005
_MAXIMUM_COSTS: Final = 3


def describe_deployed_services(diff: StackDiff, head: StackRecord) -> dict[str, str]:
    """Tell which services are deployed, and how: service → how, and how long it takes."""
    return {
        change.name: head.deployments[change.name]
        for change in diff.changes
        if change.name in head.deployments and _starts_deployment(change)
    }


def estimate_cost_difference(base: StackRecord | None, head: StackRecord) -> CostDifference | None:
    """Estimate what a change costs.

    Args:
        base: What was there before; None if there was no such stack.
        head: What is there after.

    Returns:
        The difference; None if the table of prices is damaged, which `fargate-web cost` reports.
    """
    try:
        before = estimate_cost(base.resources if base is not None else (), base.region if base is not None else head.region)
        return compare_estimates(before, estimate_cost(head.resources, head.region))
    except PriceTableError:
        return None


def summarize_cost_difference(cost: CostDifference | None) -> str:
    """Put a difference in cost into a sentence; nothing if there is none."""
    if cost is None or not cost.changes:
        return ""
    desired, most = cost.difference.desired, cost.difference.maximum
    said = (
        f"about {_format_monthly_difference(desired)}" if abs(desired) >= _HALF_CENT else "as much as before at the desired number of tasks"
    )
    if abs(most - desired) >= _HALF_CENT:
        said += f" (at the most tasks {_format_monthly_difference(most)})"
    largest = [
        f"{each.kind} of {each.service} {each.difference.desired:+,.2f}"
        for each in cost.changes
        if abs(each.difference.desired) >= _HALF_CENT
    ]
    told = ", ".join(largest[:_MAXIMUM_COSTS]) + (", …" if len(largest) > _MAXIMUM_COSTS else "")
    return f"{said}, {_format_dollars(cost.head_estimate.monthly_cost.desired)} in all" + (f": {told}" if told else "")


def list_cost_rows(cost: CostDifference) -> Iterator[tuple[str, str, str, str, str]]:
    """Write the lines of a table: kind, whose, before, after, difference; the sum comes last."""
    for each in cost.changes:
        figures = each.cost_before.desired, each.cost_after.desired, each.difference.desired
        yield each.kind, each.service, f"{figures[0]:,.2f}", f"{figures[1]:,.2f}", f"{figures[2]:+,.2f}"
    before, after = cost.base_estimate.monthly_cost.desired, cost.head_estimate.monthly_cost.desired
    yield "all", "", f"{before:,.2f}", f"{after:,.2f}", f"{after - before:+,.2f}"


def _starts_deployment(change: ResourceChange) -> bool:
    """Tell whether a change starts a deployment: any change of a service does that the provider is to deploy with every update."""
    if change.type != _SERVICE_TYPE or change.op != "update":
        return False
    changed = {find_top_property(each.change.property_path) for each in change.property_changes}
    inputs = (change.new_state or {}).get("inputs", {})
    return bool(changed - _NON_DEPLOYING_PROPERTIES if inputs.get(_FORCE_DEPLOYMENT) else changed & _DEPLOYING_PROPERTIES)


def _format_monthly_difference(figure: float) -> str:
    return f"{_format_dollars(abs(figure))} a month {'more' if figure >= 0 else 'less'}"


def _format_dollars(figure: float) -> str:
    return f"${figure:,.2f}"
