"""How the number of tasks follows the load."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from .schedule import Schedule, TimeZone
from .section import RuleViolation, Section, allow_shorthand, describe_field, find_duplicates
from .value_types import QueueArn, QueueName

PolicyName = Annotated[str, Field(min_length=1, max_length=256)]


class Tracking(Section):
    """What every policy that keeps a metric near a value has."""

    policy_name: Annotated[
        PolicyName | None, describe_field("The name of the policy. Default: made by Pulumi.", example="api-cpu-scaling")
    ] = None
    scale_in_cooldown: Annotated[
        int,
        describe_field(
            "Seconds after a removal until the next (0–86400).",
            source="https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html",
            ge=0,
            le=86_400,
        ),
    ] = 300
    scale_out_cooldown: Annotated[int, describe_field("Seconds after an addition until the next (0–86400).", ge=0, le=86_400)] = 60
    disable_scale_in: Annotated[bool, describe_field("Whether tasks are only added.")] = False


class TargetTracking(Tracking):
    """Keeps a metric near a value by adding and removing tasks."""

    target: Annotated[float, describe_field("The value that the metric is kept near.", gt=0, example=70)]


class Percentage(TargetTracking):
    """Keeps a utilisation near a percentage."""

    target: Annotated[
        float,
        describe_field(
            "The average utilisation in percent that is kept (1–100); 50–75 leaves room while new tasks start.", ge=1, le=100, example=70
        ),
    ]


_PERCENTAGE_SHORTHAND = allow_shorthand("target", {"type": "number", "minimum": 1, "maximum": 100})
_TARGET_SHORTHAND = allow_shorthand("target", {"type": "number", "exclusiveMinimum": 0})


class Backlog(Tracking):
    """Keeps the number of waiting messages of an SQS queue per task near a value."""

    messages_per_task: Annotated[
        float,
        describe_field(
            "How many messages may wait for each task: the longest time a message may wait, divided by the time that one takes (600 s / 3 s = 200).",
            source="https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking-metric-math.html",
            gt=0,
            example=200,
        ),
    ]
    queue_name: Annotated[QueueName | None, describe_field("The name of the queue, in this account and Region.", example="orders")] = None
    queue_arn: Annotated[
        QueueArn | None,
        describe_field(
            "Its ARN instead, for instance an Output of the program that makes it.", example="arn:aws:sqs:us-west-2:123456789012:orders"
        ),
    ] = None

    key_hints = {
        "target": "write messagesPerTask",
        "name": "write queueName",
        "arn": "write queueArn",
        "queueUrl": "write queueName or queueArn",
        "url": "write queueName or queueArn",
        "backlogPerTask": "write messagesPerTask",
    }

    def find_violations(self) -> Iterator[RuleViolation]:
        """The queue is named once."""
        if self.queue_name is None and self.queue_arn is None:
            yield RuleViolation(("queue_name", "queue_arn"), "it isn't said which queue; write queueName: orders, or queueArn")
        elif self.queue_name is not None and self.queue_arn is not None:
            yield RuleViolation(("queue_name", "queue_arn"), "the queue is named twice; remove one of the two")


class ScheduledAction(Section):
    """New limits at a time."""

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
        """It changes something, and its limits are in order."""
        if self.min_capacity is None and self.max_capacity is None:
            yield RuleViolation(("min_capacity", "max_capacity"), "the action changes nothing; write minCapacity or maxCapacity")
        elif self.min_capacity is not None and self.max_capacity is not None and self.min_capacity > self.max_capacity:
            yield RuleViolation(
                ("min_capacity", "max_capacity"),
                f"minCapacity {self.min_capacity} is above maxCapacity {self.max_capacity} (ValidationException); write it the other way round",
            )


class Scaling(Section):
    """How the number of tasks follows the load. Each policy makes two CloudWatch alarms, at no charge."""

    min_capacity: Annotated[int, describe_field("The fewest tasks (0–5000); two survive the loss of a zone.", ge=0, le=5000)]
    max_capacity: Annotated[int, describe_field("The most tasks (1–5000); it bounds the cost.", ge=1, le=5000)]
    cpu: Annotated[
        Percentage | None,
        _PERCENTAGE_SHORTHAND,
        describe_field("Average CPU utilisation in percent (1–100) that is kept, or a whole policy.", example=70),
    ] = None
    memory: Annotated[
        Percentage | None,
        _PERCENTAGE_SHORTHAND,
        describe_field("Average memory utilisation in percent (1–100) that is kept, or a whole policy.", example=80),
    ] = None
    requests_per_target: Annotated[
        TargetTracking | None,
        _TARGET_SHORTHAND,
        describe_field("Requests per task and minute that are kept, or a whole policy.", example=1000),
    ] = None
    queue: Annotated[
        Backlog | None,
        describe_field(
            "The backlog of an SQS queue that a worker reads from, in messages per task. Needs Container Insights, which count the running tasks.",
            example={"queueName": "orders", "messagesPerTask": 200},
        ),
    ] = None
    scheduled_actions: Annotated[
        dict[Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,100}$")], ScheduledAction],
        describe_field("New limits at certain times, by name."),
    ] = {}

    key_hints = {
        "min": "write minCapacity",
        "max": "write maxCapacity",
        "range": "write minCapacity and maxCapacity",
        "cpuPercentage": "write cpu",
        "memoryPercentage": "write memory",
        "requests": "write requestsPerTarget",
        "sqs": "write queue: {queueName: …, messagesPerTask: …}",
        "queueDelay": "write queue: {queueName: …, messagesPerTask: …}",
        "desiredCount": "write desiredCount at the service",
        "targetValue": "write cpu: 70, memory: 80 or requestsPerTarget: 1000",
        "scheduled": "write scheduledActions",
        "schedules": "write scheduledActions",
    }

    def find_violations(self) -> Iterator[RuleViolation]:
        """The limits are in order, and something moves the count between them."""
        if self.min_capacity > self.max_capacity:
            yield RuleViolation(
                ("min_capacity", "max_capacity"),
                f"minCapacity {self.min_capacity} is above maxCapacity {self.max_capacity} (Maximum capacity cannot be less than minimum capacity); write it the other way round",
            )
        policies = [self.cpu, self.memory, self.requests_per_target, self.queue]
        if not any(policies) and not self.scheduled_actions:
            yield RuleViolation(
                ("min_capacity", "cpu", "memory", "requests_per_target", "queue"),
                "nothing would ever change the number of tasks; write cpu: 70, memory: 80, requestsPerTarget: 1000, queue or scheduledActions",
            )
        if self.min_capacity == 0 and any(policies) and not self.queue and not self.scheduled_actions:
            yield RuleViolation(
                ("min_capacity",),
                "once there are no tasks there is no utilisation to measure, so it would never scale out again; write minCapacity: 1 or more",
            )
        for name, action in self.scheduled_actions.items():
            low = self.min_capacity if action.min_capacity is None else action.min_capacity
            high = self.max_capacity if action.max_capacity is None else action.max_capacity
            if low > high and not (action.min_capacity is not None and action.max_capacity is not None):
                yield RuleViolation(
                    (f"scheduled_actions.{name}", "min_capacity", "max_capacity"),
                    f"from then on minCapacity {low} would be above maxCapacity {high} (ValidationException); say both limits in the action",
                )
        names = [policy.policy_name for policy in policies if policy and policy.policy_name]
        for twice in find_duplicates(names):
            yield RuleViolation(
                ("cpu.policy_name",), f"two policies are named {twice!r}, and the second would overwrite the first; give each its own name"
            )
