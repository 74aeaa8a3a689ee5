"""Networks and who may talk to whom."""

from collections.abc import Mapping
from typing import Final

from fargate_web_cli.diff.replacement_rules.type_rules import Kind, forced_by

_RULE: Final = "the rule is missing for some seconds; connections that exist stay, new ones may be refused"

_SOURCES: Final = "cidrIpv4 cidrIpv6 prefixListId referencedSecurityGroupId"

_OF_ANOTHER_KIND: Final = dict.fromkeys(
    _SOURCES.split(), "AWS can't turn a rule for addresses into one for a group, or the other way round"
)


def _security_group_rule(gone: str) -> Kind:
    """Describe a rule; those for either direction are one schema in the provider."""
    return Kind(
        source="ec2/vpc_security_group_ingress_rule.go",
        checked="00a322094b4b9ade8a81b244345dbcf4b52ee8d6",
        forces=forced_by(f"securityGroupId {_SOURCES}"),
        whole=frozenset(_SOURCES.split()),
        why=_OF_ANOTHER_KIND,
        effect=_RULE,
        gone=gone,
    )


_SUBNETS: Final = ("publicSubnetIds", "privateSubnetIds", "isolatedSubnetIds", "subnets", "natGateways")

NETWORK: Final[Mapping[str, Kind]] = {
    "awsx:ec2:Vpc": Kind(
        source="https://github.com/pulumi/pulumi-awsx/blob/master/awsx/ec2/vpc.ts",
        forces=forced_by(
            "availabilityZoneCidrMask availabilityZoneNames cidrBlock instanceTenancy ipv4IpamPoolId ipv4NetmaskLength subnetSpecs subnetStrategy",
            regional=False,
        ),
        # The program writes the ranges of all subnets out: one more zone adds to the end of each list, and moves nothing.
        grows=frozenset(("availabilityZoneNames", "subnetSpecs")),
        # `resourceVPCCustomizeDiff` in the provider's ec2/vpc_.go: from dedicated to default, which nothing means as well, a VPC is updated.
        only_if={"instanceTenancy": ("instanceTenancy", frozenset(("default", None)))},
        partial=dict.fromkeys(("availabilityZoneCidrMask", "availabilityZoneNames", "subnetSpecs", "subnetStrategy"), _SUBNETS),
        effect="the VPC, or subnets of it, are made anew, and what stands in them has to move: load balancer, tasks, NAT gateways with their addresses; AWS refuses to delete a subnet that is in use",
        avoid="leave the ranges and zones as they are; to move, build a second stack with its own network and change the DNS",
        holds="an address",
        gone="everything in the network goes, and the public addresses of its NAT gateways are given back",
        why={
            "cidrBlock": "a VPC keeps its first range for life",
            "availabilityZoneNames": "a subnet stays in its zone",
            "subnetSpecs": "a subnet keeps its range for life",
        },
    ),
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": Kind(
        source="ec2/vpc_default_security_group.go",
        checked="01f431114674c27cf790fafb67ac274bf8f765e1",
        forces=forced_by("vpcId"),
        effect="nothing: no rules are in it",
        routine=True,
    ),
    "aws:ec2/securityGroup:SecurityGroup": Kind(
        source="ec2/vpc_security_group.go",
        checked="01606926a0c0ab9174aec440f976a48b0baee722",
        forces=forced_by("description name namePrefix vpcId"),
        effect="whoever names the group (its members, the rules of others) is moved to the new one; tasks are started anew to join it",
        avoid="leave name and description as they are",
        holds="traffic",
        gone="what the group let in is refused",
        why={"description": "AWS can't change the description of a security group"},
    ),
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": _security_group_rule("what the rule let in is refused"),
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": _security_group_rule("what the rule let out is refused"),
    "aws:ec2/vpcEndpoint:VpcEndpoint": Kind(
        source="ec2/vpc_endpoint.go",
        checked="008db85aad5e56627b1eecab8830464a282552ed",
        forces=forced_by(
            "serviceName serviceRegion vpcEndpointType vpcId resourceConfigurationArn serviceNetworkArn privateDnsEnabled dnsOptions.privateDnsPreference dnsOptions.privateDnsSpecifiedDomains"
        ),
        effect="calls to the AWS service fail or go another way for a minute or two; tasks that start meanwhile may not get their image or secrets",
        avoid="change it in a quiet hour, without a deployment at the same time",
        gone="calls to the AWS service go through the NAT gateways, or nowhere if there are none",
        only_if={"privateDnsEnabled": ("vpcEndpointType", frozenset(("Interface",)))},
    ),
    "aws:ec2/flowLog:FlowLog": Kind(
        source="ec2/vpc_flow_log.go",
        checked="00a35305dc1b297a6fcdecdfbba33f1e63c3da39",
        forces=forced_by(
            "deliverCrossAccountRole destinationOptions eniId iamRoleArn logDestination logDestinationType logFormat maxAggregationInterval regionalNatGatewayId subnetId trafficType transitGatewayAttachmentId transitGatewayId vpcId"
        ),
        effect="a few minutes of traffic are not recorded",
        routine=True,
        gone="traffic is recorded no more",
    ),
}
"""By type token."""
