"""What a deployment costs on top: the tasks that run twice while a new version takes over."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from fargate_web_cli.cost.line_item import LineItem
from fargate_web_cli.cost.prices import HOURS_PER_MONTH
from fargate_web_cli.cost.ranges import Range, sum_ranges

if TYPE_CHECKING:
    from fargate_web.settings.service import Service

TASK_COST_KINDS: Final = frozenset({"Fargate", "Fargate Spot", "Fargate storage", "public IPv4"})
"""The kinds of a service's cost that grow with its tasks."""


@dataclass(frozen=True, slots=True)
class DeploymentCost:
    """A deployment of a service, once.

    Attributes:
        service: The service.
        strategy: How the new version takes over.
        extra_tasks: How many tasks run at most beside those that always do.
        hours: How long it takes, by the model of `fargate_web.analysis.deployment_timeline`.
        cost: US dollars for one deployment.
    """

    service: str
    strategy: str
    extra_tasks: Range
    hours: Range
    cost: Range

    def as_json(self) -> dict[str, Any]:
        """Return the deployment as a value of JSON."""
        return {
            "service": self.service,
            "strategy": self.strategy,
            "extraTasks": self.extra_tasks.as_json(),
            "hours": self.hours.as_json(),
            "cost": {name: round(value, 6) for name, value in self.cost.as_json().items()},
        }


def list_deployment_costs(services: "Mapping[str, Service]", tasks: Mapping[str, Range], items: list[LineItem]) -> Iterator[DeploymentCost]:
    """List what one deployment of each service costs on top.

    Args:
        services: The settings of the services.
        tasks: How many tasks each runs.
        items: The lines of the estimate, of which those of a service's tasks tell what a task costs.
    """
    for name, settings in services.items():
        if name not in tasks:
            continue
        monthly = sum_ranges(item.monthly_cost for item in items if item.service == name and item.kind in TASK_COST_KINDS)
        each = [_calculate_deployment(settings, int(count), cost) for count, cost in zip(tasks[name].values, monthly.values, strict=True)]
        extra, hours, costs = (Range(*column) for column in zip(*each, strict=True))
        yield DeploymentCost(name, settings.deployment.strategy, extra, hours, costs)


def _calculate_deployment(settings: "Service", count: int, monthly: float) -> tuple[float, float, float]:
    """Return the extra tasks, the hours and the dollars of a deployment of so many tasks, which cost so much a month."""
    if count == 0:
        return 0, 0, 0
    from fargate_web.analysis.deployment_timeline import list_deployment_phases, sum_phase_seconds

    most = 2 * count if settings.deployment.shifts_traffic else math.floor(count * settings.deployment.maximum_percent / 100)
    extra = max(most - count, 0)
    hours = sum_phase_seconds(list_deployment_phases(settings, count)) / 3600
    return extra, hours, extra * hours * monthly / count / HOURS_PER_MONTH
