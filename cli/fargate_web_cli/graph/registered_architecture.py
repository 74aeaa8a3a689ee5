"""Builds the architecture of a program without a stack file of fargate-web from its registered resources.

The model shows values of the preview only; those of the update resolve references.
"""

from collections.abc import Iterator
from typing import Final

from fargate_web.testing import Resource

from fargate_web_cli.descriptions.inputs_view import InputsView, ReferenceResolver
from fargate_web_cli.descriptions.load_balancing import describe_action, describe_rule_condition
from fargate_web_cli.descriptions.scaling import describe_scaling_target
from fargate_web_cli.descriptions.services import describe_deployment_strategy
from fargate_web_cli.graph.model import Architecture, Listener, ListenerRule, LoadBalancer, Scaling, ScheduledTask, Service, SharedResource
from fargate_web_cli.graph.registered_network import read_network
from fargate_web_cli.graph.shared_resources import list_namespaces
from fargate_web_cli.graph.subnets import TIERS, Tier
from fargate_web_cli.graph.summaries import shorten_image
from fargate_web_cli.project.stack_preview import Preview
from fargate_web_cli.terminal.formatting import format_count

_SERVICE: Final = "aws:ecs/service:Service"
_CLUSTER: Final = "aws:ecs/cluster:Cluster"
_TASK_DEFINITION: Final = "aws:ecs/taskDefinition:TaskDefinition"
_LOAD_BALANCERS: Final = ("aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer")
_RULE: Final = "aws:lb/listenerRule:ListenerRule"
_UNKNOWN_IMAGE: Final = "an image that is not known yet"


def build_registered_architecture(preview: Preview) -> Architecture:
    """Build the model from the registered resources."""
    reader = _Reader(preview)
    services = tuple(reader.list_services())
    tasks = tuple(reader.list_scheduled_tasks())
    balancer = reader.read_load_balancer(routed=any(service.rules for service in services))
    return Architecture(
        project=preview.project,
        stack=preview.stack,
        region=preview.region,
        load_balancer=balancer,
        services=services,
        network=read_network(reader.list_views, services, tasks, balancer),
        shared_resources=tuple(reader.list_shared_resources()),
        scheduled_tasks=tasks,
    )


