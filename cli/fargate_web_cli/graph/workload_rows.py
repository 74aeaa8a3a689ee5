"""What belongs to one service or scheduled task: what sets it going, what comes before it, itself, and what stands beside it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from fargate_web_cli.graph import box_builders
from fargate_web_cli.graph.drawing import Box
from fargate_web_cli.graph.model import Architecture, ScheduledTask, Service
from fargate_web_cli.graph.subnets import Tier

BoxFactory = Callable[[float, float, float], Box]
"""Makes a box at a place and of a width."""


@dataclass(frozen=True, slots=True)
class WorkloadRow:
    """A service or a scheduled task with what belongs to it.

    Attributes:
        rules: The listener rules that lead to it.
        trigger: The queue that it follows, or the schedule that starts it.
        migration: The migration that runs before it.
        workload: It.
        scaling: What scales it.
        file_systems: The file systems that it sees.
    """

    rules: tuple[BoxFactory, ...]
    trigger: BoxFactory | None
    migration: BoxFactory | None
    workload: BoxFactory
    scaling: BoxFactory | None
    file_systems: tuple[BoxFactory, ...]


def list_rows(architecture: Architecture, tier: Tier) -> Iterator[WorkloadRow]:
    """List the rows of a tier, scheduled tasks last."""
    yield from map(_build_service_row, architecture.services_in(tier))
    yield from map(_build_task_row, architecture.scheduled_tasks_in(tier))


def _build_service_row(service: Service) -> WorkloadRow:
    return WorkloadRow(
        rules=tuple(partial(box_builders.build_rule_box, rule, index) for index, rule in enumerate(service.rules)),
        trigger=partial(box_builders.build_queue_box, service) if service.queue_name else None,
        migration=partial(box_builders.build_migration_box, service) if service.migration else None,
        workload=partial(box_builders.build_service_box, service),
        scaling=partial(box_builders.build_scaling_box, service.name, service.scaling) if service.scaling else None,
        file_systems=tuple(partial(box_builders.build_file_system_box, f"services-{service.name}", each) for each in service.file_systems),
    )


def _build_task_row(task: ScheduledTask) -> WorkloadRow:
    return WorkloadRow(
        rules=(),
        trigger=partial(box_builders.build_schedule_box, task),
        migration=None,
        workload=partial(box_builders.build_scheduled_task_box, task),
        scaling=None,
        file_systems=tuple(partial(box_builders.build_file_system_box, f"scheduledTasks-{task.name}", each) for each in task.file_systems),
    )
