"""Policies that add or remove a number of tasks by how far a metric is from normal: step scaling."""

import re
from collections.abc import Iterator
from typing import Annotated, Final, Literal, TypeAlias

from .fix import Edit, Fix, remove, write
from .metric_math import MetricSource
from .section import RuleViolation, Section, describe_field

_STEP_SCALING: Final = "https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html"
_MAX_STEPS: Final = 20
"""The step adjustments of a policy: https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-quotas.html"""

_MAX_ALARM_EXPRESSION: Final = 1024
_ALARM_PERCENTILE: Final = re.compile(r"[a-z]+[0-9]+(?:\.[0-9]{1,2})?")
"""What the provider takes in an alarm: https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/cloudwatch/metric_alarm.go"""

AdjustmentType: TypeAlias = Literal["ChangeInCapacity", "PercentChangeInCapacity", "ExactCapacity"]


class Step(Section):
    """One step: from a value on, upwards or downwards, to the next step's value."""

    at_least: Annotated[
        float | None,
        describe_field("The step holds for this value and those above it, up to the next higher `atLeast`.", example=100),
    ] = None
    at_most: Annotated[
        float | None,
        describe_field("The step holds for this value and those below it, down to the next lower `atMost`.", example=10),
    ] = None
    adjustment: Annotated[
        int,
        describe_field(
            "Tasks to add, or to remove if negative; percent of the tasks with `PercentChangeInCapacity`; the number of tasks with `ExactCapacity`.",
            example=2,
        ),
    ]

    key_hints = {
        "lowerBound": "write atLeast: <the value of the metric>",
        "metricIntervalLowerBound": "write atLeast: <the threshold and the bound together>",
        "upperBound": "write atMost: <the value of the metric>; a step ends where the next one begins",
        "metricIntervalUpperBound": "write atMost: <the threshold and the bound together>; a step ends where the next one begins",
        "scalingAdjustment": "write adjustment",
        "change": "write adjustment",
        "lower": "write atLeast",
        "upper": "write atMost",
    }

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check that the step has one bound."""
        if (self.at_least is None) == (self.at_most is None):
            both = self.at_least is not None
            yield RuleViolation(
                ("at_most", "at_least") if both else ("at_least", "at_most"),
                "a step ends where the next one begins, and has one bound" if both else "it is not known for which values the step holds",
                "step-bounds",
                (remove("atMost"), remove("atLeast")) if both else (write("atLeast", value=100),),
            )


class StepScaling(MetricSource):
    """Adds or removes tasks in steps. Those with `atLeast` are one policy with an alarm, those with `atMost` another."""

    steps: Annotated[
        list[Step],
        describe_field(
            "The steps, with values of the metric. Each ends where the next begins, so that they have neither gaps nor overlaps.",
            source=_STEP_SCALING,
            min_length=1,
            example=[{"atMost": 10, "adjustment": -1}, {"atLeast": 100, "adjustment": 1}, {"atLeast": 500, "adjustment": 5}],
        ),
    ]
    adjustment_type: Annotated[
        AdjustmentType,
        describe_field("What the adjustments are: tasks, percent of the tasks, or the number of tasks.", source=_STEP_SCALING),
    ] = "ChangeInCapacity"
    min_adjustment_magnitude: Annotated[
        int | None, describe_field("The fewest tasks that a percentage adds or removes (1–5000).", ge=1, le=5000)
    ] = None
    cooldown: Annotated[
        int,
        describe_field(
            "Seconds after a change until the next one in the same direction (0–86400). A larger step goes on at once.",
            source=_STEP_SCALING,
            ge=0,
            le=86_400,
        ),
    ] = 300
    period: Annotated[
        Literal[10, 30, 60, 120, 180, 300, 600, 900, 1800, 3600],
        describe_field("Seconds of one datapoint of the alarms. 10 and 30 need a metric with that resolution, and cost more."),
    ] = 60
    evaluation_periods: Annotated[
        int, describe_field("How many datapoints must breach a bound in a row before tasks are added or removed (1–100).", ge=1, le=100)
    ] = 2

    key_hints = {
        "adjustments": "write steps: [{atLeast: …, adjustment: …}]",
        "stepAdjustments": "write steps: [{atLeast: …, adjustment: …}]",
        "threshold": "write steps: [{atLeast: <the threshold>, adjustment: …}]",
        "namespace": "write metric: {namespace: …, name: …}",
        "datapoints": "write evaluationPeriods",
    }

    @property
    def rising_steps(self) -> list[Step]:
        """The steps for high values, the lowest first."""
        return sorted(
            (step for step in self.steps if step.at_least is not None and step.at_most is None), key=lambda step: step.at_least or 0
        )

    @property
    def falling_steps(self) -> list[Step]:
        """The steps for low values, the highest first."""
        return sorted(
            (step for step in self.steps if step.at_most is not None and step.at_least is None), key=lambda step: -(step.at_most or 0)
        )

    @property
    def adds_tasks(self) -> bool:
        """Whether a step can add tasks."""
        return self.adjustment_type == "ExactCapacity" or any(step.adjustment > 0 for step in self.steps)

    @property
    def removes_tasks(self) -> bool:
        """Whether a step can remove tasks."""
        return self.adjustment_type == "ExactCapacity" or any(step.adjustment < 0 for step in self.steps)

    def find_violations(self) -> Iterator[RuleViolation]:
        """Check the steps together: their bounds, their number and what they adjust."""
        yield from super().find_violations()
        yield from self._find_bound_violations()
        yield from self._find_alarm_violations()
        for index, step in enumerate(self.steps):
            if self.adjustment_type == "ExactCapacity" and step.adjustment < 0:
                yield RuleViolation(
                    (f"steps.{index}.adjustment", "adjustment_type"),
                    f"{step.adjustment} is no number of tasks (ValidationException)",
                    "negative-task-count",
                    (write("steps", index, "adjustment", value=0), write("adjustmentType", value="ChangeInCapacity")),
                )
            elif self.adjustment_type != "ExactCapacity" and step.adjustment == 0:
                yield RuleViolation(
                    (f"steps.{index}.adjustment",),
                    "this step changes nothing",
                    "setting-without-effect",
                    (write("steps", index, "adjustment", value=1), Fix("remove the step", (Edit(("steps", index), "remove"),))),
                )
        if self.min_adjustment_magnitude is not None and self.adjustment_type != "PercentChangeInCapacity":
            yield RuleViolation(
                ("min_adjustment_magnitude", "adjustment_type"),
                "there is no percentage whose least effect this would be",
                "setting-without-effect",
                (remove("minAdjustmentMagnitude"), write("adjustmentType", value="PercentChangeInCapacity")),
            )

    def _find_alarm_violations(self) -> Iterator[RuleViolation]:
        """Find what the alarms can't have, although other policies can."""
        for index, query in enumerate(self.metrics):
            length = len(query.expression or "")
            if length > _MAX_ALARM_EXPRESSION:
                yield RuleViolation(
                    (f"metrics.{index}.expression",),
                    f"the expression has {length} characters, and the provider takes {_MAX_ALARM_EXPRESSION} at most in an alarm; split it into several, each with an id",
                    "beyond-alarms",
                )
        metrics = [("metric", self.metric), *((f"metrics.{index}.metric", query.metric) for index, query in enumerate(self.metrics))]
        for place, metric in metrics:
            if metric is not None and metric.statistic[0].islower() and not _ALARM_PERCENTILE.fullmatch(metric.statistic):
                path = tuple(int(part) if part.isdigit() else part for part in place.split("."))
                whole, _, decimals = metric.statistic.partition(".")
                yield RuleViolation(
                    (f"{place}.statistic",),
                    f"{metric.statistic} has {len(decimals)} digits after the point, and the provider takes two at most in an alarm",
                    "beyond-alarms",
                    (write(*path, "statistic", value=f"{whole}.{decimals[:2]}"),),
                )

    def _find_bound_violations(self) -> Iterator[RuleViolation]:
        for field, key in (("at_least", "atLeast"), ("at_most", "atMost")):
            bounds = [(index, getattr(step, field)) for index, step in enumerate(self.steps) if getattr(step, field) is not None]
            values = [value for _, value in bounds]
            for place, (index, value) in enumerate(bounds):
                if value in values[:place]:
                    yield RuleViolation(
                        (f"steps.{index}.{field}",),
                        f"two steps begin at {value:g}, and only one could hold (ValidationException)",
                        "step-bounds",
                        (Fix("remove one of them", (Edit(("steps", index), "remove"),)),),
                    )
            if len(bounds) > _MAX_STEPS:
                yield RuleViolation(
                    ("steps",),
                    f"{len(bounds)} steps have {key}, and a policy has {_MAX_STEPS} at most (LimitExceededException); a percentage of the tasks needs fewer steps",
                    "too-many-steps",
                )
        if self.rising_steps and self.falling_steps:
            lowest, highest = self.rising_steps[0].at_least or 0, self.falling_steps[0].at_most or 0
            if highest >= lowest:
                index = next(index for index, step in enumerate(self.steps) if step.at_most == highest)
                yield RuleViolation(
                    (f"steps.{index}.at_most", "steps"),
                    f"at {highest:g}, both atMost: {highest:g} and atLeast: {lowest:g} hold, and tasks would be added and removed in turn; leave room between the two for values at which "
                    "nothing changes",
                    "step-bounds",
                )
