"""What a change costs, and how long its deployments take."""

from collections.abc import Iterator
from typing import Final

from fargate_web_cli.cost.cost_difference import Delta, delta
from fargate_web_cli.cost.estimate import estimate
from fargate_web_cli.cost.prices import TableError
from fargate_web_cli.diff.model import Change, StackDiff
from fargate_web_cli.diff.property_paths import top
from fargate_web_cli.diff.recorded_resources import StackRecord

_SERVICE: Final = "aws:ecs/service:Service"
_FORCE: Final = "forceNewDeployment"
_QUIET: Final = frozenset(("forceDelete", "tags", "tagsAll"))
"""What the provider changes without a call of `UpdateService` (`resourceServiceUpdate` in ecs/service.go)."""

_DEPLOYING: Final = frozenset(
    (
        *("capacityProviderStrategies", "forceNewDeployment", "loadBalancers", "networkConfiguration", "platformVersion", "propagateTags"),
        *("serviceConnectConfiguration", "serviceRegistries", "taskDefinition", "triggers", "volumeConfiguration"),
    )
)
"""What ECS deploys of itself (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html)."""

_CENT: Final = 0.005
_MOST: Final = 3


def deployed(diff: StackDiff, head: StackRecord) -> dict[str, str]:
    """Tell which services are deployed, and how: service → how, and how long it takes."""
    return {change.name: head.deployments[change.name] for change in diff.changes if change.name in head.deployments and _deploys(change)}


def costs(base: StackRecord | None, head: StackRecord) -> Delta | None:
    """Estimate what a change costs.

    Args:
        base: What was there before; None if there was no such stack.
        head: What is there after.

    Returns:
        The difference; None if the table of prices is damaged, which `fargate-web cost` reports.
    """
    try:
        before = estimate(base.resources if base is not None else (), base.region if base is not None else head.region)
        return delta(before, estimate(head.resources, head.region))
    except TableError:
        return None


def cost_line(cost: Delta | None) -> str:
    """Put a difference in cost into a sentence; nothing if there is none."""
    if cost is None or not cost.changes:
        return ""
    desired, most = cost.difference.desired, cost.difference.maximum
    said = f"about {_more(desired)}" if abs(desired) >= _CENT else "as much as before at the desired number of tasks"
    if abs(most - desired) >= _CENT:
        said += f" (at the most tasks {_more(most)})"
    largest = [
        f"{each.kind} of {each.service} {each.difference.desired:+,.2f}" for each in cost.changes if abs(each.difference.desired) >= _CENT
    ]
    told = ", ".join(largest[:_MOST]) + (", …" if len(largest) > _MOST else "")
    return f"{said}, {_dollars(cost.head.monthly.desired)} in all" + (f": {told}" if told else "")


def cost_rows(cost: Delta) -> Iterator[tuple[str, str, str, str, str]]:
    """Write the lines of a table: kind, whose, before, after, difference; the sum comes last."""
    for each in cost.changes:
        figures = each.before.desired, each.after.desired, each.difference.desired
        yield each.kind, each.service, f"{figures[0]:,.2f}", f"{figures[1]:,.2f}", f"{figures[2]:+,.2f}"
    before, after = cost.base.monthly.desired, cost.head.monthly.desired
    yield "all", "", f"{before:,.2f}", f"{after:,.2f}", f"{after - before:+,.2f}"


def _deploys(change: Change) -> bool:
    """Tell whether a change starts a deployment: any change of a service does that the provider is to deploy with every update."""
    if change.type != _SERVICE or change.op != "update":
        return False
    changed = {top(each.change.at) for each in change.properties}
    inputs = (change.new or {}).get("inputs", {})
    return bool(changed - _QUIET if inputs.get(_FORCE) else changed & _DEPLOYING)


def _more(figure: float) -> str:
    return f"{_dollars(abs(figure))} a month {'more' if figure >= 0 else 'less'}"


def _dollars(figure: float) -> str:
    return f"${figure:,.2f}"
