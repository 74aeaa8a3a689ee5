"""The cost of tasks that run and end: scheduled tasks, and migrations before a new version of a service."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from fargate_web_cli.cost.fargate import TASK_DEFINITION_TYPE, count_spot_tasks, list_running_items, read_task_size
from fargate_web_cli.cost.line_item import LineItem, Usage
from fargate_web_cli.cost.prices import Prices
from fargate_web_cli.cost.ranges import Range
from fargate_web_cli.cost.schedule_frequency import count_monthly_starts
from fargate_web_cli.cost.stack_resources import (
    SCHEDULE_TYPE,
    RegisteredResource,
    StackResources,
    read_map,
    read_maps,
    read_number,
    read_text,
)

_MINIMUM_MINUTES: Final = 1
"""Fargate charges at least one minute, from the pull of the image to the end: https://aws.amazon.com/fargate/pricing/."""
_MIGRATION_SUFFIX: Final = ":migration"


@dataclass(frozen=True, slots=True)
class ScheduledRuns:
    """The frequency of a scheduled task.

    Attributes:
        name: The name of the scheduled task.
        starts_per_month: The average starts a month; None if the schedule is not understood.
        runs_once: Whether it starts only once.
        tasks_per_start: The number of tasks that each start runs.
    """

    name: str
    starts_per_month: float | None
    runs_once: bool
    tasks_per_start: int

    def describe_frequency(self) -> str:
        """Describe the frequency in words."""
        if self.starts_per_month is None:
            return "an unknown number of times"
        if self.runs_once or not self.starts_per_month:
            return "once" if self.starts_per_month else "never, since it is turned off"
        times = f"{self.starts_per_month:,.0f}" if self.starts_per_month >= 1 else f"{self.starts_per_month:.2g}"
        return f"{times} {'time' if times == '1' else 'times'} a month"


def read_scheduled_runs(schedule: RegisteredResource) -> ScheduledRuns:
    """Read the frequency of a schedule."""
    expression = read_text(schedule.inputs, "scheduleExpression")
    starts = 0.0 if read_text(schedule.inputs, "state") == "DISABLED" else count_monthly_starts(expression)
    tasks = read_number(_read_ecs_parameters(schedule), "taskCount")
    return ScheduledRuns(schedule.name, starts, expression.startswith("at("), max(int(tasks or 1), 1))


def list_run_items(stack: StackResources, prices: Prices, usage: Usage) -> Iterator[LineItem]:
    """List the line items of scheduled tasks, if the user sets the length of their runs."""
    minutes = max(usage.run_minutes, _MINIMUM_MINUTES) if usage.run_minutes else 0
    for schedule in stack.find_all(SCHEDULE_TYPE):
        runs = read_scheduled_runs(schedule)
        hours = (runs.starts_per_month or 0) * minutes / 60
        if not hours:
            continue
        parameters = _read_ecs_parameters(schedule)
        spot = count_spot_tasks(runs.tasks_per_start, read_maps(parameters, "capacityProviderStrategies"))
        yield from list_running_items(
            stack,
            schedule,
            prices,
            on_demand_hours=Range.constant((runs.tasks_per_start - spot) * hours),
            spot_hours=Range.constant(spot * hours),
            spot_discount=usage.spot_discount,
            public_address=read_map(parameters, "networkConfiguration").get("assignPublicIp") is True,
        )


def list_run_assumptions(stack: StackResources, usage: Usage) -> Iterator[str]:
    """List the assumptions about the frequency of schedules and the length of runs."""
    all_runs = [read_scheduled_runs(schedule) for schedule in stack.find_all(SCHEDULE_TYPE)]
    if not all_runs:
        return
    listed = ", ".join(f"{runs.name} {runs.describe_frequency()}" for runs in all_runs)
    yield f"By their schedules, tasks start: {listed}. EventBridge Scheduler is free up to 14 million starts a month."
    if usage.run_minutes:
        yield f"Each of them is assumed to run {max(usage.run_minutes, _MINIMUM_MINUTES):g} min, the pull of the image included."


def list_run_omissions(stack: StackResources, prices: Prices, usage: Usage) -> Iterator[str]:
    """List the runs of unknown length, and the migrations."""
    all_runs = [read_scheduled_runs(schedule) for schedule in stack.find_all(SCHEDULE_TYPE)]
    names = [runs.name for runs in all_runs if runs.starts_per_month and not usage.run_minutes]
    if names:
        yield f"the tasks of {' and '.join(names)} while they run: how long is not known here (set --run-minutes)"
    yield from (f"the tasks of {runs.name}: its schedule can't be read here" for runs in all_runs if runs.starts_per_month is None)
    for definition in stack.find_all(TASK_DEFINITION_TYPE):
        service = definition.name.removesuffix(_MIGRATION_SUFFIX)
        if service != definition.name and read_task_size(definition):
            vcpus, gigabytes = read_task_size(definition) or (0.0, 0.0)
            hourly_cost = vcpus * prices["fargate_vcpu_hour"] + gigabytes * prices["fargate_gb_hour"]
            if read_text(read_map(definition.inputs, "runtimePlatform"), "cpuArchitecture") == "ARM64":
                hourly_cost = vcpus * prices["fargate_arm_vcpu_hour"] + gigabytes * prices["fargate_arm_gb_hour"]
            yield f"the migration of {service}, one task before each new version: {hourly_cost:.3f} dollars for each hour that it takes"


def _read_ecs_parameters(schedule: RegisteredResource) -> object:
    return read_map(read_map(schedule.inputs, "target"), "ecsParameters")
