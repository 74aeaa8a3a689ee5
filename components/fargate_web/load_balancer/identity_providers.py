"""The way from a load balancer to identity providers."""

from typing import Any

import pulumi
import pulumi_aws as aws


def allow_identity_providers(
    name: str, *, security_group_id: pulumi.Input[str], tags: dict[str, Any], parent: pulumi.Resource
) -> aws.vpc.SecurityGroupEgressRule:
    """Let a load balancer connect to identity providers, for tokens, claims and keys. Without it, users get status 500 after they log in.

    Their addresses change, and load balancers reach them by IPv4 only:
    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html
    """
    return aws.vpc.SecurityGroupEgressRule(
        f"{name}-to-identity-providers",
        security_group_id=security_group_id,
        description="To identity providers",
        ip_protocol="tcp",
        from_port=443,
        to_port=443,
        cidr_ipv4="0.0.0.0/0",
        tags=tags,
        opts=pulumi.ResourceOptions(parent=parent),
    )
