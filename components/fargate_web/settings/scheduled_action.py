"""Limits of the number of tasks that change by the clock."""

from collections.abc import Iterator
from typing import Annotated

from .fix import Fix, combine, write
from .schedule import Schedule, TimeZone
from .section import RuleViolation, Section, describe_field


class ScheduledAction(Section):
    """New capacity limits at a scheduled time."""

    schedule: Annotated[
        Schedule,
        describe_field(
            "cron(minute hour day-of-month month day-of-week year), rate(…) or at(…).",
            source="https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-scheduled-scaling.html",
            example="cron(0 8 ? * MON-FRI *)",
        ),
    ]
    timezone: Annotated[TimeZone, describe_field("The time zone of the schedule (IANA name).")] = "UTC"
    min_capacity: Annotated[int | None, describe_field("The lower limit from then on (0–5000).", ge=0, le=5000)] = None
    max_capacity: Annotated[int | None, describe_field("The upper limit from then on (0–5000).", ge=0, le=5000)] = None

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that the action changes a limit, and that its limits are in order."""
        if self.min_capacity is None and self.max_capacity is None:
            yield RuleViolation(
                ("min_capacity", "max_capacity"),
                "the action changes neither minCapacity nor maxCapacity (ValidationException)",
                "action-without-limits",
                (write("minCapacity", value=1),),
            )
        elif self.min_capacity is not None and self.max_capacity is not None and self.min_capacity > self.max_capacity:
            yield RuleViolation(
                ("min_capacity", "max_capacity"),
                f"minCapacity {self.min_capacity} is above maxCapacity {self.max_capacity} (ValidationException)",
                "capacity-limits-reversed",
                (swap_limits(self.min_capacity, self.max_capacity),),
            )


def swap_limits(low: int, high: int) -> Fix:
    """Fix limits that are the wrong way round."""
    return combine(write("minCapacity", value=high), write("maxCapacity", value=low))
