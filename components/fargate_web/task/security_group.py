"""The security group of tasks: its ingress and egress rules."""

from collections.abc import Iterable
from typing import Any

import pulumi
import pulumi_aws as aws

from ..component.account import Account
from ..component.arguments import get_wire_value
from ..component.resource_names import avoid_reserved_prefix
from ..settings.callers import is_cidr_block
from ..settings.cidr_blocks import is_ipv6_block
from ..settings.task import Task as TaskSettings
from .egress_rules import EgressRules


class TaskSecurityGroup:
    """The security group of the tasks, with a rule for each hop.

    Attributes:
        security_group: The security group. Only `allow_load_balancer` and `allow_caller` add ingress rules.
        egress: The rules for outbound traffic of the tasks.
        ingress_rule: The rule for traffic from the load balancer to the first port, None until `allow_load_balancer`.
        load_balancer_egress_rule: The rule of the load balancer for traffic to that port, None until `allow_load_balancer`.
    """

    def __init__(
        self, name: str, settings: TaskSettings, *, network: Any, account: Account, tags: dict[str, Any], parent: pulumi.Resource
    ) -> None:
        self._name = name
        self.ingress_rule: aws.vpc.SecurityGroupIngressRule | None = None
        self.load_balancer_egress_rule: aws.vpc.SecurityGroupEgressRule | None = None
        self._tags = tags
        self._opts = pulumi.ResourceOptions(parent=parent)
        self.security_group = aws.ec2.SecurityGroup(
            avoid_reserved_prefix("sg-", name),
            name=settings.names.security_group,
            description=f"Tasks of the {settings.kind} {name}",
            vpc_id=get_wire_value(network, "vpc_id"),
            tags={**tags, "Name": settings.names.security_group or name},
            opts=self._opts,
        )
        self.egress = EgressRules(
            name, settings, security_group_id=self.security_group.id, network=network, account=account, tags=tags, parent=parent
        )

    def allow_load_balancer(self, port: int, load_balancer_security_group_id: pulumi.Input[str]) -> list[pulumi.Resource]:
        """Allow traffic from the load balancer to a port of the task, with a rule on each side.

        The port is part of the logical names. When it changes, Pulumi creates the new rules before the deployment and deletes the old ones
        after it, so running tasks stay reachable.
        """
        tcp: dict[str, Any] = {"ip_protocol": "tcp", "from_port": port, "to_port": port, "tags": self._tags}
        ingress_rule = aws.vpc.SecurityGroupIngressRule(
            f"{self._name}-from-load-balancer-{port}",
            security_group_id=self.security_group.id,
            description=f"The load balancer on port {port}",
            referenced_security_group_id=load_balancer_security_group_id,
            **tcp,
            opts=self._opts,
        )
        egress_rule = aws.vpc.SecurityGroupEgressRule(
            f"{self._name}-to-tasks-{port}",
            security_group_id=load_balancer_security_group_id,
            description=f"Tasks of the service {self._name} on port {port}",
            referenced_security_group_id=self.security_group.id,
            **tcp,
            opts=self._opts,
        )
        self.ingress_rule = self.ingress_rule or ingress_rule
        self.load_balancer_egress_rule = self.load_balancer_egress_rule or egress_rule
        return [ingress_rule, egress_rule]

    def allow_caller(self, caller: str, source: pulumi.Input[str], ports: Iterable[int]) -> list[pulumi.Resource]:
        """Allow traffic from a caller that bypasses the load balancer.

        Args:
            caller: The name of the caller in logical names and descriptions.
            source: The id of a security group, or a CIDR block.
            ports: The ports that it connects to. They are part of the logical names, as in `allow_load_balancer`.
        """
        family = "cidr_ipv6" if isinstance(source, str) and is_ipv6_block(source) else "cidr_ipv4"
        peer = {family if is_cidr_block(source) else "referenced_security_group_id": source}
        label = caller.replace("/", "-").replace(":", ".")
        return [
            aws.vpc.SecurityGroupIngressRule(
                f"{self._name}:from-{label}-{port}",  # no service name has a colon, but one may be load-balancer
                security_group_id=self.security_group.id,
                description=f"{caller} on port {port}",
                ip_protocol="tcp",
                from_port=port,
                to_port=port,
                **peer,
                tags=self._tags,
                opts=self._opts,
            )
            for port in ports
        ]
