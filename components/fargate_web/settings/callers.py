"""The callers that a service admits: services by name, security groups by id, and addresses by CIDR block."""

import re
from typing import Annotated, Any, TypeAlias

import pulumi
from pydantic import AfterValidator, TypeAdapter, WithJsonSchema

from .cidr_blocks import validate_client_block
from .service_key import ServiceKey
from .value_types import ALLOW_OUTPUT, SecurityGroupId, build_value_error

_SECURITY_GROUP_ADAPTER, _SERVICE_KEY_ADAPTER = (TypeAdapter[Any](kind) for kind in (SecurityGroupId, ServiceKey))
_ANY_ADDRESS_PATTERN = re.compile(r"[0-9A-Fa-f:.]+/0")


def is_security_group(caller: Any) -> bool:
    """Return whether a caller is a security group. An Output is one: no other kind of caller has an id that is known only later."""
    return isinstance(caller, pulumi.Output) or caller.startswith("sg-")


def is_cidr_block(caller: Any) -> bool:
    """Return whether a caller is a CIDR block."""
    return isinstance(caller, str) and "/" in caller


def _validate_caller(value: str) -> str:
    if is_security_group(value):
        return str(_SECURITY_GROUP_ADAPTER.validate_python(value))
    if not is_cidr_block(value):
        return str(_SERVICE_KEY_ADAPTER.validate_python(value))
    if _ANY_ADDRESS_PATTERN.fullmatch(value):
        raise build_value_error(
            f"{value!r} lets everybody in, and bypasses the load balancer and its web ACL; name services (allowFrom: [web]), security groups, or the block of a network",
            "open-to-everybody",
        )
    return validate_client_block(value)


Caller: TypeAlias = Annotated[
    str,
    AfterValidator(_validate_caller),
    WithJsonSchema({"type": "string", "pattern": r"^(sg-[0-9a-z-]+|[0-9.]+/[0-9]+|[0-9a-f:.]*:[0-9a-f:.]*/[0-9]+|[a-z][a-z0-9-]*)$"}),
    ALLOW_OUTPUT,
]
