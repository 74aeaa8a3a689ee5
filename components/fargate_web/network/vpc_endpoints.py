"""The ways from the VPC to AWS's own services that do not lead through the internet."""

from collections.abc import Sequence
from typing import Any

import pulumi
import pulumi_aws as aws

from ..component.documents import concat_inputs


class VpcEndpoints:
    """The VPC endpoints of a network.

    A gateway endpoint is free: an entry in every route table. The one for S3 is always there, because image layers come from S3 and would
    otherwise be paid for at the NAT gateway. An interface endpoint is a network interface in every private subnet, billed by the hour; all of
    them share one security group, which admits HTTPS from the VPC and has no way out.

    Attributes:
        gateway_endpoints: The gateway endpoints, by service.
        interface_endpoints: The interface endpoints, by service.
        security_group: The one in front of the interface endpoints; None where there are none.
        ingress_rule: What it admits, None where there are none.
    """

    def __init__(
        self,
        name: str,
        *,
        gateway_services: Sequence[str],
        interface_services: Sequence[str],
        region: pulumi.Input[str],
        vpc_id: pulumi.Input[str],
        vpc_cidr_block: pulumi.Input[str],
        subnet_ids: pulumi.Input[Any],
        route_table_ids: pulumi.Input[Any],
        display_name: str,
        tags: dict[str, Any],
        parent: pulumi.Resource,
    ) -> None:
        opts = pulumi.ResourceOptions(parent=parent)

        def endpoint(service: str, **how: Any) -> aws.ec2.VpcEndpoint:
            return aws.ec2.VpcEndpoint(
                f"{name}-{service}",
                vpc_id=vpc_id,
                service_name=_build_service_name(service, region),
                tags={**tags, "Name": f"{display_name}-{service}"},
                opts=opts,
                **how,
            )

        self.gateway_endpoints = {
            service: endpoint(service, vpc_endpoint_type="Gateway", route_table_ids=route_table_ids)
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
            service: endpoint(
                service,
                vpc_endpoint_type="Interface",
                subnet_ids=subnet_ids,
                security_group_ids=[self.security_group.id],
                # Without it the SDKs would go on calling the public address.
                private_dns_enabled=True,
            )
            for service in interface_services
        }


def _build_service_name(service: str, region: pulumi.Input[str]) -> pulumi.Input[str]:
    if isinstance(region, str):
        return f"com.amazonaws.{region}.{service}"
    return concat_inputs("com.amazonaws.", region, ".", service)
