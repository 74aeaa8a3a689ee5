"""The target groups of a service, and the listener rules with which ECS shifts traffic between them."""

import re
from typing import Any
from urllib.parse import urlsplit

import pulumi
import pulumi_aws as aws

from ..component.arguments import get_wire_value
from ..component.documents import concat_inputs
from ..component.resource_names import build_logical_name
from ..component.rule_conditions import build_rule_conditions
from ..settings.authentication import LOGIN_RULE_SUFFIX, OPEN_RULE_SUFFIX, Authentication
from ..settings.route import Route
from ..settings.service import Service as ServiceSettings
from ..settings.traffic_shift import TEST_RULE_SUFFIX
from .listener_rule_priorities import RulePriorities
from .login import ORDER_OF_FORWARDING, build_login_action
from .target_group_attributes import build_zone_attributes

MAX_TARGET_GROUP_NAME_LENGTH = 32


class TrafficRouting:
    """The load balancer resources of a route of a service.

    Every route has two target groups, so that a change of the deployment strategy updates the service only:
    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/alb-resources-for-blue-green.html. Target groups cost nothing.
    Each deployment that shifts traffic changes which of the two is live, so no resource may depend on it.

    Attributes:
        target_groups: The two target groups. The first one is live when the service is created.
        listener_rule: The production listener rule.
        test_listener_rule: The rule for test traffic, None if there is none.
        open_listener_rule: The rule for the paths that need no login, None if there is none.
        listener_rules: All of them.
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
        priorities: RulePriorities,
        tags: dict[str, Any],
        parent: pulumi.Resource,
    ) -> None:
        priority, test_priority, open_priority = priorities
        physical_names = (settings.names.target_group, settings.names.alternate_target_group)
        self.target_groups = tuple(
            _create_target_group(
                # A target group's name takes no colon, and no service has two hyphens in a row.
                build_logical_name(name.replace(":", "--"), suffix, MAX_TARGET_GROUP_NAME_LENGTH),
                physical_name,
                settings,
                vpc_id,
                tags,
                parent,
            )
            for suffix, physical_name in zip(("-blue", "-green"), physical_names, strict=True)
        )
        login = route.authentication
        rule_name = f"{name}{LOGIN_RULE_SUFFIX}" if login else name
        self.listener_rule = _create_listener_rule(rule_name, listener_arn, priority, route, self.target_groups, tags, parent, login)
        self.open_listener_rule: aws.lb.ListenerRule | None = None
        if route.open_route is not None:
            self.open_listener_rule = _create_listener_rule(
                f"{name}{OPEN_RULE_SUFFIX}", listener_arn, open_priority, route.open_route, self.target_groups, tags, parent
            )
        self.test_listener_rule: aws.lb.ListenerRule | None = None
        test_route = settings.test_route
        if test_route is not None:
            on_production_listener = test_priority is not None
            self.test_listener_rule = _create_listener_rule(
                f"{name}{TEST_RULE_SUFFIX}",
                listener_arn if on_production_listener else test_listener_arn,
                test_priority if on_production_listener else priority,
                test_route,
                self.target_groups,
                tags,
                parent,
            )
        rules = (self.listener_rule, self.test_listener_rule, self.open_listener_rule)
        self.listener_rules = [rule for rule in rules if rule is not None]
        self._target = (settings.target_container, settings.port)

    def build_load_balancer(self, main_container_name: str, role_arn: pulumi.Input[str]) -> dict[str, Any]:
        """Return what the ECS service knows of the route. ECS shifts the traffic of each of its load balancers between their two target groups.

        Args:
            main_container_name: The name of the application's own container.
            role_arn: The role with which ECS shifts traffic.
        """
        blue, green = self.target_groups
        container, port = self._target
        return {
            "target_group_arn": blue.arn,
            "container_name": container or main_container_name,
            "container_port": port,
            "advanced_configuration": {
                "alternate_target_group_arn": green.arn,
                "production_listener_rule": self.listener_rule.arn,
                "role_arn": role_arn,
                "test_listener_rule": self.test_listener_rule.arn if self.test_listener_rule else None,
            },
        }


def _create_listener_rule(
    logical_name: str,
    listener_arn: Any,
    priority: int | None,
    route: Route,
    target_groups: tuple[aws.lb.TargetGroup, ...],
    tags: dict[str, Any],
    parent: pulumi.Resource,
    login: Authentication | None = None,
) -> aws.lb.ListenerRule:
    blue, green = target_groups
    groups = [{"arn": blue.arn, "weight": 100}, {"arn": green.arn, "weight": 0}]
    forwarding: Any = {"type": "forward", "forward": {"target_groups": groups}}
    actions = [build_login_action(login, parent), {**forwarding, "order": ORDER_OF_FORWARDING}] if login else [forwarding]
    return aws.lb.ListenerRule(
        logical_name,
        listener_arn=listener_arn,
        priority=priority,
        conditions=build_rule_conditions(route),
        actions=actions,
        transforms=_build_transforms(route),
        tags={**tags, "Name": logical_name},
        opts=pulumi.ResourceOptions(
            parent=parent,
            # ECS changes the weights; a reset would send live traffic to stopped tasks. It leaves a rule with a login alone, because services
            # with one are deployed by the strategy rolling, and the login must follow the settings.
            ignore_changes=[] if login else ["actions"],
            # AWS can't delete a replaced target group while the rule, whose actions are ignored, refers to it (pulumi-aws#4220).
            replace_with=[blue, green],
            delete_before_replace=True,
        ),
    )


def _build_transforms(route: Route) -> list[Any] | None:
    """Return what rewrites requests. ECS changes the actions of a rule when it shifts traffic, and leaves its transforms alone."""
    transforms: list[Any] = []
    for rewrite, kind in ((route.host_header_rewrite, "host-header-rewrite"), (route.url_rewrite, "url-rewrite")):
        if rewrite is not None:
            config = {"rewrite": {"regex": rewrite.regex, "replace": rewrite.replace}}
            transforms.append({"type": kind, f"{kind.replace('-', '_')}_config": config})
    return transforms or None


def build_service_url(route: Route, load_balancer: Any) -> pulumi.Input[str] | None:
    """Return the URL of a service, with the first host that has no wildcard or else the host of the load balancer. None if that isn't known."""
    path = "/" + re.split(r"[*?]", route.paths[0])[0].lstrip("/")
    base = get_wire_value(load_balancer, "url")
    host = next((host for host in route.hosts if not re.search(r"[*?]", host)), None)
    if host is None:
        # All hosts have wildcards, or are compared with expressions: no rule matches the DNS name of the load balancer.
        return None if base is None or route.hosts or route.host_regex_values else concat_inputs(base, path)
    if base is None:
        return f"{get_wire_value(load_balancer, 'protocol', 'HTTPS').lower()}://{host}{path}"

    def replace_host(url: str) -> str:
        parts = urlsplit(url)
        return f"{parts.scheme}://{host}{f':{parts.port}' if parts.port else ''}{path}"

    return replace_host(base) if isinstance(base, str) else pulumi.Output.from_input(base).apply(replace_host)


