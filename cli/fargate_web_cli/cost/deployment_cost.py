"""What a deployment costs on top: the tasks that run twice while a new version takes over."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from fargate_web_cli.cost.line_item import Item
from fargate_web_cli.cost.prices import HOURS
from fargate_web_cli.cost.ranges import Range, added

if TYPE_CHECKING:
    from fargate_web.settings.service import Service

TASK_KINDS: Final = frozenset({"Fargate", "Fargate Spot", "Fargate storage", "public IPv4"})
"""The kinds of a service's cost that grow with its tasks."""


@dataclass(frozen=True, slots=True)
class Deployment:
    """A deployment of a service, once.

    Attributes:
        service: The service.
        strategy: How the new version takes over.
        tasks: How many tasks run at most beside those that always do.
        hours: How long it takes, by the model of `fargate_web.analysis.deployment_timeline`.
        cost: US dollars for one deployment.
    """

    service: str
    strategy: str
    tasks: Range
    hours: Range
    cost: Range

    def as_json(self) -> dict[str, Any]:
        """Return the deployment as a value of JSON."""
        return {
            "service": self.service,
            "strategy": self.strategy,
            "extraTasks": self.tasks.as_json(),
            "hours": self.hours.as_json(),
            "cost": {name: round(value, 6) for name, value in self.cost.as_json().items()},
        }


def deployments(services: "Mapping[str, Service]", tasks: Mapping[str, Range], items: list[Item]) -> Iterator[Deployment]:
    """List what one deployment of each service costs on top.

    Args:
        services: The settings of the services.
        tasks: How many tasks each runs.
        items: The lines of the estimate, of which those of a service's tasks tell what a task costs.
    """
    for name, settings in services.items():
        if name not in tasks:
            continue
        monthly = added(item.monthly for item in items if item.service == name and item.kind in TASK_KINDS)
        each = [_one(settings, int(count), cost) for count, cost in zip(tasks[name].figures, monthly.figures, strict=True)]
        extra, hours, costs = (Range(*column) for column in zip(*each, strict=True))
        yield Deployment(name, settings.deployment.strategy, extra, hours, costs)


def _one(settings: "Service", count: int, monthly: float) -> tuple[float, float, float]:
    """Return the extra tasks, the hours and the dollars of a deployment of so many tasks, which cost so much a month."""
    if count == 0:
        return 0, 0, 0
    from fargate_web.analysis.deployment_timeline import deployment, total_seconds

    most = 2 * count if settings.deployment.shifts else math.floor(count * settings.deployment.maximum_percent / 100)
    extra = max(most - count, 0)
    hours = total_seconds(deployment(settings, count)) / 3600
    return extra, hours, extra * hours * monthly / count / HOURS
