"""`ServiceDiscovery`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import NotRequired, TypedDict

import pulumi


class ServiceDiscovery(TypedDict):
    """Registers the tasks of a service in Cloud Map."""

    enabled: NotRequired[bool]
    """`false` leaves it out. Default: true, where the section is said."""
    registry_arn: NotRequired[pulumi.Input[str]]
    """An existing Cloud Map service. Default: one is created."""
    name: NotRequired[str]
    """The name in the namespace: DNS answers to <name>.<namespace>. Default: the name of the service."""
    dns_record_type: NotRequired[str]
    """The type of DNS records: A has the addresses of the tasks, SRV also their port. Default: A. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-discovery.html"""
    ttl: NotRequired[int]
    """Seconds that resolvers may cache an answer (0–2147483647); after a deployment, clients may call stopped tasks for that long. Default: 15."""
    namespace_id: NotRequired[pulumi.Input[str]]
    """The id of an existing private DNS namespace. Default: the cluster's namespace."""
