"""Controls of VPCs, security groups and network ACLs."""

from collections.abc import Iterator, Mapping
from ipaddress import ip_network
from typing import Any, Final

from .control import Control, Parameters
from .resource import UNKNOWN, RegisteredResource, RegisteredStack
from .sources import CHECKOV, link_security_hub

_VPC: Final = "aws:ec2/vpc:Vpc"
_AWSX_VPC: Final = "awsx:ec2:Vpc"
_GROUP: Final = "aws:ec2/securityGroup:SecurityGroup"
_DEFAULT_GROUP: Final = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"
_OLD_RULE: Final = "aws:ec2/securityGroupRule:SecurityGroupRule"
_INGRESS_RULE: Final = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
_EGRESS_RULE: Final = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
_NETWORK_ACLS: Final = ("aws:ec2/networkAcl:NetworkAcl", "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl")
_ADMINISTRATION_PORTS: Final = [22, 3389]
_TCP: Final = ("tcp", "6", "-1", "all")
_LARGEST_PRIVATE_PREFIX: Final = 8
"""A block that is larger than 10.0.0.0/8 contains public addresses."""


def _is_internet(block: Any) -> bool:
    if not isinstance(block, str):
        return False
    try:
        network = ip_network(block, strict=False)
    except ValueError:
        return False
    return network.prefixlen == 0 or (network.version == 4 and network.prefixlen < _LARGEST_PRIVATE_PREFIX)


def _list_rules(resource: RegisteredResource, direction: str) -> Iterator[Mapping[str, Any]]:
    """Yield the rules of a resource in one direction: an inline list of a group, or the resource itself."""
    if resource.type in (_GROUP, _DEFAULT_GROUP):
        yield from resource.list_blocks(direction)
    elif resource.type == _OLD_RULE:
        if resource.get("type") == direction:
            yield resource.properties
    else:
        yield resource.properties


def _list_blocks(rule: Mapping[str, Any]) -> list[Any]:
    many = [block for key in ("cidrBlocks", "ipv6CidrBlocks") if isinstance(rule.get(key), list) for block in rule[key]]
    return [*many, rule.get("cidrIpv4"), rule.get("cidrIpv6")]


