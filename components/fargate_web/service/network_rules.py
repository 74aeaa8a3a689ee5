"""The rules of the security groups between clients, a Network Load Balancer and the tasks behind it."""

from typing import Any

import pulumi
import pulumi_aws as aws

from ..settings.container_ports import TransportProtocol
from ..settings.network_listener import TRANSPORT_PROTOCOLS
from ..settings.network_load_balancer import NetworkLoadBalancer as NetworkLoadBalancerSettings


class NetworkRules:
    """One rule for each hop, port and transport protocol, with all of them in its logical name.

    The tasks admit the security group of the load balancer, and no addresses. That holds too where they see the addresses of clients:
    https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html

    Attributes:
        ingress_rules: Who may connect to the load balancer, by `<port>-<protocol>-from-<block>`.
        target_rules: The rules on both sides of the hop to the tasks, health checks included.
    """

    def __init__(
        self,
        name: str,
        settings: NetworkLoadBalancerSettings,
        *,
        security_group_id: pulumi.Input[str],
        task_security_group_id: pulumi.Input[str],
        vpc_cidr_block: pulumi.Input[str] | None,
        tags: dict[str, Any],
        parent: pulumi.Resource,
    ) -> None:
        opts = pulumi.ResourceOptions(parent=parent)
        blocks = settings.list_allowed_cidr_blocks()
        sources = [("vpc", "the VPC", vpc_cidr_block)] if blocks is None else [(block.replace("/", "-"), block, block) for block in blocks]
        self.ingress_rules: dict[str, aws.vpc.SecurityGroupIngressRule] = {}
        for port, protocol, traffic in _list_listener_ports(settings):
            for label, description, block in sources:
                key = f"{port}-{protocol}-from-{label}"
                self.ingress_rules[key] = aws.vpc.SecurityGroupIngressRule(
                    f"{name}:network-{key}",
                    security_group_id=security_group_id,
                    description=f"{traffic} from {description}",
                    ip_protocol=protocol,
                    from_port=port,
                    to_port=port,
                    cidr_ipv4=block,
                    tags=tags,
                    opts=opts,
                )
        self.target_rules: list[pulumi.Resource] = []
        for port, protocol in dict.fromkeys(each for listener in settings.listeners for each in listener.list_open_ports()):
            ports: dict[str, Any] = {"ip_protocol": protocol, "from_port": port, "to_port": port, "tags": tags, "opts": opts}
            self.target_rules += [
                aws.vpc.SecurityGroupIngressRule(
                    f"{name}:from-network-{port}-{protocol}",
                    security_group_id=task_security_group_id,
                    description=f"The Network Load Balancer on {protocol} port {port}",
                    referenced_security_group_id=security_group_id,
                    **ports,
                ),
                aws.vpc.SecurityGroupEgressRule(
                    f"{name}:network-to-tasks-{port}-{protocol}",
                    security_group_id=security_group_id,
                    description=f"Tasks of the service {name} on {protocol} port {port}",
                    referenced_security_group_id=task_security_group_id,
                    **ports,
                ),
            ]


def _list_listener_ports(settings: NetworkLoadBalancerSettings) -> list[tuple[int, TransportProtocol, str]]:
    """List the ports that clients connect to: port, transport protocol, and words for the description."""
    return [
        (port, protocol, words)
        for listener in settings.listeners
        for port, words in ((listener.port, listener.protocol), (listener.test_port, "Test traffic"))
        for protocol in TRANSPORT_PROTOCOLS[listener.protocol]
        if port is not None
    ]
