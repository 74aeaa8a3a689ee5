"""What users notice of changed services and task definitions."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from fargate_web_cli.diff.effects.surroundings import Surroundings, get_nested, list_users
from fargate_web_cli.diff.model import ResourceChange
from fargate_web_cli.diff.recorded_resources import RecordedResource

_SERVICE_TYPE: Final = "aws:ecs/service:Service"
_SCHEDULE_TYPES: Final = ("aws:scheduler/schedule:Schedule", "aws:cloudwatch/eventTarget:EventTarget")
_LISTENER_RULE_MARK: Final = "aws:lb/listenerRule:ListenerRule::"
_TASK_DEFINITION_PROPERTY: Final = "taskDefinition"

_STRATEGY_EFFECTS: Final[Mapping[str, str]] = {
    "ROLLING": "new tasks replace the old ones a few at a time, without a trial by a part of the requests; the way back is another deployment",
    "BLUE_GREEN": "all requests move to the new version at once, and back within the bake time",
    "CANARY": "a part of the requests tries the new version before the others follow",
    "LINEAR": "the requests move to the new version in equal steps",
}
"""What the next deployments are like, by strategy."""


def explain_service(change: ResourceChange, surroundings: Surroundings) -> str | None:
    """Explain the deletion of a service without requests, and what a change means for later deployments and its tasks."""
    old, new = surroundings.find_old(change), surroundings.new.get(change.urn)
    if change.op == "delete" and old is not None and not _answers_requests(old):
        return "its tasks are stopped, and its work is left undone"
    rules = [urn for urn in old.property_dependencies.get("loadBalancers", ()) if _LISTENER_RULE_MARK in urn] if old is not None else []
    if change.op == "delete" and any(map(surroundings.is_deleted, rules)):
        return "its tasks are stopped"  # the listener rules tell where its requests go
    if change.op != "update" or old is None or new is None:
        return None
    return "; ".join(_list_service_effects(old.inputs, new.inputs)) or None


def explain_task_definition(change: ResourceChange, surroundings: Surroundings) -> str | None:
    """Explain a new revision by who starts tasks of it."""
    if change.op == "delete":
        users = [*list_users(change.former_urn or change.urn, surroundings.old.values())]
        if users and all(surroundings.is_deleted(user.urn) for user, _ in users):
            return ""
        migrated = [surroundings.find_owner_name(user) for user, key in users if _runs_before(user, key)]
        return f"it no longer runs before {' and '.join(migrated)} is deployed" if migrated else None
    if change.op != "replace":
        return None
    effects = dict.fromkeys(
        effect for user, key in list_users(change.urn, surroundings.new.values()) if (effect := _explain_use(user, key, surroundings))
    )
    return f"a new revision, {', and '.join(effects)}" if effects else None


def _explain_use(user: RecordedResource, key: str, surroundings: Surroundings) -> str:
    name = surroundings.find_owner_name(user)
    if user.type in _SCHEDULE_TYPES:
        return f"which the next run of {name} uses"
    if _runs_before(user, key):
        return f"which runs before {name} is deployed"
    if user.type != _SERVICE_TYPE:
        return ""
    lost = ", and what is on the EBS volumes of the old tasks is deleted" if _find_ebs_volume(user.inputs) else ""
    if user.inputs.get("deploymentMinimumHealthyPercent") == 0:
        return f"which {name} deploys: its old tasks may all be stopped before new ones run{lost}"
    return f"which {name} deploys: nothing is down{lost}"


def _find_ebs_volume(inputs: Mapping[str, Any]) -> Any:
    """Return the volume of EBS that each task of a service gets, None if there is none."""
    return get_nested(inputs, "volumeConfiguration", "managedEbsVolume")


def _runs_before(user: RecordedResource, key: str) -> bool:
    """Return whether a service refers to a task definition as that of its migration."""
    return user.type == _SERVICE_TYPE and key != _TASK_DEFINITION_PROPERTY


def _answers_requests(service: RecordedResource) -> bool:
    return bool(
        service.inputs.get("loadBalancers")
        or service.inputs.get("serviceRegistries")
        or get_nested(service.inputs, "serviceConnectConfiguration", "services")
    )


def _list_service_effects(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    before, after = (get_nested(inputs, "deploymentConfiguration", "strategy") or "ROLLING" for inputs in (old, new))
    if before != after and after in _STRATEGY_EFFECTS:
        yield f"from this deployment on, {_STRATEGY_EFFECTS[after]}"
    if get_nested(old, "alarms", "rollback") and not get_nested(new, "alarms", "rollback"):
        yield "no deployment is rolled back by alarms any more"
    had_breaker, has_breaker = (bool(get_nested(inputs, "deploymentCircuitBreaker", "enable")) for inputs in (old, new))
    if had_breaker and not has_breaker and after == "ROLLING":
        yield "a deployment whose tasks do not start goes on trying"
    elif (
        has_breaker
        and get_nested(old, "deploymentCircuitBreaker", "rollback")
        and not get_nested(new, "deploymentCircuitBreaker", "rollback")
    ):
        yield "a deployment that fails is stopped, and no longer rolled back"
    volume = _find_ebs_volume(old)
    if volume and volume != _find_ebs_volume(new):
        yield "all tasks are replaced, and what is on their EBS volumes is deleted"
    if _uses_spot(new) and not _uses_spot(old):
        yield "AWS may stop its tasks with two minutes' notice (FARGATE_SPOT)"


def _uses_spot(inputs: Mapping[str, Any]) -> bool:
    strategies = inputs.get("capacityProviderStrategies")
    return isinstance(strategies, list) and any(get_nested(strategy, "capacityProvider") == "FARGATE_SPOT" for strategy in strategies)
