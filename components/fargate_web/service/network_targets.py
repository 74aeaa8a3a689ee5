"""A listener of a Network Load Balancer with its pair of target groups, between which ECS shifts traffic."""

from typing import Any, Final

import pulumi
import pulumi_aws as aws

from ..component.resource_names import build_logical_name
from ..settings.network_listener import NetworkListener

MAX_TARGET_GROUP_NAME_LENGTH: Final = 32
_STICKY_PROTOCOLS: Final = ("TCP", "UDP", "TCP_UDP")


class NetworkTargets:
    """One listener, its target groups, and the listener for test traffic.

    Every listener has two target groups, so that a change of the deployment strategy updates the service only. ECS changes the weights of the
    listener's default action: a Network Load Balancer has no rules.
    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/nlb-resources-for-blue-green.html

    Attributes:
        settings: The settings of the listener.
        target_groups: The two target groups. The first one is live when the service is created.
        listener: The production listener.
        test_listener: The listener for test traffic, None if there is none.
        listeners: Both of them.
    """

    def __init__(
        self,
        name: str,
        settings: NetworkListener,
        *,
        vpc_id: pulumi.Input[str],
        load_balancer_arn: pulumi.Input[str],
        certificate_arn: pulumi.Input[str] | None,
        ssl_policy: str,
        tags: dict[str, Any],
        parent: pulumi.Resource,
    ) -> None:
        self.settings = settings
        self.target_groups = tuple(_create_target_group(name, colour, settings, vpc_id, tags, parent) for colour in ("blue", "green"))
        self._arguments: dict[str, Any] = {"load_balancer_arn": load_balancer_arn, "protocol": settings.protocol}
        if settings.protocol == "TLS":
            self._arguments |= {"certificate_arn": certificate_arn, "ssl_policy": ssl_policy, "alpn_policy": settings.alpn_policy}
        if settings.protocol == "TCP":
            # Always explicit: the provider keeps the old value of what is left out.
            self._arguments["tcp_idle_timeout_seconds"] = settings.idle_timeout or 350
        self.listener = self._create_listener(f"{name}:{settings.port}", settings.port, tags, parent)
        self.test_listener: aws.lb.Listener | None = None
        if settings.test_port is not None:
            self.test_listener = self._create_listener(f"{name}:{settings.port}:test", settings.test_port, tags, parent)
        self.listeners = [listener for listener in (self.listener, self.test_listener) if listener is not None]

    def _create_listener(self, logical_name: str, port: int, tags: dict[str, Any], parent: pulumi.Resource) -> aws.lb.Listener:
        blue, green = self.target_groups
        groups = [{"arn": blue.arn, "weight": 100}, {"arn": green.arn, "weight": 0}]
        action: Any = {"type": "forward", "forward": {"target_groups": groups}}
        return aws.lb.Listener(
            logical_name,
            **self._arguments,
            port=port,
            default_actions=[action],
            tags={**tags, "Name": logical_name},
            opts=pulumi.ResourceOptions(
                parent=parent,
                # ECS changes the weights; a reset would send live traffic to stopped tasks.
                ignore_changes=["defaultActions"],
                # AWS can't delete a replaced target group while the listener, whose actions are ignored, refers to it.
                replace_with=[blue, green],
                delete_before_replace=True,
            ),
        )


def _create_target_group(
    name: str, colour: str, settings: NetworkListener, vpc_id: pulumi.Input[str], tags: dict[str, Any], parent: pulumi.Resource
) -> aws.lb.TargetGroup:
    # The port comes last: the target groups of a route end in the colour, so none of another service has the same name.
    logical_name = build_logical_name(name, f"-{colour}-{settings.port}", MAX_TARGET_GROUP_NAME_LENGTH)
    check, is_http = settings.health_check, settings.health_check.protocol != "TCP"
    arguments: dict[str, Any] = {}
    if settings.target_protocol in _STICKY_PROTOCOLS:
        arguments["stickiness"] = {"type": "source_ip", "enabled": settings.stickiness}
    if not settings.carries_udp:
        arguments["preserve_client_ip"] = "true" if settings.preserve_client_ip else "false"
    terminates = settings.carries_udp if settings.terminate_connections is None else settings.terminate_connections
    return aws.lb.TargetGroup(
        logical_name,
        target_type="ip",
        port=settings.effective_target_port,
        protocol=settings.target_protocol,
        vpc_id=vpc_id,
        deregistration_delay=settings.deregistration_delay,
        connection_termination=terminates,
        proxy_protocol_v2=settings.proxy_protocol,
        **arguments,
        health_check={
            "enabled": True,
            "protocol": check.protocol,
            "port": "traffic-port" if check.port is None else str(check.port),
            "path": check.path if is_http else None,
            "matcher": check.matcher if is_http else None,
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
