"""Rules between the limits, the policies and the scheduled actions of scaling."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from .fix import Edit, Fix, remove, write
from .metric import SERVICE_NAMESPACES
from .metric_math import MetricSource
from .operating_hours import HOURS_BEGIN, HOURS_END
from .scheduled_action import swap_limits
from .section import RuleViolation, convert_to_key, find_duplicates

if TYPE_CHECKING:
    from .scaling import Scaling

_MAX_POLICIES: Final = 50
"""Source: https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-quotas.html"""


def find_scaling_violations(scaling: "Scaling") -> Iterator[RuleViolation]:
    """Yield every violated rule of scaling."""
    yield from _find_limit_violations(scaling)
    if not scaling.has_policies and not scaling.scheduled_actions and not scaling.hours:
        yield RuleViolation(
            (
                "min_capacity",
                "cpu",
                "memory",
                "requests_per_target",
                "queue",
                "metrics",
                "steps",
                "predictive",
                "hours",
                "scheduled_actions",
            ),
            "nothing would ever change the number of tasks: there is no cpu, memory, requestsPerTarget, queue, metrics, steps, hours or scheduledActions"
            + (", and a forecast with mode: ForecastOnly changes nothing" if scaling.predictive else ""),
            "nothing-scales",
            (write("cpu", value=70), Fix("remove scaling", (Edit((), "remove"),))),
        )
    yield from _find_zero_violations(scaling)
    yield from _find_name_violations(scaling)
    policies = scaling.count_policies()
    if policies > _MAX_POLICIES:
        yield RuleViolation(
            ("steps" if scaling.steps else "metrics",),
            f"there are {policies} policies, and a service has {_MAX_POLICIES} at most (LimitExceededException); remove some, or combine metrics by metric math",
            "too-many-policies",
        )


def _find_limit_violations(scaling: "Scaling") -> Iterator[RuleViolation]:
    if scaling.min_capacity > scaling.max_capacity:
        yield RuleViolation(
            ("min_capacity", "max_capacity"),
            f"minCapacity {scaling.min_capacity} is above maxCapacity {scaling.max_capacity} (Maximum capacity cannot be less than minimum capacity)",
            "capacity-limits-reversed",
            (swap_limits(scaling.min_capacity, scaling.max_capacity),),
        )
        return
    for name, action in scaling.scheduled_actions.items():
        low = scaling.min_capacity if action.min_capacity is None else action.min_capacity
        high = scaling.max_capacity if action.max_capacity is None else action.max_capacity
        if low > high and not (action.min_capacity is not None and action.max_capacity is not None):
            yield RuleViolation(
                (f"scheduled_actions.{name}", "min_capacity", "max_capacity"),
                f"from then on minCapacity {low} would be above maxCapacity {high} (ValidationException)",
                "capacity-limits-reversed",
                (
                    write("scheduledActions", name, "maxCapacity", value=low)
                    if action.max_capacity is None
                    else write("scheduledActions", name, "minCapacity", value=high),
                ),
            )


def _find_zero_violations(scaling: "Scaling") -> Iterator[RuleViolation]:
    """Find a service that, once it has no tasks, never gets one again."""
    actions = scaling.all_scheduled_actions
    starts = can_start_from_zero(scaling)
    raised = any(action.min_capacity for action in actions.values())
    if not starts and scaling.min_capacity == 0 and (scaling.has_policies or scaling.hours) and not raised:
        yield RuleViolation(
            ("min_capacity",),
            "once there are no tasks there is no utilisation to measure, so it would never scale out again",
            "no-way-back-from-zero",
            (write("minCapacity", value=1),),
        )
    for name, action in scaling.scheduled_actions.items():
        others = [other for other_name, other in actions.items() if other_name != name]
        if action.max_capacity == 0 and not any(other.max_capacity for other in others):
            yield RuleViolation(
                (f"scheduled_actions.{name}.max_capacity", "scheduled_actions"),
                "no other action raises maxCapacity again, so the service would never run again; add one that does",
                "no-way-back-from-zero",
            )
        elif not starts and action.max_capacity == 0 and not any(other.min_capacity for other in others):
            waking = next((other for other, settings in scaling.scheduled_actions.items() if settings.max_capacity), None)
            if waking is None:  # the hours raise it, and minCapacity is reported
                continue
            yield RuleViolation(
                (f"scheduled_actions.{waking}", f"scheduled_actions.{name}"),
                f"{name} leaves no tasks, and this action raises maxCapacity alone: nothing would start a task again",
                "no-way-back-from-zero",
                (write("scheduledActions", waking, "minCapacity", value=1),),
            )


def can_start_from_zero(scaling: "Scaling") -> bool:
    """Return whether a policy can start the first task: one whose metric has values while no task runs."""
    if scaling.queue or any(_has_values_without_tasks(metric) for metric in scaling.metrics.values()):
        return True
    return any(
        step.adds_tasks
        and _has_values_without_tasks(step)
        and (step.adjustment_type != "PercentChangeInCapacity" or step.min_adjustment_magnitude is not None)
        for step in scaling.steps.values()
    )


def _has_values_without_tasks(source: MetricSource) -> bool:
    """Return whether a metric can have values while no task runs: not the utilisation of tasks of this service."""
    return any(metric.namespace not in SERVICE_NAMESPACES or metric.dimensions for metric in source.all_metrics)


def _find_name_violations(scaling: "Scaling") -> Iterator[RuleViolation]:
    fields = [field for field in ("cpu", "memory", "requests_per_target", "queue") if getattr(scaling, field)]
    names = {f"{field}.policy_name": getattr(scaling, field).policy_name for field in fields}
    names |= {f"metrics.{label}.policy_name": metric.policy_name or label for label, metric in scaling.metrics.items()}
    given = {**_list_step_names(scaling), **{path: name for path, name in names.items() if name}}
    for duplicate in find_duplicates([*given.values()]):
        paths = [path for path, name in given.items() if name == duplicate]
        field = paths[-1].split(".")[0]
        key = convert_to_key(scaling, field)
        place = (key, *paths[-1].split(".")[1:-1], "policyName")
        yield RuleViolation(
            tuple(path.partition(" ")[0] for path in reversed(paths)),
            f"two policies are named {duplicate!r}, and the second would overwrite the first",
            "policy-name-twice",
            (write(*place, value=f"{duplicate[:200]}-{field}"),),
        )
    for name in (HOURS_BEGIN, HOURS_END) if scaling.hours else ():
        if name in scaling.scheduled_actions:
            yield RuleViolation(
                (f"scheduled_actions.{name}", "hours"),
                f"hours creates an action with the name {name}, which would overwrite this one; give this one another name",
                "policy-name-twice",
                (Fix(f"or remove {name}", remove("scheduledActions", name).edits),),
            )


def _list_step_names(scaling: "Scaling") -> dict[str, str]:
    """List the names of the policies of step scaling, which are no setting: `<name>-high` and `<name>-low`."""
    return {f"steps.{label} {suffix}": f"{label}-{suffix}" for label in scaling.steps for suffix in ("high", "low")}
