"""Access rules of security groups: who may connect, and what may be connected to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from ipaddress import IPv4Network, IPv6Network, collapse_addresses, ip_network
from typing import Any, Final

from fargate_web_cli.diff.broadening.access_rules import Access, AccessRule, Description, ResourceVersion, join_words, list_items, list_maps
from fargate_web_cli.diff.broadening.subjects import Subjects, name_resource
from fargate_web_cli.diff.broadening.value_identity import identify_value, is_opaque, show_identity

_ALL_PORTS: Final = (-1, 65_535)
_EVERYTHING: Final = ("-1", "all", "*")
_PROTOCOL_NAMES: Final = {"6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6"}
_GLOBAL_IPV6: Final = IPv6Network("2000::/3")
_MOST_OF_IPV4: Final = 2**31

_SOURCE_KEYS: Final[tuple[tuple[str, str], ...]] = (
    *(("cidrIpv4", "network"), ("cidrIpv6", "network"), ("cidrBlock", "network"), ("ipv6CidrBlock", "network")),
    *(("cidrBlocks", "network"), ("ipv6CidrBlocks", "network")),
    *(("prefixListId", "prefix list"), ("prefixListIds", "prefix list")),
    *(("referencedSecurityGroupId", "security group"), ("sourceSecurityGroupId", "security group"), ("securityGroups", "security group")),
)
_LOST_VERBS: Final = {
    "takes": "no longer takes",
    "may send": "may no longer send",
    "refuses": "no longer refuses",
    "may not send": "may again send",
}
_NETWORK_ACL_TYPES: Final = ("aws:ec2/networkAcl:NetworkAcl", "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl")
_GROUP_TYPES: Final = ("aws:ec2/securityGroup:SecurityGroup", "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup")


@dataclass(frozen=True)
class Traffic(Access):
    """Connections that a rule of a security group allows.

    Attributes:
        inbound: Whether they come in.
        protocol: The protocol; `-1` for all.
        ports: The first and the last port.
        peer: The other side: a network in CIDR notation, or the name of a group or a prefix list.
    """

    inbound: bool
    protocol: str
    ports: tuple[int, int]
    peer: str

    @property
    def topic(self) -> str:
        """The direction."""
        return "ingress" if self.inbound else "egress"

    def is_covered_by(self, others: Sequence["Traffic"]) -> bool:
        """Return whether other rules together include this one."""
        alike = [other for other in others if other.covers_ports(self)]
        if any(other.peer == self.peer for other in alike):
            return True
        network = _parse_network(self.peer)
        if network is None:
            return False
        return any(network.subnet_of(other) for other in _join_networks(alike) if other.version == network.version)  # type: ignore[arg-type] # of the same version

    def covers_ports(self, other: "Traffic") -> bool:
        """Return whether it includes the protocol and ports of another."""
        if self.protocol in _EVERYTHING:
            return True
        return self.protocol == other.protocol and self.ports[0] <= other.ports[0] and other.ports[1] <= self.ports[1]

    @property
    def port_text(self) -> str:
        """The protocol and ports as text."""
        if self.protocol in _EVERYTHING:
            return "everything"
        first, last = self.ports
        if self.ports == _ALL_PORTS:
            return f"{self.protocol}, any port"
        return f"{self.protocol} {first if first == last else f'{first}–{last}'}"

    @classmethod
    def describe(
        cls,
        entries: Sequence["Traffic"],
        others: Sequence["Traffic"],  # noqa: ARG003 - the interface of all access
        *,
        gained: bool,
        forbids: bool,
    ) -> Iterator[Description]:
        """Describe rules: those with the same ports are one."""
        by_ports: dict[str, list[Traffic]] = {}
        for entry in entries:
            by_ports.setdefault(entry.port_text, []).append(entry)
        for ports, group in by_ports.items():
            verb = "takes" if group[0].inbound else "may send"
            if forbids:
                verb = "refuses" if group[0].inbound else "may not send"
            verb = verb if gained else _LOST_VERBS[verb]
            text = f"{verb} {ports} {'from' if group[0].inbound else 'to'} {join_words(show_identity(entry.peer) for entry in group)}"
            yield Description(text, _mark_internet(group) if gained != forbids else ())


def list_traffic_rules(resource: ResourceVersion, subjects: Subjects) -> Iterator[AccessRule]:
    """Yield the connections that a resource allows."""
    kind = resource.type.rpartition(":")[2]
    if resource.type in _GROUP_TYPES:
        for key in ("ingress", "egress"):
            if is_opaque(resource.inputs.get(key)) and not isinstance(resource.inputs.get(key), list):
                yield _build_opaque_rule(name_resource(resource), key == "ingress", resource.inputs[key], resource)
            for rule in list_maps(resource.inputs.get(key)):
                yield from _read_rule(rule, name_resource(resource), key == "ingress", resource, subjects)
    elif kind in ("SecurityGroupIngressRule", "SecurityGroupEgressRule"):
        group = subjects.name_reference(resource.inputs.get("securityGroupId"), "security group", resource)
        yield from _read_rule(resource.inputs, group, kind == "SecurityGroupIngressRule", resource, subjects)
    elif kind == "SecurityGroupRule":
        group = subjects.name_reference(resource.inputs.get("securityGroupId"), "security group", resource)
        yield from _read_rule(resource.inputs, group, resource.inputs.get("type") != "egress", resource, subjects)
    elif kind == "NetworkAclRule":
        network_acl = subjects.name_reference(resource.inputs.get("networkAclId"), "network ACL", resource)
        for access_rule in _read_rule(resource.inputs, network_acl, not resource.inputs.get("egress"), resource, subjects):
            yield replace(access_rule, forbids=resource.inputs.get("ruleAction") == "deny")
    elif resource.type in _NETWORK_ACL_TYPES:
        yield from _read_network_acl(resource, subjects)
    elif resource.type == "aws:ec2/managedPrefixList:ManagedPrefixList":
        for entry in list_maps(resource.inputs.get("entries")):
            traffic = Traffic(True, "-1", _ALL_PORTS, identify_value(entry.get("cidr")))
            yield AccessRule(name_resource(resource), traffic, resource, is_opaque=is_opaque(entry.get("cidr")))


def _read_network_acl(resource: ResourceVersion, subjects: Subjects) -> Iterator[AccessRule]:
    """Yield the rules that a network ACL contains. One that is new opens nothing: without it, AWS's default rules allow everything."""
    for key in ("ingress", "egress"):
        if is_opaque(resource.inputs.get(key)) and not isinstance(resource.inputs.get(key), list):
            yield _build_opaque_rule(name_resource(resource), key == "ingress", resource.inputs[key], resource)
        for rule in list_maps(resource.inputs.get(key)):
            for access_rule in _read_rule(rule, name_resource(resource), key == "ingress", resource, subjects):
                yield replace(access_rule, forbids=rule.get("action") == "deny", must_exist_before=True)


