"""Which KMS key encrypts a resource: its own, or that of the stack."""

from collections.abc import Mapping
from typing import Any

import pulumi

from .arguments import get_wire_value


def find_key_arn(own_key_arn: pulumi.Input[str] | None, wires: Mapping[str, Any]) -> pulumi.Input[str] | None:
    """Return the key of a resource: the one that its settings name, or that of the wire `encryption_key`; None if there is neither."""
    arn: pulumi.Input[str] | None = get_wire_value(wires.get("encryption_key"), "arn")
    return arn if own_key_arn is None else own_key_arn
