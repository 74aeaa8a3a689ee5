"""The additional cost of a deployment, for tasks that run while a new version replaces the old one."""

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
"""The kinds of cost that depend on the number of tasks."""


@dataclass(frozen=True, slots=True)
class DeploymentCost:
    """The cost of one deployment of a service.

    Attributes:
        service: The service.
        strategy: The deployment strategy.
        extra_tasks: The maximum number of additional tasks.
        hours: The duration, calculated by `fargate_web.analysis.deployment_timeline`.
        cost: The cost of one deployment, in US dollars.
    """

    service: str
    strategy: str
    extra_tasks: Range
    hours: Range
    cost: Range

    def as_json(self) -> dict[str, Any]:
        """Return the deployment as a JSON value."""
        return {
            "service": self.service,
            "strategy": self.strategy,
            "extraTasks": self.extra_tasks.as_json(),
            "hours": self.hours.as_json(),
            "cost": {name: round(value, 6) for name, value in self.cost.as_json().items()},
        }


def list_deployment_costs(services: "Mapping[str, Service]", tasks: Mapping[str, Range], items: list[LineItem]) -> Iterator[DeploymentCost]:
    """List the additional cost of one deployment of each service.

    Args:
        services: The settings of the services.
        tasks: The number of tasks by service.
        items: The line items of the estimate, from which the cost of a task is calculated.
    """
    for name, settings in services.items():
        if name not in tasks:
            continue
        monthly = sum_ranges(item.monthly_cost for item in items if item.service == name and item.kind in TASK_COST_KINDS)
        deployments = [
            _calculate_deployment(settings, int(count), cost) for count, cost in zip(tasks[name].values, monthly.values, strict=True)
        ]
        extra_count, hours, costs = (Range(*column) for column in zip(*deployments, strict=True))
        yield DeploymentCost(name, settings.deployment.strategy, extra_count, hours, costs)


def _calculate_deployment(settings: "Service", count: int, monthly: float) -> tuple[float, float, float]:
    """Return the extra tasks, hours and cost of a deployment, from the number of tasks and their monthly cost."""
    if count == 0:
        return 0, 0, 0
    from fargate_web.analysis.deployment_timeline import list_deployment_phases, sum_phase_seconds

    peak_count = 2 * count if settings.deployment.shifts_traffic else math.floor(count * settings.deployment.maximum_percent / 100)
    extra_count = max(peak_count - count, 0)
    hours = sum_phase_seconds(list_deployment_phases(settings, count)) / 3600
    return extra_count, hours, extra_count * hours * monthly / count / HOURS_PER_MONTH
