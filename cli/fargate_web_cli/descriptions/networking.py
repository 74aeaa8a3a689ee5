"""Descriptions of VPCs, endpoints, security groups and flow logs."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from fargate_web_cli.descriptions.inputs_view import InputsView
from fargate_web_cli.descriptions.phrases import DescribersByType, choose_text, format_count, format_optional
from fargate_web_cli.descriptions.remote_components import count_remote_children

_LAST_PORT: Final = 65_535
_ROUTE_TARGETS: Final = (
    *("natGatewayId", "gatewayId", "egressOnlyGatewayId", "transitGatewayId", "vpcPeeringConnectionId", "vpcEndpointId"),
    "networkInterfaceId",
)
NAT_STRATEGIES: Final = {"None": "no NAT gateway", "Single": "one NAT gateway", "OnePerAz": "a NAT gateway in each zone"}
"""The strategies of `awsx.ec2.Vpc`, in words."""


def _describe_vpc(view: InputsView) -> Iterator[str]:
    yield view.text("cidrBlock")
    zones = view.texts("availabilityZoneNames")
    yield format_optional("zones ", " ".join(zones)) or format_count(view.number("numberOfAvailabilityZones"), "zone")
    for spec in view.items("subnetSpecs"):
        blocks = spec.texts("cidrBlocks")
        yield format_optional(f"{spec.text('type').lower()} ", " ".join(blocks))
    strategy = view.nested("natGateways").text("strategy")
    has_other_way_out = view.resolver.has_type("aws:ec2/natGateway:NatGateway", "aws:ec2/instance:Instance")
    yield choose_text(strategy != "None" or not has_other_way_out, NAT_STRATEGIES.get(strategy, ""))
    yield choose_text(view.is_true("assignGeneratedIpv6CidrBlock"), "an IPv6 block for each subnet")
    updated = view.resolver.find_updated(view.resource)
    yield format_optional(
        "creates ", format_count(sum(count_remote_children(updated).values()) or None, "resource") if updated else "", " itself"
    )


def _describe_subnet(view: InputsView) -> Iterator[str]:
    yield view.text("cidrBlock")
    yield format_optional("", view.text("ipv6CidrBlock"))
    yield format_optional("in ", view.text("availabilityZone"))
    yield choose_text(view.is_true("mapPublicIpOnLaunch"), "public addresses")


def _describe_route(view: InputsView) -> Iterator[str]:
    target = next((key for key in _ROUTE_TARGETS if view.has(key)), "")
    unnamed = "an internet gateway" if target == "gatewayId" else "?"
    yield f"{view.text('destinationCidrBlock') or view.text('destinationIpv6CidrBlock') or '?'} → {view.resource_name(target) or unnamed}"


def _describe_egress_only_gateway(_: InputsView) -> Iterator[str]:
    yield "lets IPv6 connections out, and none in"


def _describe_nat_gateway(view: InputsView) -> Iterator[str]:
    if view.text("availabilityMode") == "regional":
        zones = [address.text("availabilityZone") or "?" for address in view.items("availabilityZoneAddresses")]
        yield "regional"
        yield format_optional("addresses that exist in ", " ".join(zones)) or "in all zones with tasks, with addresses that AWS adds"
    yield format_optional("in the subnet ", view.resource_name("subnetId"))
    yield format_optional("from the address ", view.resource_name("allocationId"))


def _describe_instance(view: InputsView) -> Iterator[str]:
    yield view.text("instanceType")
    yield format_optional("in the subnet ", view.resource_name("subnetId"))
    yield choose_text(view.text("sourceDestCheck") == "false", "forwards what private subnets send to the internet")


def _describe_address(view: InputsView) -> Iterator[str]:
    yield f"a public address{format_optional(' of ', view.resource_name('instance'))}"


def _describe_address_association(view: InputsView) -> Iterator[str]:
    yield f"{view.resource_name('allocationId') or view.text('allocationId') or '?'} → {view.resource_name('instanceId') or '?'}"


def _describe_default_security_group(view: InputsView) -> Iterator[str]:
    rules = len(view.items("ingress")) + len(view.items("egress"))
    yield format_count(rules, "rule") if rules else "emptied: no rules"


def _describe_network_acl(view: InputsView) -> Iterator[str]:
    everywhere = {"IPv4": ("cidrBlock", "0.0.0.0/0"), "IPv6": ("ipv6CidrBlock", "::/0")}
    allowed = {
        family: [rule for rule in view.items("ingress") if rule.text(key) == block and rule.text("action") == "allow"]
        for family, (key, block) in everywhere.items()
    }
    internet = _describe_internet_traffic(allowed["IPv4"])
    over_ipv6 = _describe_internet_traffic(allowed["IPv6"]) if allowed["IPv6"] else internet
    yield f"{internet} from the internet{'' if over_ipv6 == internet else f', {over_ipv6} over IPv6'}"


def _describe_internet_traffic(rules: Sequence[InputsView]) -> str:
    """Describe what a network ACL takes or refuses by the rules that allow something from everywhere."""
    if any(rule.text("protocol") == "-1" for rule in rules):
        return "takes everything"
    ranges = sorted((rule.number("fromPort") or 0, rule.number("toPort") or 0) for rule in rules if rule.text("protocol") == "tcp")
    gaps = [(last + 1, first - 1) for (_, last), (first, _) in pairwise([(0, -1), *ranges, (_LAST_PORT + 1, 0)]) if last + 1 < first]
    ports = ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in gaps)
    return f"refuses {format_optional('', ports) or 'no port'}"


def _describe_vpc_endpoint(view: InputsView) -> Iterator[str]:
    service = view.text("serviceName").rpartition(".")[2]
    yield " ".join(word for word in (view.text("vpcEndpointType"), format_optional("to ", service)) if word)
    yield choose_text(view.is_true("privateDnsEnabled"), "private DNS")
    yield choose_text(view.has("policy"), "with a policy")


def _describe_security_group(view: InputsView) -> Iterator[str]:
    yield view.text("description")


def _describe_ingress_rule(view: InputsView) -> Iterator[str]:
    yield f"{describe_ports(view)} from {_describe_peer(view)}{format_optional(' to ', view.resource_name('securityGroupId'))}"


def _describe_egress_rule(view: InputsView) -> Iterator[str]:
    yield f"{describe_ports(view)}{format_optional(' from ', view.resource_name('securityGroupId'))} to {_describe_peer(view)}"


def describe_ports(view: InputsView) -> str:
    """Describe the ports of a rule: `tcp 443`."""
    protocol, first, last = view.text("ipProtocol"), view.text("fromPort"), view.text("toPort")
    if protocol == "-1":
        return "everything"
    return " ".join(word for word in (protocol, first if first == last else f"{first}–{last}") if word) or "?"


def _describe_peer(view: InputsView) -> str:
    keys = ("referencedSecurityGroupId", "cidrIpv4", "cidrIpv6", "prefixListId")
    return next((name for name in map(view.resource_name, keys) if name), "?")


def _describe_flow_log(view: InputsView) -> Iterator[str]:
    yield f"{view.text('trafficType') or '?'} traffic{format_optional(' → ', view.resource_name('logDestination'))}"


DESCRIBERS: Final[DescribersByType] = {
    "awsx:ec2:Vpc": _describe_vpc,
    "aws:ec2/subnet:Subnet": _describe_subnet,
    "aws:ec2/route:Route": _describe_route,
    "aws:ec2/natGateway:NatGateway": _describe_nat_gateway,
    "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway": _describe_egress_only_gateway,
    "aws:ec2/eip:Eip": _describe_address,
    "aws:ec2/eipAssociation:EipAssociation": _describe_address_association,
    "aws:ec2/instance:Instance": _describe_instance,
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": _describe_default_security_group,
    "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": _describe_network_acl,
    "aws:ec2/networkAcl:NetworkAcl": _describe_network_acl,
    "aws:ec2/vpcEndpoint:VpcEndpoint": _describe_vpc_endpoint,
    "aws:ec2/flowLog:FlowLog": _describe_flow_log,
    "aws:ec2/securityGroup:SecurityGroup": _describe_security_group,
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": _describe_ingress_rule,
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": _describe_egress_rule,
}