def _create_target_group(
    logical_name: str,
    physical_name: str | None,
    settings: ServiceSettings,
    vpc_id: pulumi.Input[str],
    tags: dict[str, Any],
    parent: pulumi.Resource,
) -> aws.lb.TargetGroup:
    group, check = settings.target_group, settings.health_check
    return aws.lb.TargetGroup(
        logical_name,
        name=physical_name,
        target_type="ip",
        port=settings.port,
        protocol=group.protocol,
        protocol_version=group.protocol_version,
        vpc_id=vpc_id,
        deregistration_delay=group.deregistration_delay,
        slow_start=group.slow_start,
        load_balancing_algorithm_type=group.load_balancing_algorithm_type,
        **build_zone_attributes(group),
        # Off is explicit: if it is left out, the provider keeps the old value.
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
        tags={**tags, "Name": logical_name},
        opts=pulumi.ResourceOptions(
            parent=parent,
            # ECS registers every task with the container's port. The port of the group is an unused default, and a change would replace the group.
            ignore_changes=["port"],
        ),
    )


def _find_health_check_matcher(settings: ServiceSettings) -> str:
    check = settings.health_check
    if settings.target_group.protocol_version == "GRPC" and "matcher" not in check.model_fields_set:
        return "0-99"
    return check.matcher


def find_load_balancer_arn_suffix(load_balancer: Any) -> pulumi.Input[str] | None:
    """Return the end of the load balancer's ARN, `app/name/id`, which metrics use as a dimension. The listener's ARN contains it too."""
    listener_arn = get_wire_value(load_balancer, "listener_arn")
    suffix: pulumi.Input[str] | None = get_wire_value(load_balancer, "arn_suffix")
    if suffix is not None or listener_arn is None:
        return suffix
    return pulumi.Output.from_input(listener_arn).apply(lambda arn: "/".join(arn.split("/")[1:4]))
