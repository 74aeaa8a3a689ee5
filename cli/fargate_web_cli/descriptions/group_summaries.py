"""Summaries of components, from the resources below them."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from fargate_web.faults.fault import escape_control_characters
from fargate_web.settings.authentication import OPEN_RULE_SUFFIX
from fargate_web.settings.rule_names import get_route_of_rule
from fargate_web.settings.traffic_shift import TEST_RULE_SUFFIX
from fargate_web.testing import Resource

from fargate_web_cli.descriptions.inputs_view import InputsView, ReferenceResolver
from fargate_web_cli.descriptions.load_balancing import ADDRESS_TYPES, describe_rule_condition
from fargate_web_cli.descriptions.networking import NAT_STRATEGIES
from fargate_web_cli.descriptions.phrases import choose_text, format_count, format_optional
from fargate_web_cli.descriptions.scaling import describe_hours, describe_scaling_target
from fargate_web_cli.descriptions.services import (
    describe_capacity_strategy,
    describe_deployment_strategy,
)


class GroupView:
    """Access to the resources of a group by type."""

    def __init__(self, component: Resource, members: list[Resource], references: ReferenceResolver) -> None:
        self.component = component
        self._members = members
        self._references = references

    def list_views(self, type_: str) -> list[InputsView]:
        """Return the inputs of the resources of a type."""
        return [self._references.view_inputs(resource) for resource in self._members if resource.type == type_]


def summarize_group(group: GroupView) -> str:
    """Summarize a component; empty for a type without a summarizer."""
    summarizer = _SUMMARIZERS.get(group.component.type)
    words = [word for word in summarizer(group) if word] if summarizer else []
    return escape_control_characters(", ".join(words))


def _summarize_encryption_key(group: GroupView) -> Iterator[str]:
    keys = group.list_views("aws:kms/key:Key")
    yield choose_text(not keys, "a key that exists")
    for key in keys:
        yield "KMS key"
        yield choose_text(key.is_true("enableKeyRotation"), "rotated every year")


def _summarize_network(group: GroupView) -> Iterator[str]:
    for vpc in group.list_views("awsx:ec2:Vpc"):
        yield vpc.text("cidrBlock")
        yield format_count(len(vpc.texts("availabilityZoneNames")) or vpc.number("numberOfAvailabilityZones"), "zone")
        yield _summarize_way_out(group) or NAT_STRATEGIES.get(vpc.nested("natGateways").text("strategy"), "")
        yield choose_text(vpc.is_true("assignGeneratedIpv6CidrBlock"), "IPv6")
    yield format_optional("", format_count(len(group.list_views("aws:ec2/vpcEndpoint:VpcEndpoint")) or None, "VPC endpoint"))
    yield choose_text(bool(group.list_views("aws:ec2/flowLog:FlowLog")), "flow logs")


def _summarize_way_out(group: GroupView) -> str:
    """Summarize the way out of private subnets that awsx doesn't create."""
    gateways, instances = group.list_views("aws:ec2/natGateway:NatGateway"), group.list_views("aws:ec2/instance:Instance")
    if instances:
        return f"{format_count(len(instances), 'NAT instance')} {instances[0].text('instanceType')}".rstrip()
    return "a regional NAT gateway" if gateways else ""


def _summarize_cluster(group: GroupView) -> Iterator[str]:
    for providers in group.list_views("aws:ecs/clusterCapacityProviders:ClusterCapacityProviders"):
        yield ", ".join(providers.texts("capacityProviders"))
    for cluster in group.list_views("aws:ecs/cluster:Cluster"):
        for setting in cluster.items("settings"):
            if setting.text("name") == "containerInsights":
                yield format_optional("Container Insights ", setting.text("value"))


