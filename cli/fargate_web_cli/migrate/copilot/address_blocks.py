"""Blocks of addresses in `allowed_source_ips` and `source_ips`."""

import ipaddress

from fargate_web_cli.migrate.manifest_value import InvalidValueError, ManifestValue


def normalize_blocks(value: ManifestValue, blocks: list[str]) -> list[str]:
    """Return blocks as AWS writes them, each once: 192.0.2.7 is 192.0.2.7/32."""
    return intersect_blocks(value, blocks, ["0.0.0.0/0", "::/0"])


def intersect_blocks(value: ManifestValue, blocks: list[str], others: list[str]) -> list[str]:
    """Return the blocks of addresses that are in both lists."""
    try:
        pairs = [(ipaddress.ip_network(one, strict=False), ipaddress.ip_network(other, strict=False)) for one in blocks for other in others]
    except ValueError as error:
        raise InvalidValueError(value, str(error)) from None
    smaller = [
        one if one.prefixlen >= other.prefixlen else other for one, other in pairs if one.version == other.version and one.overlaps(other)
    ]
    return list(dict.fromkeys(str(network) for network in smaller))
