"""The addresses of a load balancer that clients connect to: IPv4, IPv6 or both."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, TypeAlias

from .fix import remove
from .section import RuleViolation

if TYPE_CHECKING:
    from .load_balancer import LoadBalancer

IpAddressType: TypeAlias = Literal["ipv4", "dualstack", "dualstack-without-public-ipv4"]


def list_everyone(ip_address_type: IpAddressType) -> list[str]:
    """List the blocks that contain every client that can connect to such addresses."""
    return [
        *(["0.0.0.0/0"] if ip_address_type != "dualstack-without-public-ipv4" else []),
        *(["::/0"] if ip_address_type != "ipv4" else []),
    ]


def find_address_violations(balancer: "LoadBalancer") -> Iterator[RuleViolation]:
    """Yield what keeps a load balancer from having its addresses."""
    if balancer.ip_address_type == "dualstack-without-public-ipv4" and not balancer.is_internet_facing:
        yield RuleViolation(
            ("ip_address_type", "scheme"),
            "an internal load balancer has no public addresses, and AWS refuses this type for it",
            "no-public-address",
            (remove("ipAddressType"),),
        )