def _read_rule(rule: Mapping[str, Any], group: str, inbound: bool, resource: ResourceVersion, subjects: Subjects) -> Iterator[AccessRule]:
    if "$secret" in rule or "$unknown" in rule:
        yield _build_opaque_rule(group, inbound, rule, resource)
        return
    protocol = identify_value(rule.get("ipProtocol", rule.get("protocol", "-1"))).lower()
    protocol = _PROTOCOL_NAMES.get(protocol, protocol)
    ports = _read_ports(rule)
    if ports is None:
        yield _build_opaque_rule(group, inbound, {key: rule.get(key) for key in sorted(rule)}, resource)
        return
    for key, noun in _SOURCE_KEYS:
        for value in list_items(rule.get(key)):
            peer = identify_value(value)
            if noun != "network" and isinstance(value, str):
                peer = subjects.name_reference(value, noun, resource)
            yield AccessRule(group, Traffic(inbound, protocol, ports, peer), resource, is_opaque=is_opaque(value))
    if rule.get("self"):
        yield AccessRule(group, Traffic(inbound, protocol, ports, group), resource)


def _read_ports(rule: Mapping[str, Any]) -> tuple[int, int] | None:
    """Read the ports of a rule; None if they are not known."""
    first, last = rule.get("fromPort"), rule.get("toPort")
    if first is None and last is None:
        return _ALL_PORTS
    try:
        return int(first if first is not None else -1), int(last if last is not None else _ALL_PORTS[1])
    except (TypeError, ValueError):
        return None


def _build_opaque_rule(group: str, inbound: bool, value: Any, resource: ResourceVersion) -> AccessRule:
    traffic = Traffic(inbound, "-1", _ALL_PORTS, f"{'sources' if inbound else 'targets'} that can’t be compared: {identify_value(value)}")
    return AccessRule(group, traffic, resource, is_opaque=True)


def _mark_internet(group: Sequence[Traffic]) -> tuple[str, ...]:
    """Return a mark if networks make up the internet, even in parts such as 0.0.0.0/1 and 128.0.0.0/1."""
    networks = [*_join_networks(group)]
    ipv4 = sum(network.num_addresses for network in networks if network.version == 4 and not network.is_private)
    if ipv4 == 2**32 or any(isinstance(network, IPv6Network) and _GLOBAL_IPV6.subnet_of(network) for network in networks):
        return ("the whole internet",)
    return ("most of the internet",) if ipv4 >= _MOST_OF_IPV4 else ()


def _join_networks(group: Sequence[Traffic]) -> Iterator[IPv4Network | IPv6Network]:
    networks = [network for network in (_parse_network(entry.peer) for entry in group) if network is not None]
    yield from collapse_addresses(network for network in networks if isinstance(network, IPv4Network))
    yield from collapse_addresses(network for network in networks if isinstance(network, IPv6Network))


def _parse_network(text: str) -> IPv4Network | IPv6Network | None:
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None
