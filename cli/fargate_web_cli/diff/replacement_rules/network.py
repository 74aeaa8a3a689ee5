"""Replacement rules of VPCs, security groups, endpoints and flow logs."""

from collections.abc import Mapping
from typing import Final

from fargate_web_cli.diff.replacement_rules.type_rules import TypeRules, parse_properties

_RULE_EFFECT: Final = "the rule is missing for some seconds; connections that exist stay, new ones may be refused"

_RULE_SOURCES: Final = "cidrIpv4 cidrIpv6 prefixListId referencedSecurityGroupId"

_SOURCE_REASONS: Final = dict.fromkeys(
    _RULE_SOURCES.split(), "AWS can't turn a rule for addresses into one for a group, or the other way round"
)


def _build_security_group_rule(deletion_effect: str) -> TypeRules:
    """Build the rules of a security group rule. The provider has one schema for both directions."""
    return TypeRules(
        provider_file="ec2/vpc_security_group_ingress_rule.go",
        checked_commit="00a322094b4b9ade8a81b244345dbcf4b52ee8d6",
        forcing_properties=parse_properties(f"securityGroupId {_RULE_SOURCES}"),
        presence_only=frozenset(_RULE_SOURCES.split()),
        property_reasons=_SOURCE_REASONS,
        replacement_effect=_RULE_EFFECT,
        deletion_effect=deletion_effect,
    )


NETWORK: Final[Mapping[str, TypeRules]] = {
    # Only for a layout that can't be taken apart: the resources in it have rules of their own.
    "awsx:ec2:Vpc": TypeRules(
        provider_file="https://github.com/pulumi/pulumi-awsx/blob/master/awsx/ec2/vpc.ts",
        forcing_properties=parse_properties(
            "availabilityZoneCidrMask availabilityZoneNames cidrBlock instanceTenancy ipv4IpamPoolId ipv4NetmaskLength subnetSpecs subnetStrategy",
            regional=False,
        ),
        # `resourceVPCCustomizeDiff` in the provider's ec2/vpc_.go: from dedicated to default, which nothing means as well, a VPC is updated.
        conditions={"instanceTenancy": ("instanceTenancy", frozenset(("default", None)))},
        replacement_effect="the VPC or subnets of it are created again, and everything in them has to move: load balancer, tasks, NAT gateways with their addresses; AWS refuses to delete a subnet that is in use",
        how_to_avoid="leave the ranges and zones as they are; to move, build a second stack with its own network and change the DNS",
        protected_asset="an address",
        deletion_effect="everything in the network is deleted, and the public addresses of its NAT gateways are given back to AWS",
        property_reasons={
            "cidrBlock": "a VPC keeps its first range for life",
            "availabilityZoneNames": "a subnet stays in its zone",
            "subnetSpecs": "a subnet keeps its range for life",
        },
    ),
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": TypeRules(
        provider_file="ec2/vpc_default_security_group.go",
        checked_commit="01f431114674c27cf790fafb67ac274bf8f765e1",
        forcing_properties=parse_properties("vpcId"),
        replacement_effect="nothing: no rules are in it",
        is_routine=True,
    ),
    "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": TypeRules(
        provider_file="ec2/vpc_default_network_acl.go",
        forcing_properties=parse_properties("defaultNetworkAclId"),
        replacement_effect="nothing: the network ACL of another VPC gets the rules",
        is_routine=True,
        deletion_effect="nothing: it keeps its rules, and nobody manages them",
    ),
    "aws:ec2/networkAcl:NetworkAcl": TypeRules(
        provider_file="ec2/vpc_network_acl.go",
        forcing_properties=parse_properties("vpcId"),
        replacement_effect="its subnets move to the new network ACL",
        is_routine=True,
        deletion_effect="its subnets get the rules of the default network ACL",
    ),
    "aws:ec2/securityGroup:SecurityGroup": TypeRules(
        provider_file="ec2/vpc_security_group.go",
        checked_commit="01606926a0c0ab9174aec440f976a48b0baee722",
        forcing_properties=parse_properties("description name namePrefix vpcId"),
        replacement_effect="its members and the rules that name it move to the new group; tasks are restarted to join it",
        how_to_avoid="leave name and description as they are",
        protected_asset="traffic",
        deletion_effect="connections that it allowed are refused",
        property_reasons={"description": "AWS can't change the description of a security group"},
    ),
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": _build_security_group_rule("connections that it allowed in are refused"),
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": _build_security_group_rule("connections that it allowed out are refused"),
    "aws:ec2/vpcEndpoint:VpcEndpoint": TypeRules(
        provider_file="ec2/vpc_endpoint.go",
        checked_commit="008db85aad5e56627b1eecab8830464a282552ed",
        forcing_properties=parse_properties(
            "serviceName serviceRegion vpcEndpointType vpcId resourceConfigurationArn serviceNetworkArn privateDnsEnabled dnsOptions.privateDnsPreference dnsOptions.privateDnsSpecifiedDomains"
        ),
        replacement_effect="calls to the AWS service fail or go another way for a minute or two; tasks that start meanwhile may not get their image or secrets",
        how_to_avoid="change it in a quiet hour, without a deployment at the same time",
        deletion_effect="calls to the AWS service go through the NAT gateways, or nowhere if there are none",
        conditions={"privateDnsEnabled": ("vpcEndpointType", frozenset(("Interface",)))},
    ),
    "aws:ec2/flowLog:FlowLog": TypeRules(
        provider_file="ec2/vpc_flow_log.go",
        checked_commit="00a35305dc1b297a6fcdecdfbba33f1e63c3da39",
        forcing_properties=parse_properties(
            "deliverCrossAccountRole destinationOptions eniId iamRoleArn logDestination logDestinationType logFormat maxAggregationInterval regionalNatGatewayId subnetId trafficType transitGatewayAttachmentId transitGatewayId vpcId"
        ),
        replacement_effect="a few minutes of traffic are not recorded",
        is_routine=True,
        deletion_effect="traffic is no longer recorded",
    ),
}
"""By type token."""
