"""The pair of target groups of a service, and the listener rule between which ECS shifts its traffic."""

import re
from typing import Any
from urllib.parse import urlsplit

import pulumi
import pulumi_aws as aws

from ..component.arguments import get_wire_value
from ..component.documents import concat_inputs
from ..component.resource_names import build_logical_name
from ..settings.route import Route
from ..settings.service import Service as ServiceSettings

MAX_TARGET_GROUP_NAME_LENGTH = 32


class TrafficRouting:
    """How requests come to the tasks of a service.

    Every service has the pair, whatever its deployment strategy, so that another strategy is an update of the service alone:
    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/alb-resources-for-blue-green.html. Target groups cost nothing.
    Which of the two is live changes with each deployment that shifts traffic, so nothing here may depend on it.

    Attributes:
        target_groups: The pair; the first one carries the traffic when the service is created.
        listener_rule: The production listener rule.
        test_listener_rule: The rule for test traffic, None where there is none.
        listener_rules: Both.
    """

    def __init__(
        self,
        name: str,
        settings: ServiceSettings,
        route: Route,
        *,
        vpc_id: pulumi.Input[str],
        listener_arn: pulumi.Input[str],
        test_listener_arn: pulumi.Input[str] | None,
        priority: int | None,
        test_priority: int | None,
        tags: dict[str, Any],
        parent: pulumi.Resource,
    ) -> None:
        given = (settings.names.target_group, settings.names.alternate_target_group)
        self.target_groups = tuple(
            _create_target_group(build_logical_name(name, ending, MAX_TARGET_GROUP_NAME_LENGTH), physical, settings, vpc_id, tags, parent)
            for ending, physical in zip(("-blue", "-green"), given, strict=True)
        )
        self.listener_rule = _create_listener_rule(
            name, listener_arn, route.priority or priority, build_rule_conditions(route), self.target_groups, tags, parent
        )
        self.test_listener_rule: aws.lb.ListenerRule | None = None
        test = settings.deployment.test_traffic
        if test is not None:
            header = [] if test.header is None else [test.header]
            self.test_listener_rule = _create_listener_rule(
                f"{name}:test",  # no service is called so, while one may be called web-test
                listener_arn if header else test_listener_arn,
                test.priority or (test_priority if header else route.priority or priority),
                build_rule_conditions(route.model_copy(update={"headers": [*route.headers, *header]})),
                self.target_groups,
                tags,
                parent,
            )
        self.listener_rules = [self.listener_rule, *([self.test_listener_rule] if self.test_listener_rule else [])]


def _create_listener_rule(
    logical: str,
    listener_arn: Any,
    priority: int | None,
    matching: list[Any],
    target_groups: tuple[aws.lb.TargetGroup, ...],
    tags: dict[str, Any],
    parent: pulumi.Resource,
) -> aws.lb.ListenerRule:
    blue, green = target_groups
    return aws.lb.ListenerRule(
        logical,
        listener_arn=listener_arn,
        priority=priority,
        conditions=matching,
        actions=[{"type": "forward", "forward": {"target_groups": [{"arn": blue.arn, "weight": 100}, {"arn": green.arn, "weight": 0}]}}],
        tags={**tags, "Name": logical},
        opts=pulumi.ResourceOptions(
            parent=parent,
            # ECS moves the weights; setting them back would send live traffic to tasks that are gone.
            ignore_changes=["actions"],
            # A pair that has to be replaced can't be deleted while the rule, whose actions are ignored, names it (pulumi-aws#4220).
            replace_with=[blue, green],
            delete_before_replace=True,
        ),
    )


def build_rule_conditions(route: Route) -> list[Any]:
    """Write the conditions of a rule. A rule must have one, so that a route to everything says `/*`."""
    written: list[Any] = []
    if route.hosts:
        written.append({"host_header": {"values": route.hosts}})
    if "/*" not in route.paths:
        written.append({"path_pattern": {"values": route.paths}})
    if route.methods:
        written.append({"http_request_method": {"values": route.methods}})
    written.extend({"http_header": {"http_header_name": header.name, "values": header.values}} for header in route.headers)
    return written or [{"path_pattern": {"values": ["/*"]}}]