def _summarize_load_balancer(group: GroupView) -> Iterator[str]:
    for load_balancer in group.list_views("aws:lb/loadBalancer:LoadBalancer"):
        yield choose_text(load_balancer.is_true("internal"), "internal", "internet-facing")
        yield ADDRESS_TYPES.get(load_balancer.text("ipAddressType"), "")
        yield choose_text(load_balancer.is_true("enableDeletionProtection"), "deletion protection")
    for listener in group.list_views("aws:lb/listener:Listener"):
        redirects = any(action.text("type") == "redirect" for action in listener.items("defaultActions"))
        yield f"{listener.text('protocol')} :{listener.text('port') or '?'}" + choose_text(redirects, " → HTTPS")
    rules = group.list_views("aws:lb/listenerRule:ListenerRule")
    yield format_optional("", format_count(len(rules) or None, "rule"), " of its own")
    yield from (", ".join(_list_domains(certificate)) for certificate in group.list_views("aws:acm/certificate:Certificate"))
    yield choose_text(bool(group.list_views("aws:wafv2/webAclAssociation:WebAclAssociation")), "AWS WAF")
    yield choose_text(bool(group.list_views("aws:s3/bucket:Bucket")), "access logs")


def _list_domains(certificate: InputsView) -> list[str]:
    return [certificate.text("domainName"), *certificate.texts("subjectAlternativeNames")]


def _summarize_service(group: GroupView) -> Iterator[str]:
    yield from _summarize_task(group)
    scaled = group.list_views("aws:appautoscaling/target:Target")
    for service in group.list_views("aws:ecs/service:Service"):
        yield choose_text(not scaled, format_count(service.number("desiredCount"), "task"))
    yield from _summarize_scaling(group)
    for service in group.list_views("aws:ecs/service:Service"):
        yield describe_deployment_strategy(service)
        yield describe_capacity_strategy(service.items("capacityProviderStrategies"))
        yield choose_text(bool(service.resource.hooks.get("before_update")), "after its migration")
    yield from _summarize_queue(group)
    topics = [view.resource.name.partition("_")[2] for view in group.list_views("aws:sns/topic:Topic")]
    yield format_optional("publishes to ", ", ".join(topics))
    yield from _summarize_route(group)
    ports = [f"{each.text('protocol')} :{each.text('port') or '?'}" for each in group.list_views("aws:lb/listener:Listener")]
    yield format_optional("Network Load Balancer with ", " and ".join(ports))


def _summarize_queue(group: GroupView) -> Iterator[str]:
    queues = group.list_views("aws:sqs/queue:Queue")
    if queues:
        topics = len(group.list_views("aws:sns/topicSubscription:TopicSubscription"))
        yield f"its own queue{choose_text(len(queues) > 1, ' with dead letters')}{format_optional(' for ', format_count(topics or None, 'topic'))}"


def _summarize_route(group: GroupView) -> Iterator[str]:
    url = group.component.outputs.get("url")
    is_known = isinstance(url, str) and "url" not in group.component.secret_outputs
    rules = group.list_views("aws:lb/listenerRule:ListenerRule")
    if is_known:
        own_rules = (rule for rule in rules if get_route_of_rule(rule.resource.name) == group.component.name)
        conditions = (condition for rule in own_rules for condition in rule.items("conditions"))
        blocks = (block for condition in conditions for block in condition.nested("sourceIp").texts("values"))
        yield str(url)
        yield format_optional("for clients in ", " or ".join(dict.fromkeys(blocks)))
    for rule in rules:
        name = rule.resource.name
        # The URL is that of the service's own route; additional routes are told by their conditions.
        is_own = get_route_of_rule(name) == group.component.name
        if (is_own and not is_known) or (not is_own and not name.endswith((TEST_RULE_SUFFIX, OPEN_RULE_SUFFIX))):
            yield " ".join(filter(None, map(describe_rule_condition, rule.items("conditions"))))


def _summarize_task(group: GroupView) -> Iterator[str]:
    # A migration has a separate task definition with a different name.
    definitions = group.list_views("aws:ecs/taskDefinition:TaskDefinition")
    for definition in sorted(definitions, key=lambda view: view.resource.name != group.component.name)[:1]:
        containers = definition.parse_json("containerDefinitions").items()
        if definition.is_secret("containerDefinitions"):
            yield "containers [secret]"
        else:
            yield _shorten_image(containers[0].text("image")) if containers else "an image that is not known yet"
            yield format_optional("", format_count(len(containers[1:]) or None, "sidecar"))
        yield format_optional("", definition.number("cpu"), " CPU")
        yield format_optional("", definition.number("memory"), " MiB")
        architecture = definition.nested("runtimePlatform").text("cpuArchitecture")
        yield choose_text(architecture != "X86_64", architecture)


