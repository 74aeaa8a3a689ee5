"""What belongs to one service or scheduled task: what sets it going, what comes before it, itself, and what stands beside it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from fargate_web_cli.graph import box_builders
from fargate_web_cli.graph.drawing import Box
from fargate_web_cli.graph.model import Architecture, ScheduledTask, Service
from fargate_web_cli.graph.subnets import Tier

Make = Callable[[float, float, float], Box]
"""Makes a box at a place and of a width."""


@dataclass(frozen=True, slots=True)
class Row:
    """A service or a scheduled task with what belongs to it.

    Attributes:
        rules: The listener rules that lead to it.
        starter: The queue that it follows, or the schedule that starts it.
        before: The migration that runs before it.
        itself: It.
        scaling: What scales it.
        files: The file systems that it sees.
    """

    rules: tuple[Make, ...]
    starter: Make | None
    before: Make | None
    itself: Make
    scaling: Make | None
    files: tuple[Make, ...]


def rows(architecture: Architecture, tier: Tier) -> Iterator[Row]:
    """List the rows of a tier, scheduled tasks last."""
    yield from map(_service, architecture.of_tier(tier))
    yield from map(_task, architecture.scheduled_in(tier))


def _service(service: Service) -> Row:
    return Row(
        rules=tuple(partial(box_builders.rule, rule, index) for index, rule in enumerate(service.rules)),
        starter=partial(box_builders.queue, service) if service.queue else None,
        before=partial(box_builders.migration, service) if service.migration else None,
        itself=partial(box_builders.service, service),
        scaling=partial(box_builders.scaling, service.name, service.scaling) if service.scaling else None,
        files=tuple(partial(box_builders.files, f"services-{service.name}", each) for each in service.files),
    )


def _task(task: ScheduledTask) -> Row:
    return Row(
        rules=(),
        starter=partial(box_builders.schedule, task),
        before=None,
        itself=partial(box_builders.scheduled, task),
        scaling=None,
        files=tuple(partial(box_builders.files, f"scheduledTasks-{task.name}", each) for each in task.files),
    )
