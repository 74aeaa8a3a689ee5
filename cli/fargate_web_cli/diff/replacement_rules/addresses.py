"""Replacement rules of VPCs, public addresses, routes and hosted zones: what `awsx:ec2:Vpc` makes, and what a program makes itself."""

from collections.abc import Mapping
from typing import Final

from fargate_web_cli.diff.replacement_rules.type_rules import TypeRules, parse_properties

ADDRESSES: Final[Mapping[str, TypeRules]] = {
    "aws:ec2/vpc:Vpc": TypeRules(
        provider_file="ec2/vpc_.go",
        checked_commit="00081ce41cc691433ac19bf42227cdabffd0454d",
        forcing_properties=parse_properties("cidrBlock instanceTenancy ipv4IpamPoolId ipv4NetmaskLength"),
        # `resourceVPCCustomizeDiff`: from dedicated to default, which nothing means as well, a VPC is updated.
        conditions={"instanceTenancy": ("instanceTenancy", frozenset(("default", None)))},
        replacement_effect="everything in the network has to move",
        how_to_avoid="leave the range as it is; to move, build a second stack with its own network and change the DNS",
        protected_asset="an address",
        deletion_effect="everything in the network is deleted",
        property_reasons={"cidrBlock": "a VPC keeps its first range for life"},
    ),
    "aws:ec2/subnet:Subnet": TypeRules(
        provider_file="ec2/vpc_subnet.go",
        checked_commit="00cda125a19d31754cb0d073cf551264c57955cb",
        forcing_properties=parse_properties(
            "availabilityZone availabilityZoneId cidrBlock ipv4IpamPoolId ipv4NetmaskLength ipv6IpamPoolId ipv6Native ipv6NetmaskLength "
            "outpostArn vpcId"
        ),
        replacement_effect="load balancer, tasks and endpoints move to the new subnet; AWS refuses a range that overlaps with the old one, and to delete a subnet that is in use",
        how_to_avoid="leave range and zone as they are",
        deletion_effect="load balancer, tasks and endpoints leave it earlier in the same update; AWS refuses if anything else is still in it",
        property_reasons={"cidrBlock": "a subnet keeps its range for life", "availabilityZone": "a subnet stays in its zone"},
    ),
    "aws:ec2/eip:Eip": TypeRules(
        provider_file="ec2/ec2_eip.go",
        checked_commit="01606926a0c0ab9174aec440f976a48b0baee722",
        forcing_properties=parse_properties("address domain ipamPoolId networkBorderGroup publicIpv4Pool"),
        replacement_effect="another public address: firewalls and DNS records with the old one need the new one",
        how_to_avoid="leave it as it is",
        protected_asset="an address",
        deletion_effect="the public address is given back to AWS for good: a firewall that admits it no longer admits this network",
    ),
    "aws:ec2/eipAssociation:EipAssociation": TypeRules(
        provider_file="ec2/ec2_eip_association.go",
        checked_commit="01c08000ddb14181b5bd19201d8fca311dc570e4",
        forcing_properties=parse_properties("allocationId allowReassociation instanceId networkInterfaceId privateIpAddress publicIp"),
        replacement_effect="connections that use the address break",
        is_routine=True,
        deletion_effect="the address is no longer in use, and costs the same",
    ),
    "aws:ec2/instance:Instance": TypeRules(
        provider_file="ec2/ec2_instance.go",
        checked_commit="0015dfcd06d5d78e5e1c3cabe8cea837d379d1c7",
        # `enablePrimaryIpv6` and `primaryNetworkInterface` are newer than that commit.
        forcing_properties=parse_properties(
            "ami associatePublicIpAddress availabilityZone cpuOptions ebsBlockDevices ebsOptimized enablePrimaryIpv6 enclaveOptions ephemeralBlockDevices hibernation hostId "
            "ipv6AddressCount ipv6Addresses keyName launchTemplate.id launchTemplate.name networkInterfaces placementGroup placementPartitionNumber "
            "primaryNetworkInterface.networkInterfaceId privateDnsNameOptions privateIp rootBlockDevice.encrypted rootBlockDevice.kmsKeyId securityGroups subnetId tenancy userData "
            "userDataBase64"
        ),
        conditions=dict.fromkeys(("userData", "userDataBase64"), ("userDataReplaceOnChange", frozenset((False, None)))),
        replacement_effect="what runs on it is gone. The private subnets behind a NAT instance reach no internet until the new one has set itself up, a minute or so; its address "
        "stays",
        how_to_avoid="leave it as it is, or do it in a quiet hour",
        protected_asset="data",
        deletion_effect="what runs on it is gone, and private subnets whose route leads to it reach no internet",
    ),
    "aws:ec2/natGateway:NatGateway": TypeRules(
        provider_file="ec2/vpc_nat_gateway.go",
        checked_commit="04088eaa54948421bf1ef7494ae2b2c01d9243e3",
        # `availabilityMode`, `availabilityZoneAddresses` and `vpcId` are newer than that commit; EC2 takes the first and the last only when a gateway is
        # created. A regional gateway with addresses of yours and one with those of AWS differ for life (`validateRegionalNATGatewayAvailabilityZoneAddress`).
        forcing_properties=parse_properties(
            "allocationId availabilityMode availabilityZoneAddresses connectivityType privateIp secondaryPrivateIpAddressCount subnetId vpcId"
        ),
        presence_only=frozenset(("availabilityZoneAddresses",)),
        replacement_effect="connections to the internet break, and may come from another address",
        how_to_avoid="leave it as it is",
        protected_asset="an address",
        deletion_effect="connections to the internet through it break, and nothing comes from its public address any more",
    ),
    "aws:ec2/internetGateway:InternetGateway": TypeRules(
        provider_file="ec2/vpc_internet_gateway.go",
        forcing_properties=parse_properties(""),
        replacement_effect="connections to and from the internet break",
        deletion_effect="nothing in the network reaches the internet or is reached from there",
    ),
    "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway": TypeRules(
        provider_file="ec2/vpc_egress_only_internet_gateway.go",
        forcing_properties=parse_properties("vpcId"),
        replacement_effect="connections of private subnets over IPv6 break",
        deletion_effect="private subnets reach nothing outside over IPv6",
    ),
    "aws:ec2/routeTable:RouteTable": TypeRules(
        provider_file="ec2/vpc_route_table.go",
        forcing_properties=parse_properties("vpcId"),
        replacement_effect="subnets are without these routes for some seconds",
        deletion_effect="its subnets use the main route table of the VPC",
    ),
    "aws:ec2/route:Route": TypeRules(
        provider_file="ec2/vpc_route.go",
        forcing_properties=parse_properties("destinationCidrBlock destinationIpv6CidrBlock destinationPrefixListId routeTableId"),
        replacement_effect="connections that use the route break for some seconds",
        deletion_effect="connections that use the route break",
    ),
    "aws:ec2/routeTableAssociation:RouteTableAssociation": TypeRules(
        provider_file="ec2/vpc_route_table_association.go",
        forcing_properties=parse_properties("gatewayId subnetId"),
        replacement_effect="the subnet uses the main route table of the VPC for some seconds",
        deletion_effect="the subnet uses the main route table of the VPC",
    ),
    "aws:ec2/securityGroupRule:SecurityGroupRule": TypeRules(
        provider_file="ec2/vpc_security_group_rule.go",
        forcing_properties=parse_properties(
            "cidrBlocks fromPort ipv6CidrBlocks prefixListIds protocol securityGroupId self sourceSecurityGroupId toPort type"
        ),
        replacement_effect="the rule is missing for some seconds; connections that exist stay, new ones may be refused",
        deletion_effect="what the rule let through is refused",
    ),
    "aws:route53/zone:Zone": TypeRules(
        provider_file="route53/zone.go",
        checked_commit="036631a1dee59efb6d1986c0a19b373402bda29f",
        forcing_properties=parse_properties("delegationSetId name", regional=False),
        replacement_effect="the name servers change: no name of the zone is found until the registrar knows the new ones",
        how_to_avoid="leave the name as it is",
        protected_asset="an address",
        deletion_effect="no name of the zone is found any more",
        property_reasons={"name": "Route 53 can't rename a zone"},
    ),
}
"""By type token."""
