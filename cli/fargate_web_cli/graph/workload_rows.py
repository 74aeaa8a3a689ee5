"""The rows of the picture: a service or scheduled task with its rules, trigger, migration, scaling and file systems."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from fargate_web_cli.graph import box_builders
from fargate_web_cli.graph.drawing import Box
from fargate_web_cli.graph.model import Architecture, ScheduledTask, Service
from fargate_web_cli.graph.subnets import Tier

BoxFactory = Callable[[float, float, float], Box]
"""Builds a box from x, y and width."""


@dataclass(frozen=True, slots=True)
class WorkloadRow:
    """The boxes of a service or scheduled task.

    Attributes:
        rules: The listener rules that route to it.
        trigger: The queue that it processes, or the schedule that starts it.
        migration: The migration that runs before it.
        workload: The service or scheduled task.
        scaling: Its scaling.
        file_systems: The file systems that it mounts.
    """

    rules: tuple[BoxFactory, ...]
    trigger: BoxFactory | None
    migration: BoxFactory | None
    workload: BoxFactory
    scaling: BoxFactory | None
    file_systems: tuple[BoxFactory, ...]


def list_rows(architecture: Architecture, tier: Tier) -> Iterator[WorkloadRow]:
    """List the rows of a tier, scheduled tasks last."""
    yield from map(_build_service_row, architecture.list_services_in(tier))
    yield from map(_build_task_row, architecture.list_scheduled_tasks_in(tier))


def _build_service_row(service: Service) -> WorkloadRow:
    return WorkloadRow(
        rules=tuple(partial(box_builders.build_rule_box, rule, index) for index, rule in enumerate(service.rules)),
        trigger=partial(box_builders.build_queue_box, service) if service.queue_name else None,
        migration=partial(box_builders.build_migration_box, service) if service.migration else None,
        workload=partial(box_builders.build_service_box, service),
        scaling=partial(box_builders.build_scaling_box, service.name, service.scaling) if service.scaling else None,
        file_systems=tuple(
            partial(box_builders.build_file_system_box, f"services-{service.name}", file_system) for file_system in service.file_systems
        ),
    )


def _build_task_row(task: ScheduledTask) -> WorkloadRow:
    return WorkloadRow(
        rules=(),
        trigger=partial(box_builders.build_schedule_box, task),
        migration=None,
        workload=partial(box_builders.build_scheduled_task_box, task),
        scaling=None,
        file_systems=tuple(
            partial(box_builders.build_file_system_box, f"scheduledTasks-{task.name}", file_system) for file_system in task.file_systems
        ),
    )
