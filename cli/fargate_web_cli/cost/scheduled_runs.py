"""What runs and ends by itself: scheduled tasks, and migrations before a new version of a service."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from fargate_web_cli.cost.fargate import DEFINITION, on_spot, running_items, size
from fargate_web_cli.cost.line_item import Item, Usage
from fargate_web_cli.cost.prices import Prices
from fargate_web_cli.cost.ranges import Range
from fargate_web_cli.cost.schedule_frequency import starts_a_month
from fargate_web_cli.cost.stack_resources import SCHEDULE, Registered, Stack, each, number, part, text

_LEAST_MINUTES: Final = 1
"""Fargate charges a minute at least, from the pull of the image to the end: https://aws.amazon.com/fargate/pricing/."""
_MIGRATION: Final = ":migration"


@dataclass(frozen=True, slots=True)
class Runs:
    """How often a scheduled task starts.

    Attributes:
        name: Its name.
        starts: Times a month, on average; None if the schedule can't be read.
        once: Whether it starts a single time.
        tasks: How many tasks a start is.
    """

    name: str
    starts: float | None
    once: bool
    tasks: int

    def spelled(self) -> str:
        """Say how often."""
        if self.starts is None:
            return "an unknown number of times"
        if self.once or not self.starts:
            return "once" if self.starts else "never, since it is turned off"
        times = f"{self.starts:,.0f}" if self.starts >= 1 else f"{self.starts:.2g}"
        return f"{times} {'time' if times == '1' else 'times'} a month"


def runs(schedule: Registered) -> Runs:
    """Tell how often a schedule starts its task."""
    expression = text(schedule.inputs, "scheduleExpression")
    starts = 0.0 if text(schedule.inputs, "state") == "DISABLED" else starts_a_month(expression)
    tasks = number(_parameters(schedule), "taskCount")
    return Runs(schedule.name, starts, expression.startswith("at("), max(int(tasks or 1), 1))


def run_items(stack: Stack, prices: Prices, usage: Usage) -> Iterator[Item]:
    """List what scheduled tasks cost while they run, if somebody says how long that is."""
    minutes = max(usage.run_minutes, _LEAST_MINUTES) if usage.run_minutes else 0
    for schedule in stack.of(SCHEDULE):
        found = runs(schedule)
        hours = (found.starts or 0) * minutes / 60
        if not hours:
            continue
        parameters = _parameters(schedule)
        spot = on_spot(found.tasks, each(parameters, "capacityProviderStrategies"))
        yield from running_items(
            stack,
            schedule,
            prices,
            ordinary=Range.of((found.tasks - spot) * hours),
            spot=Range.of(spot * hours),
            spot_discount=usage.spot_discount,
            public=part(parameters, "networkConfiguration").get("assignPublicIp") is True,
        )


def run_notes(stack: Stack, usage: Usage) -> Iterator[str]:
    """Say how often the schedules start something, and how long that is taken to run."""
    found = [runs(schedule) for schedule in stack.of(SCHEDULE)]
    if not found:
        return
    listed = ", ".join(f"{each.name} {each.spelled()}" for each in found)
    yield f"By their schedules, tasks start: {listed}. EventBridge Scheduler is free up to 14 million starts a month."
    if usage.run_minutes:
        yield f"Each of them is taken to run {max(usage.run_minutes, _LEAST_MINUTES):g} min, the pull of the image included."


def run_left_out(stack: Stack, prices: Prices, usage: Usage) -> Iterator[str]:
    """Name the runs whose length nobody said, and the migrations."""
    found = [runs(schedule) for schedule in stack.of(SCHEDULE)]
    started = [each.name for each in found if each.starts and not usage.run_minutes]
    if started:
        yield f"the tasks of {' and '.join(started)} while they run: how long is not known here (say --run-minutes)"
    yield from (f"the tasks of {each.name}: its schedule can't be read here" for each in found if each.starts is None)
    for definition in stack.of(DEFINITION):
        service = definition.name.removesuffix(_MIGRATION)
        if service != definition.name and size(definition):
            vcpus, gigabytes = size(definition) or (0.0, 0.0)
            hour = vcpus * prices["fargate_vcpu_hour"] + gigabytes * prices["fargate_gb_hour"]
            if text(part(definition.inputs, "runtimePlatform"), "cpuArchitecture") == "ARM64":
                hour = vcpus * prices["fargate_arm_vcpu_hour"] + gigabytes * prices["fargate_arm_gb_hour"]
            yield f"the migration of {service}, one task before each new version: {hour:.3f} dollars for each hour that it takes"


def _parameters(schedule: Registered) -> object:
    return part(part(schedule.inputs, "target"), "ecsParameters")
