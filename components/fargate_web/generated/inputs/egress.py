"""`Egress`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import Literal, NotRequired, TypedDict

import pulumi


class Egress(TypedDict):
    """Outbound connections to one target."""

    to: pulumi.Input[str]
    """A service of the stack by name, a security group by id, an IPv4 or IPv6 CIDR block, a prefix list by id or AWS's name (s3 and dynamodb for short), or interfaceEndpoints for those of the network. See https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html"""
    ports: NotRequired[list[int | str]]
    """Ports, and ranges like 1024-65535. Default: the port of a service, 443 for anything else."""
    protocol: NotRequired[Literal["tcp", "udp", "all"]]
    """The protocol; `all` also covers ICMP, and every port. Default: tcp."""
