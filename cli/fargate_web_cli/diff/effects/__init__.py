"""What users notice of a change, as far as it depends on the resources around it.

The replacement rules have a sentence for each type. It would mislead where an alarm rolls back deployments instead of notifying somebody, where
another rule takes the requests of a removed route, or where a task definition belongs to a schedule. Those have functions here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final

from fargate_web_cli.diff.effects.deployments import (
    explain_service,
    explain_task_definition,
)
from fargate_web_cli.diff.effects.encryption import explain_cluster, explain_key
from fargate_web_cli.diff.effects.ipv6 import explain_subnet, explain_vpc
from fargate_web_cli.diff.effects.messages import explain_subscription
from fargate_web_cli.diff.effects.monitoring import explain_alarm, explain_event, explain_log_group
from fargate_web_cli.diff.effects.network_acls import explain_default_network_acl, explain_network_acl
from fargate_web_cli.diff.effects.scaling import explain_scaling_policy, explain_scaling_target, explain_scheduled_action
from fargate_web_cli.diff.effects.surroundings import Surroundings
from fargate_web_cli.diff.effects.traffic import (
    explain_dns_record,
    explain_listener,
    explain_listener_rule,
    explain_load_balancer,
    explain_target_group,
)
from fargate_web_cli.diff.effects.ways_out import explain_instance, explain_network, explain_route
from fargate_web_cli.diff.model import ResourceChange
from fargate_web_cli.diff.recorded_resources import RecordedResource
from fargate_web_cli.diff.replacement_rules import find_type_rules

_Explainer = Callable[[ResourceChange, Surroundings], str | None]

_EXPLAINERS: Final[Mapping[str, _Explainer]] = {
    "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": explain_default_network_acl,
    "aws:ec2/networkAcl:NetworkAcl": explain_network_acl,
    "awsx:ec2:Vpc": explain_network,
    "aws:ec2/instance:Instance": explain_instance,
    "aws:ec2/route:Route": explain_route,
    "aws:ec2/subnet:Subnet": explain_subnet,
    "aws:ec2/vpc:Vpc": explain_vpc,
    "aws:ecs/cluster:Cluster": explain_cluster,
    "aws:ecs/service:Service": explain_service,
    "aws:ecs/taskDefinition:TaskDefinition": explain_task_definition,
    "aws:appautoscaling/policy:Policy": explain_scaling_policy,
    "aws:appautoscaling/scheduledAction:ScheduledAction": explain_scheduled_action,
    "aws:appautoscaling/target:Target": explain_scaling_target,
    "aws:cloudwatch/metricAlarm:MetricAlarm": explain_alarm,
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": explain_alarm,
    "aws:cloudwatch/eventRule:EventRule": explain_event,
    "aws:cloudwatch/eventTarget:EventTarget": explain_event,
    "aws:cloudwatch/logGroup:LogGroup": explain_log_group,
    "aws:kms/key:Key": explain_key,
    "aws:lb/listener:Listener": explain_listener,
    "aws:lb/listenerRule:ListenerRule": explain_listener_rule,
    "aws:lb/loadBalancer:LoadBalancer": explain_load_balancer,
    "aws:lb/targetGroup:TargetGroup": explain_target_group,
    "aws:route53/record:Record": explain_dns_record,
    "aws:sns/topicSubscription:TopicSubscription": explain_subscription,
}
"""By type. An explainer returns None where the sentence of the type holds."""


def explain_effects(
    changes: Iterable[ResourceChange], old: Iterable[RecordedResource], new: Iterable[RecordedResource], *, is_complete: bool = True
) -> list[ResourceChange]:
    """Replace the effect of each change whose type has a sentence that depends on its surroundings.

    Args:
        changes: The changes, with the effects of their types.
        old: The resources of the base.
        new: The resources of the head.
        is_complete: Whether they include the resources that do not change.
    """
    changes = [*changes]
    surroundings = Surroundings(changes, old, new, is_complete=is_complete)
    return [_explain_effect(change, surroundings) for change in changes]


def _explain_effect(change: ResourceChange, surroundings: Surroundings) -> ResourceChange:
    if change.is_retained and change.op == "delete":
        return change
    explainer = _EXPLAINERS.get(change.type)
    effect = explainer(change, surroundings) if explainer is not None else None
    if effect is not None:
        return replace(change, effect=effect)
    # What goes with its component or parent needs no sentence of its own, unless it holds something.
    goes_along = change.op == "delete" and surroundings.is_part_of_deleted(change.urn) and not find_type_rules(change.type).protected_asset
    return replace(change, effect="") if goes_along else change
