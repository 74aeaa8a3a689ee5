"""VPC endpoints: private connections from the VPC to AWS services."""

from collections.abc import Sequence
from typing import Any

import pulumi
import pulumi_aws as aws

from ..component.account import Account
from ..settings.endpoint_policies import EndpointPolicies
from .endpoint_policies import build_endpoint_policy
from .endpoint_service_names import build_service_name


class VpcEndpoints:
    """The VPC endpoints of a network.

    A gateway endpoint is free: it is an entry in every route table. The endpoint for S3 always exists, because image layers come from S3 and
    the NAT gateway would bill their traffic. An interface endpoint is a network interface in every private subnet, billed by the hour. All
    interface endpoints share one security group, which allows HTTPS from the VPC and has no egress rule.

    Attributes:
        gateway_endpoints: The gateway endpoints, by service.
        interface_endpoints: The interface endpoints, by service.
        security_group: The security group of the interface endpoints; None if there are none.
        ingress_rule: Its ingress rule; None if there are none.
    """

    def __init__(
        self,
        name: str,
        *,
        gateway_services: Sequence[str],
        interface_services: Sequence[str],
        policies: EndpointPolicies | None,
        account: Account,
        vpc_id: pulumi.Input[str],
        vpc_cidr_block: pulumi.Input[str],
        subnet_ids: pulumi.Input[Any],
        route_table_ids: pulumi.Input[Any],
        display_name: str,
        tags: dict[str, Any],
        parent: pulumi.Resource,
    ) -> None:
        opts = pulumi.ResourceOptions(parent=parent)

        def create_endpoint(service: str, **arguments: Any) -> aws.ec2.VpcEndpoint:
            return aws.ec2.VpcEndpoint(
                f"{name}-{service}",
                vpc_id=vpc_id,
                service_name=build_service_name(service, account.region),
                policy=build_endpoint_policy(service, policies, account) if policies is not None else None,
                tags={**tags, "Name": f"{display_name}-{service}"},
                opts=opts,
                **arguments,
            )

        self.gateway_endpoints = {
            service: create_endpoint(service, vpc_endpoint_type="Gateway", route_table_ids=route_table_ids)
            for service in dict.fromkeys(["s3", *gateway_services])
        }
        self.interface_endpoints: dict[str, aws.ec2.VpcEndpoint] = {}
        self.security_group: aws.ec2.SecurityGroup | None = None
        self.ingress_rule: aws.vpc.SecurityGroupIngressRule | None = None
        if not interface_services:
            return
        self.security_group = aws.ec2.SecurityGroup(
            f"{name}-endpoints",
            description="Interface endpoints of AWS services",
            vpc_id=vpc_id,
            tags={**tags, "Name": f"{display_name}-endpoints"},
            opts=opts,
        )
        self.ingress_rule = aws.vpc.SecurityGroupIngressRule(
            f"{name}-endpoints-443-from-vpc",
            security_group_id=self.security_group.id,
            description="HTTPS from the VPC",
            ip_protocol="tcp",
            from_port=443,
            to_port=443,
            cidr_ipv4=vpc_cidr_block,
            tags=tags,
            opts=opts,
        )
        self.interface_endpoints = {
            service: create_endpoint(
                service,
                vpc_endpoint_type="Interface",
                subnet_ids=subnet_ids,
                security_group_ids=[self.security_group.id],
                # Otherwise the SDKs still call the public address.
                private_dns_enabled=True,
            )
            for service in interface_services
        }
