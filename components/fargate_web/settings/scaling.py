"""How the number of tasks follows the load."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from .metric_math import MetricSource
from .operating_hours import OperatingHours
from .predictive_scaling import PredictiveScaling
from .scaling_rules import find_scaling_violations
from .scheduled_action import ScheduledAction
from .section import RuleViolation, Section, describe_field
from .step_scaling import StepScaling
from .target_tracking import PERCENTAGE_SHORTHAND, TARGET_SHORTHAND, Backlog, CustomMetric, Percentage, TargetTracking

PolicyLabel = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,60}$")]


class Scaling(Section):
    """How the number of tasks follows the load. Each target tracking policy creates two CloudWatch alarms."""

    min_capacity: Annotated[int, describe_field("The fewest tasks (0–5000); two survive the loss of a zone.", ge=0, le=5000)]
    max_capacity: Annotated[int, describe_field("The most tasks (1–5000); it bounds the cost.", ge=1, le=5000)]
    cpu: Annotated[
        Percentage | None,
        PERCENTAGE_SHORTHAND,
        describe_field("The target average CPU utilisation in percent (1–100), or a whole policy.", example=70),
    ] = None
    memory: Annotated[
        Percentage | None,
        PERCENTAGE_SHORTHAND,
        describe_field("The target average memory utilisation in percent (1–100), or a whole policy.", example=80),
    ] = None
    requests_per_target: Annotated[
        TargetTracking | None,
        TARGET_SHORTHAND,
        describe_field("The target number of requests per task and minute, or a whole policy.", example=1000),
    ] = None
    queue: Annotated[
        Backlog | None,
        describe_field(
            "The backlog of an SQS queue that a worker reads from, in messages per task. Needs Container Insights, which count the running tasks.",
            example={"queueName": "orders", "messagesPerTask": 200},
        ),
    ] = None
    metrics: Annotated[
        dict[PolicyLabel, CustomMetric],
        describe_field(
            "Further metrics to keep near a value, by the name of the policy.",
            cost="$0.10 a month for each metric in the two alarms of the policy",
            example={"pending-jobs": {"target": 100, "metric": {"namespace": "Shop", "name": "PendingJobsPerTask"}}},
        ),
    ] = {}
    steps: Annotated[
        dict[PolicyLabel, StepScaling],
        describe_field(
            "Step scaling, by name: adds or removes a number of tasks for each range of a metric, by alarms that the stack creates.",
            cost="$0.10 a month for each metric in an alarm; one alarm for high values and one for low ones",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-stepscaling.html",
        ),
    ] = {}
    predictive: Annotated[
        PredictiveScaling | None,
        describe_field(
            "Starts tasks before the load of a day or a week comes, by a forecast.",
            source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/predictive-auto-scaling.html",
            example={"cpu": 60, "mode": "ForecastAndScale"},
        ),
    ] = None
    hours: Annotated[
        OperatingHours | None,
        describe_field(
            "The hours in which the service runs, with `minCapacity` to `maxCapacity` tasks. Outside them it runs no tasks, and you pay for none.",
            source="https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-scheduled-scaling.html",
            example={"start": "07:00", "end": "19:00", "days": "MON-FRI", "timezone": "Europe/Vienna"},
        ),
    ] = None
    scheduled_actions: Annotated[
        dict[Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,100}$")], ScheduledAction],
        describe_field(
            "New limits at certain times, by name.",
            source="https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-quotas.html",
            max_length=198,  # two of the 200 are for the hours
        ),
    ] = {}

    key_hints = {
        "min": "write minCapacity",
        "minReplicas": "write minCapacity",
        "maxReplicas": "write maxCapacity",
        "minimum": "write minCapacity",
        "maximum": "write maxCapacity",
        "cpuTarget": "write cpu",
        "memoryTarget": "write memory",
        "cpuUtilization": "write cpu",
        "memoryUtilization": "write memory",
        "requestCount": "write requestsPerTarget",
        "cooldown": "write cpu: {target: 70, scaleInCooldown: 300}",
        "max": "write maxCapacity",
        "range": "write minCapacity and maxCapacity",
        "cpuPercentage": "write cpu",
        "memoryPercentage": "write memory",
        "requests": "write requestsPerTarget",
        "sqs": "write queue: {queueName: …, messagesPerTask: …}",
        "queueDelay": "write queue: {queueName: …, messagesPerTask: …}",
        "desiredCount": "write desiredCount at the service",
        "customMetrics": "write metrics: {<name>: {target: …, metric: {namespace: …, name: …}}}",
        "metric": "write metrics: {<name>: {target: …, metric: {namespace: …, name: …}}}",
        "stepScaling": "write steps: {<name>: {metric: …, steps: […]}}",
        "predictiveScaling": "write predictive",
        "forecast": "write predictive",
        "operatingHours": "write hours: {start: …, end: …}",
        "schedule": "write hours: {start: …, end: …} or scheduledActions",
        "targetValue": "write cpu: 70, memory: 80 or requestsPerTarget: 1000",
        "scheduled": "write scheduledActions",
        "schedules": "write scheduledActions",
    }

    @property
    def all_scheduled_actions(self) -> dict[str, ScheduledAction]:
        """The scheduled actions, after those that begin and end the hours."""
        if self.hours is None or self.hours.start == self.hours.end or self.min_capacity > self.max_capacity:
            return self.scheduled_actions
        return {**self.hours.build_actions(self.min_capacity, self.max_capacity), **self.scheduled_actions}

    @property
    def has_policies(self) -> bool:
        """Whether a policy changes the number of tasks. A forecast that is only shown doesn't."""
        forecast = self.predictive is not None and self.predictive.scales
        return bool(self.cpu or self.memory or self.requests_per_target or self.queue or self.metrics or self.steps or forecast)

    @property
    def metric_sources(self) -> dict[tuple[str, str], MetricSource]:
        """The metrics of the stack file itself, by the key and the name of their policy."""
        named: dict[tuple[str, str], MetricSource] = {("metrics", label): metric for label, metric in self.metrics.items()}
        return named | {("steps", label): steps for label, steps in self.steps.items()}

    def count_policies(self) -> int:
        """Count the policies of Application Auto Scaling."""
        single = (self.cpu, self.memory, self.requests_per_target, self.queue, self.predictive)
        directions = sum(bool(steps.rising_steps) + bool(steps.falling_steps) for steps in self.steps.values())
        return sum(policy is not None for policy in single) + len(self.metrics) + directions

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that the limits are in order, and that a policy or an action changes the number of tasks."""
        yield from find_scaling_violations(self)