def build_service_url(route: Route, load_balancer: Any) -> pulumi.Input[str] | None:
    """Tell where a service answers: under the first host that is no wild card, or where its load balancer answers. None where that isn't known."""
    path = "/" + re.split(r"[*?]", route.paths[0])[0].lstrip("/")
    base = get_wire_value(load_balancer, "url")
    host = next((host for host in route.hosts if not re.search(r"[*?]", host)), None)
    if host is None:
        # Hosts with wild cards alone: the load balancer's own name would get an answer from none of them.
        return None if base is None or route.hosts else concat_inputs(base, path)
    if base is None:
        return f"{get_wire_value(load_balancer, 'protocol', 'HTTPS').lower()}://{host}{path}"

    def at_host(known: str) -> str:
        parts = urlsplit(known)
        return f"{parts.scheme}://{host}{f':{parts.port}' if parts.port else ''}{path}"

    return at_host(base) if isinstance(base, str) else pulumi.Output.from_input(base).apply(at_host)


def _create_target_group(
    logical: str,
    physical: str | None,
    settings: ServiceSettings,
    vpc_id: pulumi.Input[str],
    tags: dict[str, Any],
    parent: pulumi.Resource,
) -> aws.lb.TargetGroup:
    group, check = settings.target_group, settings.health_check
    return aws.lb.TargetGroup(
        logical,
        name=physical,
        target_type="ip",
        port=settings.port,
        protocol=group.protocol,
        protocol_version=group.protocol_version,
        vpc_id=vpc_id,
        deregistration_delay=group.deregistration_delay,
        slow_start=group.slow_start,
        load_balancing_algorithm_type=group.load_balancing_algorithm_type,
        # Off is said as well: to the provider, leaving it out means to leave it as it is.
        stickiness={"type": "lb_cookie", "enabled": False}
        if group.stickiness is None
        else {"type": "lb_cookie", "enabled": True, "cookie_duration": group.stickiness.duration},
        health_check={
            "enabled": True,
            "path": check.path,
            "port": "traffic-port",
            "protocol": group.protocol,
            "matcher": _find_health_check_matcher(settings),
            "interval": check.interval,
            "timeout": check.timeout,
            "healthy_threshold": check.healthy_threshold,
            "unhealthy_threshold": check.unhealthy_threshold,
        },
        tags={**tags, "Name": logical},
        opts=pulumi.ResourceOptions(
            parent=parent,
            # ECS registers every task with the container's port; the group's own is a default that nothing uses, and changing it would replace the pair.
            ignore_changes=["port"],
        ),
    )


def _find_health_check_matcher(settings: ServiceSettings) -> str:
    check = settings.health_check
    if settings.target_group.protocol_version == "GRPC" and "matcher" not in check.model_fields_set:
        return "0-99"
    return check.matcher


def validate_rule_priorities(subject: str, priority: int | None, test_priority: int | None) -> None:
    """Refuse a rule for test traffic that comes after the service's own, which matches all that it does. AWS gives a rule without a priority the last one."""
    if test_priority is None or (priority is not None and test_priority >= priority):
        raise pulumi.RunError(
            f"{subject}: the rule for test traffic must come before the service's own; pass a test_priority below {priority or 'its priority'}"
        )


def find_load_balancer_arn_suffix(load_balancer: Any) -> pulumi.Input[str] | None:
    """Give the end of the load balancer's ARN, `app/name/id`, by which metrics know it; the listener's ARN holds it too."""
    listener_arn = get_wire_value(load_balancer, "listener_arn")
    suffix: pulumi.Input[str] | None = get_wire_value(load_balancer, "arn_suffix")
    if suffix is not None or listener_arn is None:
        return suffix
    return pulumi.Output.from_input(listener_arn).apply(lambda arn: "/".join(arn.split("/")[1:4]))
