"""The network ACLs of a VPC: they refuse remote administration from the internet."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import pulumi
import pulumi_aws as aws

_PRIVATE_RANGES: Final = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
_LAST_PORT: Final = 65_535
_ICMP_OF_IPV6: Final = "58"
"""The number of ICMPv6. Without it, hosts don't learn that their packets are too large, and routers split none of IPv6."""
_EVERYTHING: Final[dict[str, Any]] = {"action": "allow", "protocol": "-1", "from_port": 0, "to_port": 0}


class NetworkAcls:
    """The network ACLs of a VPC.

    The default one applies to the public subnets and to subnets that are added by others. The private and isolated subnets have their own,
    because it can refuse more: no NAT gateway is in them, so no answer comes back to a port below those of the tasks.

    Network ACLs keep no state. Outbound traffic is not restricted: the rules of the security groups decide about it.

    Attributes:
        default_network_acl: The default network ACL of the VPC.
        private_network_acl: The network ACL of the private and isolated subnets; None if nothing is refused.
    """

    def __init__(
        self,
        name: str,
        *,
        refused_ports: Sequence[int],
        refused_public_ports: Sequence[int],
        vpc_id: pulumi.Input[str],
        vpc_cidr_block: str,
        vpc_ipv6_cidr_block: pulumi.Input[str] | None,
        default_network_acl_id: pulumi.Input[str],
        subnet_ids: pulumi.Input[list[str]],
        display_name: str,
        tags: dict[str, Any],
        parent: pulumi.Resource,
    ) -> None:
        egress: list[Any] = [{**_EVERYTHING, "rule_no": 100, "cidr_block": "0.0.0.0/0"}]
        if vpc_ipv6_cidr_block is not None:
            egress.append({**_EVERYTHING, "rule_no": 110, "ipv6_cidr_block": "::/0"})

        def build_rules(public_ports: Sequence[int]) -> list[Any]:
            # No NAT gateway translates IPv6, so that all subnets refuse the same ports over it.
            rules = build_ingress_rules(public_ports, vpc_cidr_block)
            return rules if vpc_ipv6_cidr_block is None else [*rules, *build_ipv6_rules(refused_ports, vpc_ipv6_cidr_block, rules)]

        self.private_network_acl: aws.ec2.NetworkAcl | None = None
        if refused_ports:
            self.private_network_acl = aws.ec2.NetworkAcl(
                f"{name}-private-network-acl",
                vpc_id=vpc_id,
                subnet_ids=subnet_ids,
                ingress=build_rules(refused_ports),
                egress=egress,
                tags={**tags, "Name": f"{display_name}-private"},
                opts=pulumi.ResourceOptions(parent=parent),
            )
        self.default_network_acl = aws.ec2.DefaultNetworkAcl(
            f"{name}-default-network-acl",
            default_network_acl_id=default_network_acl_id,
            ingress=build_rules(refused_public_ports),
            egress=egress,
            tags={**tags, "Name": f"{display_name}-default"},
            opts=pulumi.ResourceOptions(
                parent=parent,
                # AWS decides which subnets it applies to: those that have no other.
                ignore_changes=["subnetIds"],
                # The provider removes all of its rules first. Until then, the private subnets have left it.
                depends_on=[self.private_network_acl] if self.private_network_acl else [],
            ),
        )


def build_ingress_rules(refused_ports: Sequence[int], vpc_cidr_block: str) -> list[Any]:
    """Build the inbound rules: everything from private addresses, and every port but the refused ones from others.

    The rules allow the ports around the refused ones, because not every scanner notices that a deny rule comes first. AWS permits 20 rules.
    """
    if not refused_ports:
        return [{**_EVERYTHING, "rule_no": 100, "cidr_block": "0.0.0.0/0"}]
    rules: list[dict[str, Any]] = [{**_EVERYTHING, "cidr_block": block} for block in dict.fromkeys([vpc_cidr_block, *_PRIVATE_RANGES])]
    rules += _allow_ports(refused_ports, cidr_block="0.0.0.0/0")
    # Without ICMP, hosts don't learn that their packets are too large.
    rules.append(
        {"action": "allow", "protocol": "icmp", "from_port": 0, "to_port": 0, "icmp_type": -1, "icmp_code": -1, "cidr_block": "0.0.0.0/0"}
    )
    return [{**rule, "rule_no": 100 + 10 * index} for index, rule in enumerate(rules)]


def build_ipv6_rules(
    refused_ports: Sequence[int], vpc_ipv6_cidr_block: pulumi.Input[str], ipv4_rules: Sequence[Mapping[str, Any]]
) -> list[Any]:
    """Build the inbound rules of IPv6, numbered after those of IPv4. AWS permits 20 more for it."""
    rules: list[dict[str, Any]] = [{**_EVERYTHING, "ipv6_cidr_block": "::/0"}]
    if refused_ports:
        # Networks that connect to the VPC over IPv6 have public addresses, too: only its own block is known to be no part of the internet.
        rules = [{**_EVERYTHING, "ipv6_cidr_block": vpc_ipv6_cidr_block}, *_allow_ports(refused_ports, ipv6_cidr_block="::/0")]
        icmp = {"from_port": 0, "to_port": 0, "icmp_type": -1, "icmp_code": -1}
        rules.append({"action": "allow", "protocol": _ICMP_OF_IPV6, **icmp, "ipv6_cidr_block": "::/0"})
    return [{**rule, "rule_no": ipv4_rules[-1]["rule_no"] + 10 * index} for index, rule in enumerate(rules, 1)]


def _allow_ports(refused_ports: Sequence[int], **source: str) -> list[dict[str, Any]]:
    return [
        {"action": "allow", "protocol": protocol, "from_port": first, "to_port": last, **source}
        for protocol in ("tcp", "udp")
        for first, last in list_port_ranges(refused_ports)
    ]


def list_port_ranges(refused_ports: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the ranges of ports around the refused ones."""
    first = 0
    for port in sorted(set(refused_ports)):
        if first < port:
            yield first, port - 1
        first = port + 1
    yield first, _LAST_PORT
