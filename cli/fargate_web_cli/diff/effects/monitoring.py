"""What users notice of changed alarms, events and log groups."""

from fargate_web_cli.diff.effects.encryption import explain_log_group_key
from fargate_web_cli.diff.effects.surroundings import Surroundings, get_nested
from fargate_web_cli.diff.model import ResourceChange
from fargate_web_cli.diff.recorded_resources import RecordedResource

_SCALING_POLICY_MARK = "aws:appautoscaling/policy:Policy::"
_NOTIFYING_PROPERTIES = ("alarmActions", "okActions", "insufficientDataActions")


def explain_alarm(change: ResourceChange, surroundings: Surroundings) -> str | None:
    """Explain the deletion of an alarm: whether it rolled deployments back, and what it told of."""
    alarm = surroundings.find_old(change)
    if change.op != "delete" or alarm is None:
        return None
    watched = [urn for key, urns in alarm.property_dependencies.items() if key not in _NOTIFYING_PROPERTIES for urn in urns]
    if any(map(surroundings.is_deleted, watched)):
        return "what it watches is deleted too"
    if any(_SCALING_POLICY_MARK in urn for urn in alarm.property_dependencies.get("alarmActions", ())):
        return "it no longer changes the number of tasks"
    services = [resource for resource in surroundings.old.values() if _rolls_back(resource, alarm)]
    condition = _describe_condition(alarm)
    if services:
        names = ", ".join(surroundings.find_owner_name(service) for service in services)
        return f"a deployment of {names} is no longer rolled back by it{condition}"
    if not alarm.inputs.get("alarmActions") and surroundings.is_complete:
        return f"nothing: it notified nobody{condition}"
    return f"nobody is notified by it any more{condition}"


def explain_event(change: ResourceChange, surroundings: Surroundings) -> str | None:
    """Explain the deletion of a rule of EventBridge, or of its target."""
    event = surroundings.find_old(change)
    if change.op != "delete" or event is None:
        return None
    description = event.inputs.get("description")
    if isinstance(description, str) and description:
        return f"its events start nothing any more: {description.removesuffix('.')}"
    topics = [urn for urn in event.property_dependencies.get("arn", ()) if "aws:sns/topic:Topic::" in urn]
    return "nobody is notified of these events any more" if topics else None


def explain_log_group(change: ResourceChange, surroundings: Surroundings) -> str | None:
    """Explain a shorter retention of logs, another key, and that Pulumi and AWS refuse the deletion of a protected log group."""
    old, new = surroundings.find_old(change), surroundings.new.get(change.urn)
    if change.op in ("delete", "replace") and old is not None and old.inputs.get("deletionProtectionEnabled") is True:
        who = "Pulumi refuses" if old.protect else "AWS refuses"
        which = "it" if change.op == "delete" else "the old one"
        return (
            f"{who} to delete {which} while its deletion protection is on; deploy logs: {{deletionProtection: false}} first. "
            f"{change.effect[:1].upper()}{change.effect[1:]}"
        )
    if change.op != "update" or old is None or new is None:
        return None
    days, before = new.inputs.get("retentionInDays"), old.inputs.get("retentionInDays")
    # Nothing and 0 keep logs for ever.
    if isinstance(days, int) and days and (not before or (isinstance(before, int) and before > days)):
        return f"logs that are older than {days} days are deleted"
    return explain_log_group_key(change, surroundings)


def _rolls_back(resource: RecordedResource, alarm: RecordedResource) -> bool:
    names = get_nested(resource.inputs, "alarms", "alarmNames")
    if resource.type != "aws:ecs/service:Service" or not isinstance(names, list) or not get_nested(resource.inputs, "alarms", "rollback"):
        return False
    name = alarm.inputs.get("name") or alarm.outputs.get("name")
    return name in names or alarm.urn in resource.property_dependencies.get("alarms", ())


def _describe_condition(alarm: RecordedResource) -> str:
    description = alarm.inputs.get("alarmDescription")
    return f": {description.removesuffix('.')}" if isinstance(description, str) and description else ""