def _find_open_ingress(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    allowed = parameters["publicPorts"]
    for rule in _list_rules(resource, "ingress"):
        open_to = next((block for block in _list_blocks(rule) if _is_internet(block)), None)
        first, last = rule.get("fromPort"), rule.get("toPort")
        if open_to is None or UNKNOWN in (first, last):
            continue
        protocol = str(rule.get("ipProtocol", rule.get("protocol")))
        if protocol in ("-1", "all") or first is None:
            yield f"it admits {open_to} to every port"
        elif first != last or first not in allowed:
            yield f"it admits {open_to} to port {first if first == last else f'{first}–{last}'}"


def _find_open_egress(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    for rule in _list_rules(resource, "egress"):
        protocol = str(rule.get("ipProtocol", rule.get("protocol")))
        if protocol in ("-1", "all") and any(_is_internet(block) for block in _list_blocks(rule)):
            yield "it lets tasks connect to every address and port"


def _find_missing_description(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    if not resource.is_set("description"):
        yield "it has no description"
    elif resource.get("description") == "Managed by Pulumi":
        yield "its description is that of the provider"


def _find_default_rules(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    if resource.is_set("ingress") or resource.is_set("egress"):
        yield "it has rules, and AWS uses it where no other group is named"


def _find_untouched_default_group(resource: RegisteredResource, stack: RegisteredStack, parameters: Parameters) -> Iterator[str]:
    if _is_judged_as_child(resource, stack):
        return
    if not [*stack.find_companions(resource, _DEFAULT_GROUP, "vpcId")]:
        yield "its default security group lets its members reach each other"


def _find_missing_flow_logs(resource: RegisteredResource, stack: RegisteredStack, parameters: Parameters) -> Iterator[str]:
    if not _is_judged_as_child(resource, stack) and not [*stack.find_companions(resource, "aws:ec2/flowLog:FlowLog", "vpcId")]:
        yield "it has no flow logs"


def _is_judged_as_child(resource: RegisteredResource, stack: RegisteredStack) -> bool:
    """Return whether the VPC of a component of awsx is a resource of the stack, so that it is judged instead of the component."""
    return resource.type == _AWSX_VPC and stack.has_child(resource, _VPC)


def _find_public_addresses(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    if resource.get("mapPublicIpOnLaunch") is True:
        yield "it gives public addresses to what is started in it"


def _find_administration_ports(resource: RegisteredResource, parameters: Parameters) -> Iterator[str]:
    if resource.get("ingress") is UNKNOWN:
        return
    rules = [rule for rule in resource.list_blocks("ingress") if isinstance(rule.get("ruleNo"), int | float)]
    for port in parameters["ports"]:
        for rule in sorted(rules, key=lambda rule: float(rule["ruleNo"])):
            if _is_internet(rule.get("cidrBlock", rule.get("ipv6CidrBlock"))) and _concerns_port(rule, port):
                if str(rule.get("action", rule.get("ruleAction"))).lower() == "allow":
                    yield f"it admits the internet to port {port}"
                break


def _concerns_port(rule: Mapping[str, Any], port: int) -> bool:
    protocol = str(rule.get("protocol")).lower()
    if protocol in ("-1", "all"):
        return True
    first, last = rule.get("fromPort"), rule.get("toPort")
    return protocol in _TCP and isinstance(first, int | float) and isinstance(last, int | float) and first <= port <= last


NETWORKING_CONTROLS: Final = (
    Control(
        "sg-open-ingress",
        "Only the ports of the listeners are open to the internet",
        "high",
        (_GROUP, _INGRESS_RULE, _OLD_RULE),
        ("EC2.13", "EC2.14", "EC2.18", "EC2.19", "CKV_AWS_24", "CKV_AWS_25", "CKV_AWS_277"),
        link_security_hub("EC2.18"),
        "only the listeners' ports are open to addresses",
        find=_find_open_ingress,
        parameters={"publicPorts": [80, 443]},
        level="mandatory",
    ),
    Control(
        "sg-open-egress",
        "Security groups name where tasks may connect to",
        "low",
        (_GROUP, _EGRESS_RULE, _OLD_RULE),
        ("CKV_AWS_382", "AVD-AWS-0104"),
        CHECKOV,
        "the rules of `egress`",
        "images, logs, secrets and what the application calls have no fixed addresses",
        by_default=False,
        find=_find_open_egress,
        level="disabled",
    ),
    Control(
        "sg-description",
        "Security groups and rules have a description",
        "low",
        (_GROUP, _INGRESS_RULE, _EGRESS_RULE, _OLD_RULE),
        ("CKV_AWS_23",),
        CHECKOV,
        "every group and rule has one",
        find=_find_missing_description,
    ),
    Control(
        "sg-default-empty",
        "Default security groups have no rules",
        "high",
        (_DEFAULT_GROUP,),
        ("EC2.2", "CKV2_AWS_12"),
        link_security_hub("EC2.2"),
        "emptied, in a VPC that the stack creates",
        find=_find_default_rules,
        level="mandatory",
    ),
    Control(
        "vpc-default-group-emptied",
        "The default security group of a VPC is emptied",
        "high",
        (_VPC, _AWSX_VPC),
        ("EC2.2", "CKV2_AWS_12"),
        link_security_hub("EC2.2"),
        "emptied, in a VPC that the stack creates",
        find_in_stack=_find_untouched_default_group,
        level="mandatory",
    ),
    Control(
        "vpc-flow-logs",
        "VPCs have flow logs",
        "medium",
        (_VPC, _AWSX_VPC),
        ("EC2.6", "CKV2_AWS_11"),
        link_security_hub("EC2.6"),
        "all traffic, 365 days",
        "`flowLogs: false`",
        find_in_stack=_find_missing_flow_logs,
    ),
    Control(
        "subnet-no-public-addresses",
        "Subnets assign no public addresses",
        "medium",
        ("aws:ec2/subnet:Subnet",),
        ("EC2.15", "CKV_AWS_130"),
        link_security_hub("EC2.15"),
        "an existing network",
        "`awsx.ec2.Vpc` has no setting for it; each service sets whether its tasks get an address",
        by_default=False,
        find=_find_public_addresses,
        level="disabled",
    ),
    Control(
        "nacl-administration-ports",
        "Network ACLs refuse remote administration from the internet",
        "medium",
        _NETWORK_ACLS,
        ("EC2.21", "CKV_AWS_229", "CKV_AWS_230", "CKV_AWS_231", "CKV_AWS_232"),
        link_security_hub("EC2.21"),
        "the network ACLs of a VPC that the stack creates; with NAT gateways, the public subnets still take port 3389",
        "`refusedPorts`",
        by_default=False,
        find=_find_administration_ports,
        parameters={"ports": _ADMINISTRATION_PORTS},
    ),
)