class _Reader:
    """Reads the resources of one preview."""

    def __init__(self, preview: Preview) -> None:
        self._run = preview.preview_run
        self._references = ReferenceResolver(preview.preview_run, preview.update_run)

    def list_views(self, *types: str) -> list[InputsView]:
        """List the resources of some types."""
        return [self._references.view_inputs(resource) for type_ in types for resource in self._run.find_all(type_)]

    def list_services(self) -> Iterator[Service]:
        found = [self._read_service(view) for view in self.list_views(_SERVICE)]
        yield from sorted(
            found, key=lambda service: (TIERS.index(service.tier), not service.rules, *(rule.priority for rule in service.rules[:1]))
        )

    def _read_service(self, view: InputsView) -> Service:
        definition = self._find_reference(_TASK_DEFINITION, view, "taskDefinition")
        image, size, sidecars = _read_task(definition)
        groups = {target.resource_name("targetGroupArn") for target in view.items("loadBalancers")}
        groups |= {
            target.nested("advancedConfiguration").resource_name("alternateTargetGroupArn") for target in view.items("loadBalancers")
        }
        name = view.resource.name
        ports = dict.fromkeys(target.text("containerPort") for target in view.items("loadBalancers"))
        scaling = self._read_scaling(name)
        return Service(
            name=name,
            tier=_read_tier(view.nested("networkConfiguration")),
            image=image,
            short_image=shorten_image(image),
            size=size,
            tasks=scaling.task_range if scaling else format_count(view.number("desiredCount") or 1, "task"),
            traffic=f"port {', '.join(ports)}" if any(ports) else "off the load balancer",
            strategy=describe_deployment_strategy(view),
            capacity=" + ".join(each.text("capacityProvider") for each in view.items("capacityProviderStrategies"))
            or view.text("launchType"),
            rules=tuple(sorted(self._list_rules(name, groups), key=lambda rule: rule.priority)),
            scaling=scaling,
            sidecars=sidecars,
        )

    def _list_rules(self, service: str, groups: set[str]) -> Iterator[ListenerRule]:
        for view in self.list_views(_RULE):
            if any(resource.urn in groups for resource in view.dependencies("actions")):
                conditions = tuple(words for condition in view.items("conditions") if (words := describe_rule_condition(condition)))
                test = view.resource.name.endswith("-test")
                yield ListenerRule(service, int(view.number("priority") or 0), conditions or ("every request",), test)

    def _read_scaling(self, service: str) -> Scaling | None:
        target = self._find_resource("aws:appautoscaling/target:Target", service)
        if target is None:
            return None
        low, high = target.number("minCapacity"), target.number("maxCapacity")
        policies = [
            describe_scaling_target(view)
            for view in self.list_views("aws:appautoscaling/policy:Policy")
            if view.resource.name.startswith((f"{service}-", f"{service}:"))
        ]
        return Scaling(f"{low}–{high} tasks", tuple(filter(None, policies)), ())

    def list_scheduled_tasks(self) -> Iterator[ScheduledTask]:
        for view in self.list_views("aws:scheduler/schedule:Schedule"):
            parameters = view.nested("target").nested("ecsParameters")
            if not parameters.preview_value:
                continue
            image, size, sidecars = _read_task(self._find_reference(_TASK_DEFINITION, view, "target"))
            yield ScheduledTask(
                name=view.resource.name,
                tier=_read_tier(parameters.nested("networkConfiguration")),
                image=image,
                short_image=shorten_image(image),
                size=size,
                schedule=tuple(filter(None, (view.text("scheduleExpression"), view.text("scheduleExpressionTimezone")))),
                capacity=" + ".join(each.text("capacityProvider") for each in parameters.items("capacityProviderStrategies")),
                sidecars=sidecars,
                file_systems=(),
            )

    def read_load_balancer(self, *, routed: bool) -> LoadBalancer | None:
        """Return the load balancer of the program, or an existing one if services have rules on it."""
        found = self.list_views(*_LOAD_BALANCERS)
        if not found:
            remote = self.list_views("awsx:lb:ApplicationLoadBalancer")
            listener = (Listener(None, "HTTP", "rules"),)
            if remote:
                return LoadBalancer(remote[0].resource.name, "public", False, (), listener, ("the internet",), "")
            existing = LoadBalancer("Load balancer that exists", "public", True, (), listener, (), "", tuple(self._list_answers()))
            return existing if routed else None
        view = found[0]
        internal = view.is_true("internal")
        listeners = tuple(
            Listener(
                _convert_port(each.number("port")),
                each.text("protocol") or "HTTP",
                "; ".join(map(describe_action, each.items("defaultActions"))),
            )
            for each in self.list_views("aws:lb/listener:Listener")
        )
        names = tuple(
            each.text("name")
            for each in self.list_views("aws:route53/record:Record")
            if each.text("name") and any(alias.resource_name("name") == view.resource.name for alias in each.items("aliases"))
        )
        firewall = "AWS WAF" if self.list_views("aws:wafv2/webAclAssociation:WebAclAssociation") else ""
        clients = ("the VPC",) if internal else ("the internet",)
        tier: Tier = "private" if internal else "public"
        return LoadBalancer(view.resource.name, tier, False, names, listeners, clients, firewall, tuple(self._list_answers()))

    def _list_answers(self) -> Iterator[str]:
        """Yield what rules without a target group answer."""
        for view in self.list_views(_RULE):
            actions = view.items("actions")
            if actions and not any(action.text("type") == "forward" for action in actions):
                conditions = ", ".join(filter(None, map(describe_rule_condition, view.items("conditions")))) or "every request"
                answer = describe_action(actions[-1])
                yield f"{conditions} {answer if answer.startswith('→') else f'→ {answer}'}"

    def list_shared_resources(self) -> Iterator[SharedResource]:
        for view in self.list_views(_CLUSTER):
            yield SharedResource("cluster", f"Cluster {view.resource.name}", ())
        yield from list_namespaces(self._run)
        repositories = [view.resource.name for view in self.list_views("aws:ecr/repository:Repository")]
        if repositories:
            yield SharedResource(
                "repositories", "ECR repository" if len(repositories) == 1 else "ECR repositories", tuple(repositories[:8])
            )
        alarms = [
            *self.list_views("aws:cloudwatch/metricAlarm:MetricAlarm"),
            *self.list_views("aws:cloudwatch/compositeAlarm:CompositeAlarm"),
        ]
        if alarms:
            yield SharedResource("monitoring", "Monitoring", (format_count(len(alarms), "alarm"),))

    def _find_reference(self, type_: str, view: InputsView, key: str) -> InputsView | None:
        """Return the resource of a type that a property depends on."""
        found = next((resource for resource in view.dependencies(key) if resource.type == type_), None)
        return self._references.view_inputs(found) if found else None

    def _find_resource(self, type_: str, name: str) -> InputsView | None:
        return next((view for view in self.list_views(type_) if view.resource.name == name), None)


def has_something_to_draw(preview: Preview) -> bool:
    """Return whether a program registers any resource that the picture shows."""
    visible_types = (
        _SERVICE,
        _CLUSTER,
        *_LOAD_BALANCERS,
        "aws:ec2/vpc:Vpc",
        "awsx:ec2:Vpc",
        "awsx:lb:ApplicationLoadBalancer",
        "awsx:ecs:FargateService",
    )
    resources: list[Resource] = preview.preview_run.resources
    return any(resource.type in visible_types for resource in resources)


def _read_task(definition: InputsView | None) -> tuple[str, str, tuple[str, ...]]:
    """Read the image, the size and the sidecars of a task definition; the first container is the main one."""
    if definition is None:
        return _UNKNOWN_IMAGE, "", ()
    known = definition.parse_json("containerDefinitions").items()
    containers = known or definition.parse_json_structure("containerDefinitions").items()
    image = known[0].text("image") if known else ""
    cpu, memory = definition.number("cpu"), definition.number("memory")
    words = [f"{cpu / 1024:g} vCPU" if cpu else "", f"{memory / 1024:g} GB" if memory else ""]
    words += ["ARM64"] * (definition.nested("runtimePlatform").text("cpuArchitecture") == "ARM64")
    return image or _UNKNOWN_IMAGE, ", ".join(filter(None, words)), tuple(each.text("name") for each in containers[1:])


def _read_tier(configuration: InputsView) -> Tier:
    return "public" if configuration.is_true("assignPublicIp") else "private"


def _convert_port(number: float | None) -> int | None:
    return None if number is None else int(number)
