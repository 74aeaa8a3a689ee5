"""A scheduled task: an image that runs at certain times and then ends."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, WithJsonSchema

from .arn_types import KmsKeyArn, QueueArn
from .fix import combine, remove, write, write_text
from .key_hints import SCHEDULED_TASK_KEY_HINTS
from .schedule import Schedule, TimeZone, is_valid_timestamp
from .section import RuleViolation, Section, describe_field
from .task import Task
from .value_types import build_value_error

_TIMESTAMP_PATTERN = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})Z")


def _validate_timestamp(value: str) -> str:
    found = _TIMESTAMP_PATTERN.fullmatch(value)
    if found and not is_valid_timestamp(found[1]):
        raise build_value_error(
            f"{value!r} isn't a moment in UTC: the calendar has none such; write it like 2027-01-01T08:00:00Z", "invalid-moment"
        )
    if not found:
        moment = _read_moment(value)
        problem = f"{value!r} isn't a moment in UTC"
        if moment is None:
            raise build_value_error(f"{problem}; write it like 2027-01-01T08:00:00Z", "invalid-moment")
        raise build_value_error(problem, "invalid-moment", fixes=(write_text(f"{moment:%Y-%m-%dT%H:%M:%SZ}"),))
    return value


def _read_moment(text: str) -> datetime | None:
    """Read a moment that is written otherwise: without a zone, with another one, or without the time."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment


Timestamp = Annotated[
    str, AfterValidator(_validate_timestamp), WithJsonSchema({"type": "string", "pattern": f"^{_TIMESTAMP_PATTERN.pattern}$"})
]


class Retry(Section):
    """What happens when the task can't be started. A task that starts and then fails is never started again."""

    maximum_attempts: Annotated[
        int,
        describe_field(
            "How many times the start is retried (0–185).",
            source="https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html",
            ge=0,
            le=185,
        ),
    ] = 185
    maximum_event_age: Annotated[
        int, describe_field("Seconds after the scheduled time until the start is given up (60–86400).", ge=60, le=86_400)
    ] = 3600


class ScheduledTask(Task):
    """A scheduled task: an image that EventBridge Scheduler runs at certain times, and that ends by itself.

    Nothing connects to it. A schedule doesn't wait for the previous task: a task that may run longer than the interval must handle overlaps itself.
    """

    kind = "scheduled task"

    schedule: Annotated[
        Schedule,
        describe_field(
            "cron(minute hour day-of-month month day-of-week year), rate(…) or at(…).",
            cost="the tasks while they run; schedules are free up to 14 million starts a month",
            source="https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html",
            example="cron(30 2 * * ? *)",
        ),
    ]
    timezone: Annotated[
        TimeZone, describe_field("The time zone of cron and at (IANA name). Where clocks change, a time that doesn't exist is skipped.")
    ] = "UTC"
    enabled: Annotated[bool, describe_field("Whether the schedule starts tasks; `false` keeps everything and starts nothing.")] = True
    task_count: Annotated[int, describe_field("How many tasks each scheduled time starts (1–10).", ge=1, le=10)] = 1
    flexible_time_window: Annotated[
        int | None,
        describe_field(
            "Minutes by which the start may be delayed, so that not all schedules start at once (1–1440). Default: none.",
            source="https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-flexible-time-windows.html",
            ge=1,
            le=1440,
        ),
    ] = None
    retry: Annotated[Retry, describe_field("What happens when the task can't be started.")] = Retry()
    dead_letter_queue_arn: Annotated[
        QueueArn | None,
        describe_field(
            "An SQS queue (not FIFO) that receives the starts that failed. Default: none; an alarm reports them.",
            source="https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html",
            example="arn:aws:sqs:us-west-2:123456789012:not-started",
        ),
    ] = None
    kms_key_arn: Annotated[
        KmsKeyArn | None,
        describe_field(
            "A customer managed key for the schedule; the role that creates the schedule must be allowed to use it. Default: that of encryption.",
            source="https://docs.aws.amazon.com/scheduler/latest/UserGuide/encryption-rest.html",
        ),
    ] = None
    start_at: Annotated[Timestamp | None, describe_field("No start before this moment, in UTC.", example="2027-01-01T00:00:00Z")] = None
    end_at: Annotated[Timestamp | None, describe_field("No start after this moment, in UTC.", example="2027-12-31T23:59:59Z")] = None
    propagate_tags: Annotated[
        Literal["TASK_DEFINITION", "NONE"],
        describe_field("Whether the tasks take the tags of their task definition; there is no service to take them from."),
    ] = "TASK_DEFINITION"

    key_hints = SCHEDULED_TASK_KEY_HINTS

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check for settings that EventBridge Scheduler refuses or ignores."""
        yield from super().find_violations()
        for index, entry in enumerate(self.egress or ()):
            if entry.kind == "service":
                yield RuleViolation(
                    (f"egress.{index}",),
                    f"services admit no scheduled task by name, so that {entry.to!r} leads nowhere; write the id of a security group, a CIDR block, a prefix list or interfaceEndpoints",
                    "unknown-egress-target",
                )
        if self.schedule.startswith("at("):
            for field, key in (("start_at", "startAt"), ("end_at", "endAt")):
                if getattr(self, field):
                    yield RuleViolation(
                        (field, "schedule"),
                        "a one-time schedule has neither start nor end, and EventBridge Scheduler ignores them",
                        "setting-without-effect",
                        (remove(key),),
                    )
        elif self.start_at and self.end_at and self.start_at >= self.end_at:
            yield RuleViolation(
                ("end_at", "start_at"),
                f"endAt {self.end_at} isn't after startAt {self.start_at} (ValidationException)",
                "ends-before-start",
                (combine(write("startAt", value=self.end_at), write("endAt", value=self.start_at)),)
                if self.start_at > self.end_at
                else (remove("endAt"),),
            )
        if isinstance(self.dead_letter_queue_arn, str) and self.dead_letter_queue_arn.endswith(".fifo"):
            yield RuleViolation(
                ("dead_letter_queue_arn",),
                "EventBridge Scheduler does not support a FIFO queue as dead-letter queue, only a standard one",
                "fifo-dead-letter-queue",
                (remove("deadLetterQueueArn"),),
            )
