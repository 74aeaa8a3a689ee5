"""VPCs, their endpoints, and who may talk to whom."""

from collections.abc import Iterator
from typing import Final

from fargate_web_cli.preview.describe.inputs_view import View
from fargate_web_cli.preview.describe.phrases import Describers, after, counted, when
from fargate_web_cli.preview.describe.remote_components import made_by

_NAT: Final = {"None": "no NAT gateway", "Single": "one NAT gateway", "OnePerAz": "a NAT gateway in each zone"}


def _vpc(view: View) -> Iterator[str]:
    yield view.text("cidrBlock")
    zones = view.texts("availabilityZoneNames")
    yield after("zones ", " ".join(zones)) or counted(view.number("numberOfAvailabilityZones"), "zone")
    for spec in view.each("subnetSpecs"):
        blocks = spec.texts("cidrBlocks")
        yield after(f"{spec.text('type').lower()} ", " ".join(blocks))
    yield _NAT.get(view.at("natGateways").text("strategy"), "")
    updated = view.references.updated(view.resource)
    yield after("makes ", counted(sum(made_by(updated).values()) or None, "resource") if updated else "", " of its own")


def _default_security_group(view: View) -> Iterator[str]:
    rules = len(view.each("ingress")) + len(view.each("egress"))
    yield counted(rules, "rule") if rules else "emptied: no rules"


def _vpc_endpoint(view: View) -> Iterator[str]:
    service = view.text("serviceName").rpartition(".")[2]
    yield " ".join(word for word in (view.text("vpcEndpointType"), after("to ", service)) if word)
    yield when(view.is_true("privateDnsEnabled"), "private DNS")


def _security_group(view: View) -> Iterator[str]:
    yield view.text("description")


def _ingress(view: View) -> Iterator[str]:
    yield f"{_traffic(view)} from {_peer(view)}{after(' to ', view.name('securityGroupId'))}"


def _egress(view: View) -> Iterator[str]:
    yield f"{_traffic(view)}{after(' from ', view.name('securityGroupId'))} to {_peer(view)}"


def _traffic(view: View) -> str:
    protocol, first, last = view.text("ipProtocol"), view.text("fromPort"), view.text("toPort")
    if protocol == "-1":
        return "everything"
    return " ".join(word for word in (protocol, first if first == last else f"{first}–{last}") if word) or "?"


def _peer(view: View) -> str:
    keys = ("referencedSecurityGroupId", "cidrIpv4", "cidrIpv6", "prefixListId")
    return next((name for name in map(view.name, keys) if name), "?")


def _flow_log(view: View) -> Iterator[str]:
    yield f"{view.text('trafficType') or '?'} traffic{after(' → ', view.name('logDestination'))}"


DESCRIBERS: Final[Describers] = {
    "awsx:ec2:Vpc": _vpc,
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": _default_security_group,
    "aws:ec2/vpcEndpoint:VpcEndpoint": _vpc_endpoint,
    "aws:ec2/flowLog:FlowLog": _flow_log,
    "aws:ec2/securityGroup:SecurityGroup": _security_group,
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": _ingress,
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": _egress,
}
