"""Who may call a service: other services by name, security groups by id, addresses by CIDR block."""

import re
from typing import Annotated, Any, TypeAlias

import pulumi
from pydantic import AfterValidator, TypeAdapter, WithJsonSchema

from .value_types import LEAF, CidrBlock, SecurityGroupId, ServiceKey, wrong

_GROUP, _BLOCK, _SERVICE = (TypeAdapter[Any](kind) for kind in (SecurityGroupId, CidrBlock, ServiceKey))
_EVERYBODY = re.compile(r"[0-9.]+/0")


def is_group(caller: Any) -> bool:
    """Tell whether a caller is a security group. An Output is one: nothing else has an id that is known later."""
    return isinstance(caller, pulumi.Output) or caller.startswith("sg-")


def is_block(caller: Any) -> bool:
    """Tell whether a caller is a block of addresses."""
    return isinstance(caller, str) and "/" in caller


def _caller(value: str) -> str:
    if is_group(value):
        return str(_GROUP.validate_python(value))
    if not is_block(value):
        return str(_SERVICE.validate_python(value))
    if _EVERYBODY.fullmatch(value):
        raise wrong(
            f"{value!r} lets everybody in, past the load balancer and whoever guards it; name services (allowFrom: [web]), security groups, or the block of a network"
        )
    return str(_BLOCK.validate_python(value))


Caller: TypeAlias = Annotated[
    str, AfterValidator(_caller), WithJsonSchema({"type": "string", "pattern": r"^(sg-[0-9a-z-]+|[0-9.]+/[0-9]+|[a-z][a-z0-9-]*)$"}), LEAF
]