def _shorten_image(image: str) -> str:
    """Return an image without its registry, with the first digits of its digest."""
    registry, slash, rest = image.partition("/")
    name = rest if slash and ("." in registry or ":" in registry) else image
    name, at, digest = name.partition("@sha256:")
    return f"{name}{at}{digest[:12]}{'…' if len(digest) > 12 else ''}"


def _summarize_scaling(group: GroupView) -> Iterator[str]:
    for target in group.list_views("aws:appautoscaling/target:Target"):
        targets = [describe_scaling_target(policy) for policy in group.list_views("aws:appautoscaling/policy:Policy")]
        actions = group.list_views("aws:appautoscaling/scheduledAction:ScheduledAction")
        hours = describe_hours(actions)
        changes = format_count((len(actions) - 2 * bool(hours)) or None, "scheduled change")
        scaling_facts = ", ".join(filter(None, (*targets, changes)))
        yield f"{target.text('minCapacity') or '?'}–{target.text('maxCapacity') or '?'} tasks{format_optional(' (', scaling_facts, ')')}"
        otherwise = "503" if group.list_views("aws:lb/listenerRule:ListenerRule") else "no tasks"
        yield format_optional("", hours, f", otherwise {otherwise}")


def _summarize_scheduled_task(group: GroupView) -> Iterator[str]:
    for schedule in group.list_views("aws:scheduler/schedule:Schedule"):
        yield " ".join(word for word in (schedule.text("scheduleExpression"), schedule.text("scheduleExpressionTimezone")) if word)
        yield choose_text(schedule.text("state") == "DISABLED", "disabled")
    yield from _summarize_task(group)
    for schedule in group.list_views("aws:scheduler/schedule:Schedule"):
        yield describe_capacity_strategy(schedule.nested("target").nested("ecsParameters").items("capacityProviderStrategies"))


_ALARM_TYPES: Final = ("aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/compositeAlarm:CompositeAlarm")
_SLACK_TYPE: Final = "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration"
_TEAMS_TYPE: Final = "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration"


def _summarize_monitoring(group: GroupView) -> Iterator[str]:
    alarms = [view for type_ in _ALARM_TYPES for view in group.list_views(type_)]
    yield format_count(len(alarms) or None, "alarm")
    subscriptions = group.list_views("aws:sns/topicSubscription:TopicSubscription")
    receivers = [view.text("endpoint") or "?" for view in subscriptions if view.text("protocol") == "email"]
    webhooks = [view for view in subscriptions if view.text("protocol") == "https"]
    receivers += [format_count(len(webhooks), "webhook")] if webhooks else []
    receivers += [f"Slack {view.text('slackChannelId')}" for view in group.list_views(_SLACK_TYPE)]
    receivers += ["Teams" for _ in group.list_views(_TEAMS_TYPE)]
    yield format_optional("notify ", ", ".join(receivers))
    yield choose_text(bool(group.list_views("aws:cloudwatch/dashboard:Dashboard")), "dashboard")
    yield choose_text(bool(group.list_views("aws:synthetics/canary:Canary")), "canary")
    yield format_count(len(group.list_views("aws:cloudwatch/alarmMuteRule:AlarmMuteRule")) or None, "mute rule")


def _summarize_repository(group: GroupView) -> Iterator[str]:
    for repository in group.list_views("aws:ecr/repository:Repository"):
        yield repository.text("name")
        yield "scanned on push" if repository.nested("imageScanningConfiguration").is_true("scanOnPush") else "not scanned"
        yield choose_text(repository.text("imageTagMutability") == "MUTABLE", "tags can be moved")


_SUMMARIZERS: Final[Mapping[str, Callable[[GroupView], Iterator[str]]]] = {
    "fargate-web:index:EncryptionKey": _summarize_encryption_key,
    "fargate-web:index:Network": _summarize_network,
    "fargate-web:index:Cluster": _summarize_cluster,
    "fargate-web:index:LoadBalancer": _summarize_load_balancer,
    "fargate-web:index:Service": _summarize_service,
    "fargate-web:index:Scaling": _summarize_scaling,
    "fargate-web:index:ScheduledTask": _summarize_scheduled_task,
    "fargate-web:index:Monitoring": _summarize_monitoring,
    "fargate-web:index:Repository": _summarize_repository,
}
