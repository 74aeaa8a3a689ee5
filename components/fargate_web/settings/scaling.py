"""How the number of tasks follows the load."""

import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator, Field

from .section import Broken, Section, about, shorthand
from .values import wrong

_AT = re.compile(r"at\(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\)")
_RATE = re.compile(r"rate\(([1-9]\d*) (minute|minutes|hour|hours|day|days)\)")
_CRON = re.compile(r"cron\((.+)\)")


def _schedule(value: str) -> str:
    cron = _CRON.fullmatch(value)
    if cron and len(cron[1].split()) != 6:
        raise wrong(
            f"{value!r} has {len(cron[1].split())} fields; AWS's cron has six: minute hour day-of-month month day-of-week year; write it like cron(0 8 ? * MON-FRI *)"
        )
    if cron and (cron[1].split()[2] == "?") == (cron[1].split()[4] == "?"):
        raise wrong(
            f"{value!r} must have a ? in exactly one of day-of-month and day-of-week (ValidationException); write it like cron(0 8 ? * MON-FRI *)"
        )
    if not cron and not _AT.fullmatch(value) and not _RATE.fullmatch(value):
        raise wrong(f"{value!r} isn't a schedule; write cron(0 8 ? * MON-FRI *), rate(1 hour) or at(2027-01-01T08:00:00)")
    rate = _RATE.fullmatch(value)
    if rate and (rate[1] == "1") == rate[2].endswith("s"):
        raise wrong(f"{value!r}: AWS takes the singular for 1 and the plural otherwise; write rate(1 hour) or rate(2 hours)")
    return value


def _zone(value: str) -> str:
    from zoneinfo import available_timezones  # six milliseconds that few stacks need

    zones = available_timezones()
    # A machine without the database knows none.
    if zones and value not in zones:
        raise wrong(f"{value!r} isn't a time zone of the IANA database; write it like Europe/Vienna or UTC")
    return value


Schedule = Annotated[str, AfterValidator(_schedule)]
TimeZone = Annotated[str, AfterValidator(_zone)]
PolicyName = Annotated[str, Field(min_length=1, max_length=256)]


class TargetTracking(Section):
    """Keeps a metric near a value by adding and removing tasks."""

    target: Annotated[float, about("The value that the metric is kept near.", gt=0, example=70)]
    policy_name: Annotated[PolicyName | None, about("The name of the policy. Default: made by Pulumi.", example="api-cpu-scaling")] = None
    scale_in_cooldown: Annotated[
        int,
        about(
            "Seconds after a removal until the next (0–86400).",
            source="https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html",
            ge=0,
            le=86_400,
        ),
    ] = 300
    scale_out_cooldown: Annotated[int, about("Seconds after an addition until the next (0–86400).", ge=0, le=86_400)] = 60
    disable_scale_in: Annotated[bool, about("Whether tasks are only added.")] = False


class Percentage(TargetTracking):
    """Keeps a utilisation near a percentage."""

    target: Annotated[
        float,
        about(
            "The average utilisation in percent that is kept (1–100); 50–75 leaves room while new tasks start.", ge=1, le=100, example=70
        ),
    ]


_PERCENTAGE = shorthand("target", {"type": "number", "minimum": 1, "maximum": 100})
_TARGET = shorthand("target", {"type": "number", "exclusiveMinimum": 0})


