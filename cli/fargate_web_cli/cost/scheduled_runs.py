"""What runs and ends by itself: scheduled tasks, and migrations before a new version of a service."""

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
"""Fargate charges a minute at least, from the pull of the image to the end: https://aws.amazon.com/fargate/pricing/."""
_MIGRATION_SUFFIX: Final = ":migration"


@dataclass(frozen=True, slots=True)
class ScheduledRuns:
    """How often a scheduled task starts.

    Attributes:
        name: Its name.
        starts_per_month: Times a month, on average; None if the schedule can't be read.
        runs_once: Whether it starts a single time.
        tasks_per_start: How many tasks a start is.
    """

    name: str
    starts_per_month: float | None
    runs_once: bool
    tasks_per_start: int

    def describe_frequency(self) -> str:
        """Say how often."""
        if self.starts_per_month is None:
            return "an unknown number of times"
        if self.runs_once or not self.starts_per_month:
            return "once" if self.starts_per_month else "never, since it is turned off"
        times = f"{self.starts_per_month:,.0f}" if self.starts_per_month >= 1 else f"{self.starts_per_month:.2g}"
        return f"{times} {'time' if times == '1' else 'times'} a month"


def read_scheduled_runs(schedule: RegisteredResource) -> ScheduledRuns:
    """Tell how often a schedule starts its task."""
    expression = read_text(schedule.inputs, "scheduleExpression")
    starts = 0.0 if read_text(schedule.inputs, "state") == "DISABLED" else count_monthly_starts(expression)
    tasks = read_number(_read_ecs_parameters(schedule), "taskCount")
    return ScheduledRuns(schedule.name, starts, expression.startswith("at("), max(int(tasks or 1), 1))


def list_run_items(stack: StackResources, prices: Prices, usage: Usage) -> Iterator[LineItem]:
    """List what scheduled tasks cost while they run, if somebody says how long that is."""
    minutes = max(usage.run_minutes, _MINIMUM_MINUTES) if usage.run_minutes else 0
    for schedule in stack.find_all(SCHEDULE_TYPE):
        found = read_scheduled_runs(schedule)
        hours = (found.starts_per_month or 0) * minutes / 60
        if not hours:
            continue
        parameters = _read_ecs_parameters(schedule)
        spot = count_spot_tasks(found.tasks_per_start, read_maps(parameters, "capacityProviderStrategies"))
        yield from list_running_items(
            stack,
            schedule,
            prices,
            on_demand_hours=Range.constant((found.tasks_per_start - spot) * hours),
            spot_hours=Range.constant(spot * hours),
            spot_discount=usage.spot_discount,
            public_address=read_map(parameters, "networkConfiguration").get("assignPublicIp") is True,
        )


def list_run_assumptions(stack: StackResources, usage: Usage) -> Iterator[str]:
    """Say how often the schedules start something, and how long that is taken to run."""
    found = [read_scheduled_runs(schedule) for schedule in stack.find_all(SCHEDULE_TYPE)]
    if not found:
        return
    listed = ", ".join(f"{each.name} {each.describe_frequency()}" for each in found)
    yield f"By their schedules, tasks start: {listed}. EventBridge Scheduler is free up to 14 million starts a month."
    if usage.run_minutes:
        yield f"Each of them is taken to run {max(usage.run_minutes, _MINIMUM_MINUTES):g} min, the pull of the image included."


def list_run_omissions(stack: StackResources, prices: Prices, usage: Usage) -> Iterator[str]:
    """Name the runs whose length nobody said, and the migrations."""
    found = [read_scheduled_runs(schedule) for schedule in stack.find_all(SCHEDULE_TYPE)]
    started = [each.name for each in found if each.starts_per_month and not usage.run_minutes]
    if started:
        yield f"the tasks of {' and '.join(started)} while they run: how long is not known here (say --run-minutes)"
    yield from (f"the tasks of {each.name}: its schedule can't be read here" for each in found if each.starts_per_month is None)
    for definition in stack.find_all(TASK_DEFINITION_TYPE):
        service = definition.name.removesuffix(_MIGRATION_SUFFIX)
        if service != definition.name and read_task_size(definition):
            vcpus, gigabytes = read_task_size(definition) or (0.0, 0.0)
            hour = vcpus * prices["fargate_vcpu_hour"] + gigabytes * prices["fargate_gb_hour"]
            if read_text(read_map(definition.inputs, "runtimePlatform"), "cpuArchitecture") == "ARM64":
                hour = vcpus * prices["fargate_arm_vcpu_hour"] + gigabytes * prices["fargate_arm_gb_hour"]
            yield f"the migration of {service}, one task before each new version: {hour:.3f} dollars for each hour that it takes"


def _read_ecs_parameters(schedule: RegisteredResource) -> object:
    return read_map(read_map(schedule.inputs, "target"), "ecsParameters")
