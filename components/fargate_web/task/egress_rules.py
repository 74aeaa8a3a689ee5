"""The egress rules of tasks."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import pulumi
import pulumi_aws as aws

from ..component.account import Account
from ..component.arguments import get_wire_value
from ..component.documents import concat_inputs
from ..settings.egress import GATEWAY_SERVICES, Egress
from ..settings.task import Task as TaskSettings
from .volumes import NFS_PORT, list_mount_target_groups

_PEER_KEYS: Final = {
    "security group": "referenced_security_group_id",
    "service": "referenced_security_group_id",
    "interface endpoints": "referenced_security_group_id",
    "IPv4": "cidr_ipv4",
    "IPv6": "cidr_ipv6",
    "prefix list": "prefix_list_id",
    "prefix list name": "prefix_list_id",
}


class EgressRules:
    """The outbound connections that the security group of tasks permits.

    Without `egress` in the settings there is one rule, which permits everything, and one for IPv6 if the network has it. With it there is a rule for each target and range of ports,
    and one for each file system whose mount targets have a known security group.

    Attributes:
        rules: The created rules. Those to other services come with `allow_services`.
    """

    def __init__(
        self,
        name: str,
        settings: TaskSettings,
        *,
        security_group_id: pulumi.Input[str],
        network: Any,
        account: Account,
        tags: dict[str, Any],
        parent: pulumi.Resource,
    ) -> None:
        self._name, self._security_group_id, self._tags = name, security_group_id, tags
        self._opts = pulumi.ResourceOptions(parent=parent)
        self._invoke_opts = pulumi.InvokeOptions(parent=parent)
        self.rules: list[pulumi.Resource] = []
        self._to_services = [entry for entry in settings.egress or [] if entry.kind == "service"]
        if settings.egress is None:
            description = "Images, logs, secrets, and what the application calls"
            self._create_rule(f"{name}-outbound", description, {"cidr_ipv4": "0.0.0.0/0"}, "all", (0, 65_535))
            if get_wire_value(network, "has_ipv6"):
                self._create_rule(f"{name}-outbound-ipv6", f"{description}, over IPv6", {"cidr_ipv6": "::/0"}, "all", (0, 65_535))
            return
        for index, entry in enumerate(settings.egress):
            if entry.kind != "service":
                label = entry.to if isinstance(entry.to, str) else f"security-group-{index}"
                self._permit(entry, label, self._find_peer(entry, network, account), entry.list_port_ranges())
        self._permit_file_systems(settings)

    def allow_services(self, services: Mapping[str, Any]) -> None:
        """Permit connections to the services that `egress` names; see `Service.allow_services`."""
        for entry in self._to_services:
            if entry.to not in services:
                available = ", ".join(services) or "none"
                raise pulumi.RunError(
                    f'Service "{self._name}": egress names {entry.to}, which is not among the services passed to allow_services ({available})'
                )
            service = services[entry.to]
            group, settings = get_wire_value(service, "security_group"), get_wire_value(service, "settings")
            ports = settings.ingress_ports if settings is not None else []
            if entry.ports is None and entry.protocol != "all" and not ports:
                raise pulumi.RunError(
                    f'Service "{self._name}": the port of {entry.to} is not known; write egress: [{{to: {entry.to}, ports: […]}}]'
                )
            self._permit(entry, entry.to, group if isinstance(group, str) else group.id, entry.list_port_ranges(ports))

    def _find_peer(self, entry: Egress, network: Any, account: Account) -> Any:
        if entry.kind == "prefix list name":
            is_short = entry.to in GATEWAY_SERVICES
            prefix_list = concat_inputs("com.amazonaws.", account.region, ".", entry.to) if is_short else entry.to
            return aws.ec2.get_managed_prefix_list_output(name=prefix_list, opts=self._invoke_opts).id
        if entry.kind == "interface endpoints":
            group = get_wire_value(network, "interface_endpoints_security_group_id")
            if group is None:
                raise pulumi.RunError(
                    f"{self._name}: egress names interfaceEndpoints, and the network has no interface_endpoints_security_group_id; write the id of their security group (sg-…)"
                )
            return group
        return entry.to

    def _permit(self, entry: Egress, label: str, peer: Any, ranges: Iterable[tuple[int, int]]) -> None:
        for first, last in ranges:
            ports = "all" if entry.protocol == "all" else f"{first}" if first == last else f"{first}-{last}"
            suffix = ports if entry.protocol in ("tcp", "all") else f"{entry.protocol}-{ports}"
            description = f"{label} on {'every port' if ports == 'all' else f'port {ports}' if first == last else f'ports {ports}'}"
            # No name of a service has a colon or a slash.
            logical_name = f"{self._name}:to-{label.replace('/', '-').replace(':', '.')}-{suffix}"
            self._create_rule(logical_name, description, {_PEER_KEYS[entry.kind]: peer}, entry.protocol, (first, last))

    def _permit_file_systems(self, settings: TaskSettings) -> None:
        for volume_name, group in list_mount_target_groups(settings):
            peer = {"referenced_security_group_id": group}
            self._create_rule(f"{self._name}:to-{volume_name}-nfs", f"NFS of {volume_name}", peer, "tcp", (NFS_PORT, NFS_PORT))

    def _create_rule(self, logical_name: str, description: str, peer: Mapping[str, Any], protocol: str, ports: Sequence[int]) -> None:
        is_all = protocol == "all"
        self.rules.append(
            aws.vpc.SecurityGroupEgressRule(
                logical_name,
                security_group_id=self._security_group_id,
                description=description,
                ip_protocol="-1" if is_all else protocol,
                from_port=None if is_all else ports[0],
                to_port=None if is_all else ports[1],
                **peer,
                tags=self._tags,
                opts=self._opts,
            )
        )