class ScheduledAction(Section):
    """New limits at a time."""

    schedule: Annotated[
        Schedule,
        about(
            "cron(minute hour day-of-month month day-of-week year), rate(…) or at(…).",
            source="https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-scheduled-scaling.html",
            example="cron(0 8 ? * MON-FRI *)",
        ),
    ]
    timezone: Annotated[TimeZone, about("The time zone of the schedule (IANA name).")] = "UTC"
    min_capacity: Annotated[int | None, about("The lower limit from then on (0–5000).", ge=0, le=5000)] = None
    max_capacity: Annotated[int | None, about("The upper limit from then on (0–5000).", ge=0, le=5000)] = None

    def rules(self) -> Iterator[Broken]:
        """It changes something, and its limits are in order."""
        if self.min_capacity is None and self.max_capacity is None:
            yield Broken(("min_capacity", "max_capacity"), "the action changes nothing; write minCapacity or maxCapacity")
        elif self.min_capacity is not None and self.max_capacity is not None and self.min_capacity > self.max_capacity:
            yield Broken(
                ("min_capacity", "max_capacity"),
                f"minCapacity {self.min_capacity} is above maxCapacity {self.max_capacity} (ValidationException); write it the other way round",
            )


class Scaling(Section):
    """How the number of tasks follows the load. Each policy makes two CloudWatch alarms, at no charge."""

    min_capacity: Annotated[int, about("The fewest tasks (0–5000); two survive the loss of a zone.", ge=0, le=5000)]
    max_capacity: Annotated[int, about("The most tasks (1–5000); it bounds the cost.", ge=1, le=5000)]
    cpu: Annotated[
        Percentage | None, _PERCENTAGE, about("Average CPU utilisation in percent (1–100) that is kept, or a whole policy.", example=70)
    ] = None
    memory: Annotated[
        Percentage | None, _PERCENTAGE, about("Average memory utilisation in percent (1–100) that is kept, or a whole policy.", example=80)
    ] = None
    requests_per_target: Annotated[
        TargetTracking | None, _TARGET, about("Requests per task and minute that are kept, or a whole policy.", example=1000)
    ] = None
    scheduled_actions: Annotated[
        dict[Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,100}$")], ScheduledAction], about("New limits at certain times, by name.")
    ] = {}

    answers = {
        "min": "write minCapacity",
        "max": "write maxCapacity",
        "range": "write minCapacity and maxCapacity",
        "cpuPercentage": "write cpu",
        "memoryPercentage": "write memory",
        "requests": "write requestsPerTarget",
        "desiredCount": "write desiredCount at the service",
        "targetValue": "write cpu: 70, memory: 80 or requestsPerTarget: 1000",
        "scheduled": "write scheduledActions",
        "schedules": "write scheduledActions",
    }

    def rules(self) -> Iterator[Broken]:
        """The limits are in order, and something moves the count between them."""
        if self.min_capacity > self.max_capacity:
            yield Broken(
                ("min_capacity", "max_capacity"),
                f"minCapacity {self.min_capacity} is above maxCapacity {self.max_capacity} (Maximum capacity cannot be less than minimum capacity); write it the other way round",
            )
        policies = [self.cpu, self.memory, self.requests_per_target]
        if not any(policies) and not self.scheduled_actions:
            yield Broken(
                ("min_capacity", "cpu", "memory", "requests_per_target"),
                "nothing would ever change the number of tasks; write cpu: 70, memory: 80, requestsPerTarget: 1000 or scheduledActions",
            )
        if self.min_capacity == 0 and any(policies) and not self.scheduled_actions:
            yield Broken(
                ("min_capacity",),
                "once there are no tasks there is no utilisation to measure, so it would never scale out again; write minCapacity: 1 or more",
            )
        for name, action in self.scheduled_actions.items():
            low = self.min_capacity if action.min_capacity is None else action.min_capacity
            high = self.max_capacity if action.max_capacity is None else action.max_capacity
            if low > high and not (action.min_capacity is not None and action.max_capacity is not None):
                yield Broken(
                    (f"scheduled_actions.{name}", "min_capacity", "max_capacity"),
                    f"from then on minCapacity {low} would be above maxCapacity {high} (ValidationException); say both limits in the action",
                )
        names = [policy.policy_name for policy in policies if policy and policy.policy_name]
        for twice in sorted({n for n in names if names.count(n) > 1}):
            yield Broken(
                ("cpu.policy_name",), f"two policies are named {twice!r}, and the second would overwrite the first; give each its own name"
            )
