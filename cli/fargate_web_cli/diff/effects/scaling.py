"""What users notice of changed limits, policies and scheduled actions of scaling."""

from fargate_web_cli.diff.effects.surroundings import Surroundings, get_nested
from fargate_web_cli.diff.model import ResourceChange


def explain_scaling_target(change: ResourceChange, surroundings: Surroundings) -> str | None:
    """Explain other limits of the number of tasks."""
    old, new = surroundings.find_old(change), surroundings.new.get(change.urn)
    if change.op != "update" or old is None or new is None:
        return None
    most_before, most = old.inputs.get("maxCapacity"), new.inputs.get("maxCapacity")
    if isinstance(most_before, int) and isinstance(most, int) and most < most_before and "maxCapacity" not in new.ignore_changes:
        return f"if more than {most} tasks run, the others are stopped"
    return None


def explain_scaling_policy(change: ResourceChange, surroundings: Surroundings) -> str | None:
    """Explain a forecast that begins to scale, and one that may raise the maximum."""
    old, new = surroundings.find_old(change), surroundings.new.get(change.urn)
    if new is None:
        return None
    configuration = "predictiveScalingPolicyConfiguration"
    mode, mode_before = (resource and get_nested(resource.inputs, configuration, "mode") for resource in (new, old))
    breach, breach_before = (
        resource and get_nested(resource.inputs, configuration, "maxCapacityBreachBehavior") for resource in (new, old)
    )
    effects = []
    if mode == "ForecastAndScale" and mode_before == "ForecastOnly":
        effects.append("from now on tasks start by the forecast")
    if breach == "IncreaseMaxCapacity" and breach_before == "HonorMaxCapacity":
        effects.append("the forecast may raise the most tasks, which no longer bounds the cost")
    return "; ".join(effects) or None


def explain_scheduled_action(change: ResourceChange, surroundings: Surroundings) -> str | None:
    """Explain an action that leaves no tasks, and what its deletion leaves behind."""
    old, new = surroundings.find_old(change), surroundings.new.get(change.urn)
    if change.op == "delete":
        return (
            "limits that it has set stay, also those of no tasks: Pulumi sets others only if it sees the difference (pulumi up --refresh)"
        )
    before = get_nested(old.inputs, "scalableTargetAction", "maxCapacity") if old is not None else None
    if new is None or get_nested(new.inputs, "scalableTargetAction", "maxCapacity") != 0 or before == 0:
        return None
    return "at that time all tasks are stopped, and requests get 503 until another action raises the limits"
