"""CIDR blocks of clients: IPv4 or IPv6."""

import ipaddress
from typing import Annotated, Any, TypeAlias

from pydantic import AfterValidator, TypeAdapter, WithJsonSchema

from .fix import write
from .value_types import CidrBlock, build_value_error

_IPV4_ADAPTER = TypeAdapter[Any](CidrBlock)


def is_ipv6_block(block: str) -> bool:
    """Return whether a CIDR block has IPv6 addresses."""
    return ":" in block


def validate_ipv6_block(value: str) -> str:
    """Validate an IPv6 CIDR block, which must have no host bits set."""
    try:
        network = ipaddress.IPv6Network(value, strict=False)
    except ValueError:
        raise build_value_error(f"{value!r} isn't an IPv6 CIDR block; write it like 2001:db8::/32") from None
    if str(network) != value:
        problem = f"{value!r} isn't how AWS writes this block"
        raise build_value_error(problem, "cidr-block-with-host-bits", fixes=(write(value=str(network), certain=True),))
    return value


def validate_client_block(value: str) -> str:
    """Validate the CIDR block of clients, of either family."""
    return validate_ipv6_block(value) if is_ipv6_block(value) else str(_IPV4_ADAPTER.validate_python(value))


ClientCidrBlock: TypeAlias = Annotated[
    str,
    AfterValidator(validate_client_block),
    WithJsonSchema({"type": "string", "pattern": r"^([0-9]{1,3}(\.[0-9]{1,3}){3}/[0-9]{1,2}|[0-9a-f:.]*:[0-9a-f:.]*/[0-9]{1,3})$"}),
]
"""The addresses of clients, IPv4 or IPv6."""
