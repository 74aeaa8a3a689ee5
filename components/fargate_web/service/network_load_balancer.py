"""The Network Load Balancer of a service: the load balancer, its security group, addresses, certificate, records and listeners."""

from typing import Any, Final

import pulumi
import pulumi_aws as aws

from ..component.account import Account
from ..component.arguments import get_wire_value
from ..component.documents import concat_inputs
from ..component.resource_names import avoid_reserved_prefix, build_logical_name
from ..load_balancer.access_logs import AccessLogs
from ..load_balancer.certificate import Certificate, create_alias_records, find_hosted_zone_id
from ..settings.listening_containers import find_listening_container
from ..settings.network_load_balancer import NetworkLoadBalancer as NetworkLoadBalancerSettings
from ..settings.service import Service as ServiceSettings
from .network_rules import NetworkRules
from .network_targets import NetworkTargets
from .static_addresses import StaticAddresses

MAX_LOAD_BALANCER_NAME_LENGTH: Final = 32


class NetworkLoadBalancer:
    """The Network Load Balancer of a service, whose resources are children of the service.

    Attributes:
        settings: Its settings.
        load_balancer: The load balancer. Its security group is there from the start: AWS adds none later.
        security_group: Its security group.
        rules: The rules of that group, and those that let it reach the tasks.
        addresses: The Elastic IP addresses, None without static addresses.
        certificate: The certificate that is created, None with an existing one or without TLS.
        alias_records: The DNS records, by name.
        access_logs: The bucket for access logs, None if there is none or it exists.
        targets: The listeners with their target groups, in the order of the settings.
        dns_name: The DNS name of the load balancer.
        host: The first domain name, or the DNS name.
        endpoints: Where clients connect: `tls://nlb.example.com:443`.
        dependencies: The resources that the service must wait for.
    """

    def __init__(
        self,
        name: str,
        settings: NetworkLoadBalancerSettings,
        *,
        network: Any,
        task_security_group_id: pulumi.Input[str],
        account: Account,
        tags: dict[str, Any],
        parent: pulumi.Resource,
    ) -> None:
        self.settings = settings
        self._name, self._tags, self._parent = name, tags, parent
        self.security_group = aws.ec2.SecurityGroup(
            avoid_reserved_prefix("sg-", f"{name}:network"),
            description=f"The Network Load Balancer of {name}",
            vpc_id=get_wire_value(network, "vpc_id"),
            tags={**tags, "Name": f"{name}-network"},
            opts=pulumi.ResourceOptions(parent=parent),
        )
        self.rules = NetworkRules(
            name,
            settings,
            security_group_id=self.security_group.id,
            task_security_group_id=task_security_group_id,
            vpc_cidr_block=get_wire_value(network, "vpc_cidr_block"),
            tags=tags,
            parent=parent,
        )
        self.addresses: StaticAddresses | None = None
        if settings.static_addresses:
            self.addresses = StaticAddresses(name, settings.static_addresses, network=network, tags=tags, parent=parent)
        self.access_logs: AccessLogs | None = None
        self.load_balancer = self._create_load_balancer(network, account)
        self.dns_name = self.load_balancer.dns_name
        self.certificate: Certificate | None = None
        self.alias_records: dict[str, aws.route53.Record] = {}
        certificate_arn = self._create_names()
        self.targets = [
            NetworkTargets(
                name,
                listener,
                vpc_id=get_wire_value(network, "vpc_id"),
                load_balancer_arn=self.load_balancer.arn,
                certificate_arn=certificate_arn,
                ssl_policy=settings.ssl_policy,
                tags=tags,
                parent=parent,
            )
            for listener in settings.listeners
        ]
        self.target_groups = tuple(group for targets in self.targets for group in targets.target_groups)
        self.host: pulumi.Input[str] = settings.domain_name or self.dns_name
        self.endpoints = [
            concat_inputs(f"{listener.protocol.lower()}://", self.host, f":{listener.port}") for listener in settings.listeners
        ]
        self.dependencies: list[pulumi.Resource] = [
            *self.rules.target_rules,
            *(listener for targets in self.targets for listener in targets.listeners),
        ]

    def build_entries(
        self, service: ServiceSettings, container_name: str, infrastructure_role_arn: pulumi.Input[str]
    ) -> list[dict[str, Any]]:
        """Return the entries of the ECS service: for a Network Load Balancer, ECS takes listeners in place of rules."""
        return [
            {
                "target_group_arn": targets.target_groups[0].arn,
                "container_name": find_listening_container(service, targets.settings) or container_name,
                "container_port": targets.settings.effective_target_port,
                "advanced_configuration": {
                    "alternate_target_group_arn": targets.target_groups[1].arn,
                    "production_listener_rule": targets.listener.arn,
                    "role_arn": infrastructure_role_arn,
                    "test_listener_rule": targets.test_listener.arn if targets.test_listener else None,
                },
            }
            for targets in self.targets
        ]

    def _create_load_balancer(self, network: Any, account: Account) -> aws.lb.LoadBalancer:
        name, settings, logs = self._name, self.settings, self.settings.active_access_logs
        dependencies: list[pulumi.Resource] = []
        arguments: dict[str, Any] = {}
        if logs is not None:
            bucket: pulumi.Input[str] | None = logs.bucket
            if bucket is None:
                self.access_logs = AccessLogs(
                    name.lower(),
                    logs,
                    force_destroy=not settings.deletion_protection if logs.force_destroy is None else logs.force_destroy,
                    account=account,
                    tags=self._tags,
                    parent=self._parent,
                    load_balancer_type="network",
                )
                bucket = self.access_logs.bucket.bucket
                dependencies = [self.access_logs.policy]
            arguments["access_logs"] = {"bucket": bucket, "enabled": True, **({"prefix": logs.prefix} if logs.prefix is not None else {})}
        tier = "public_subnet_ids" if settings.is_internet_facing else "private_subnet_ids"
        if self.addresses is None:
            arguments["subnets"] = get_wire_value(network, tier)
        else:
            arguments["subnet_mappings"] = self.addresses.subnet_mappings
        return aws.lb.LoadBalancer(
            build_logical_name(avoid_reserved_prefix("internal-", name), "-nlb", MAX_LOAD_BALANCER_NAME_LENGTH),
            load_balancer_type="network",
            internal=not settings.is_internet_facing,
            security_groups=[self.security_group.id],
            enable_cross_zone_load_balancing=settings.cross_zone,
            enable_zonal_shift=settings.zonal_shift or None,
            enable_deletion_protection=settings.deletion_protection,
            **arguments,
            tags={**self._tags, "Name": f"{name}-nlb"},
            # As for the load balancer that services share: Pulumi refuses before it starts, and AWS only after the service is gone.
            opts=pulumi.ResourceOptions(
                parent=self._parent,
                depends_on=dependencies,
                protect=settings.deletion_protection or None,
                # An address and a target group belong to one load balancer at a time (TargetGroupAssociationLimit).
                delete_before_replace=True,
            ),
        )

    def _create_names(self) -> pulumi.Input[str] | None:
        """Create the DNS records and the certificate. Return the ARN of the certificate of TLS listeners."""
        settings, domains = self.settings, self.settings.list_domain_names()
        if settings.hosted_zone is None:
            return settings.certificate_arn
        zone_id, label = find_hosted_zone_id(settings.hosted_zone, self._parent), f"{self._name}:network"
        self.alias_records = create_alias_records(
            label, domains, type_="A", zone_id=zone_id, load_balancer=self.load_balancer, parent=self._parent
        )
        if settings.has_tls and settings.certificate_arn is None:
            self.certificate = Certificate(
                label, domains, zone_id=zone_id, record_name=label, shared_records={}, tags=self._tags, parent=self._parent
            )
            return self.certificate.arn
        return settings.certificate_arn
