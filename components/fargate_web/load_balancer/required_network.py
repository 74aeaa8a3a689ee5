"""What a load balancer needs of its network."""

from typing import Any

import pulumi

from ..component.arguments import get_wire_value
from ..settings.load_balancer import LoadBalancer as LoadBalancerSettings


def require_network(subject: str, settings: LoadBalancerSettings, network: Any) -> None:
    """Raise a RunError if the network or one of the required keys is missing."""
    required_keys = ["vpc_id", "public_subnet_ids"] if settings.is_internet_facing else ["vpc_id", "private_subnet_ids"]
    if settings.list_allowed_cidr_blocks() is None:
        has_ipv6 = settings.choose_ip_address_type(network_has_ipv6=bool(get_wire_value(network, "has_ipv6"))) != "ipv4"
        required_keys += ["vpc_cidr_block", *(["vpc_ipv6_cidr_block"] if has_ipv6 else [])]
    if network is None:
        raise pulumi.RunError(f"{subject}: network is missing; pass a Network, or a mapping with {', '.join(required_keys)}")
    for key in required_keys:
        if get_wire_value(network, key) is None:
            raise pulumi.RunError(f"{subject}: the network has no {key}; pass a Network, or a mapping with {', '.join(required_keys)}")
