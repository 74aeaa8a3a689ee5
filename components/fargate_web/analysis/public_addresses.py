"""How much of the internet is in CIDR blocks."""

import ipaddress
from collections.abc import Iterable
from typing import Final

_NOT_PUBLIC: Final = tuple(
    ipaddress.IPv4Network(block)
    for block in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "224.0.0.0/3",
    )
)
"""Addresses that no host on the internet has. Source: https://www.iana.org/assignments/iana-ipv4-special-registry/"""
_GLOBAL_IPV6: Final = ipaddress.IPv6Network("2000::/3")
"""The addresses that hosts on the internet have. Source: https://www.iana.org/assignments/ipv6-address-space/"""
_ALL_IPV4: Final = 2**32 - sum(block.num_addresses for block in _NOT_PUBLIC)
_MOST_IPV4: Final = 4 * 2**24
"""The largest networks of one owner are a few /8. Blocks with more public addresses are no networks of one's own."""
_MOST_IPV6: Final = 2 ** (128 - 19)
"""The largest networks of companies and providers are a /19."""


def has_public_addresses(blocks: Iterable[str]) -> bool:
    """Return whether hosts on the internet are in some blocks."""
    return any(_count_public_addresses(blocks))


def has_strangers(blocks: Iterable[str]) -> bool:
    """Return whether blocks have more public addresses than networks of one's own."""
    ipv4, ipv6 = _count_public_addresses(blocks)
    return ipv4 > _MOST_IPV4 or ipv6 > _MOST_IPV6


def has_everybody(blocks: Iterable[str]) -> bool:
    """Return whether every address of the internet is in the union of some blocks, of IPv4 or of IPv6."""
    ipv4, ipv6 = _count_public_addresses(blocks)
    return ipv4 == _ALL_IPV4 or ipv6 == _GLOBAL_IPV6.num_addresses


def describe_public_addresses(blocks: Iterable[str]) -> str:
    """Describe how many public addresses are in the union of some blocks. Those of IPv6 are too many to be read as a number."""
    ipv4, ipv6 = _count_public_addresses(blocks)
    return " and ".join(filter(None, (f"{ipv4:,}" if ipv4 or not ipv6 else "", f"2^{ipv6.bit_length() - 1} of IPv6" if ipv6 else "")))


def _count_public_addresses(blocks: Iterable[str]) -> tuple[int, int]:
    """Count the addresses of the internet that are in the union of some blocks: of IPv4, and of IPv6."""
    networks = [ipaddress.ip_network(block) for block in blocks]
    ipv4 = list(ipaddress.collapse_addresses(each for each in networks if isinstance(each, ipaddress.IPv4Network)))
    ipv6 = ipaddress.collapse_addresses(each for each in networks if isinstance(each, ipaddress.IPv6Network))
    reserved = sum(min(block.num_addresses, other.num_addresses) for block in ipv4 for other in _NOT_PUBLIC if block.overlaps(other))
    return (
        sum(block.num_addresses for block in ipv4) - reserved,
        sum(min(block.num_addresses, _GLOBAL_IPV6.num_addresses) for block in ipv6 if block.overlaps(_GLOBAL_IPV6)),
    )
