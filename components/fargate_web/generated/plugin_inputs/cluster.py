"""`ExecuteCommandLogs`, `ExistingCluster`, `ClusterArgs`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import NotRequired, TypedDict

import pulumi

from .capacity_provider import CapacityProvider
from .namespace import Namespace
from .wires import NetworkWire


class ExecuteCommandLogs(TypedDict):
    """The record of what is typed and shown in ECS Exec sessions."""

    enabled: NotRequired[bool]
    """`false` leaves it out. Default: true, where the section is said."""
    retention_in_days: NotRequired[int]
    """Days that session records are kept: one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653. Default: 365."""
    kms_key_arn: NotRequired[pulumi.Input[str]]
    """A customer managed key for the sessions and their record."""


class ExistingCluster(TypedDict):
    """A cluster that someone else manages."""

    name: pulumi.Input[str]
    """The name of the cluster."""


class ClusterArgs(TypedDict):
    """The arguments of a `Cluster`."""

    name: NotRequired[str]
    """The name of the cluster. Default: made by Pulumi. Changing it replaces the cluster."""
    container_insights: NotRequired[str]
    """Metrics of tasks and containers: enhanced (by container), enabled (by service), or disabled. Default: enhanced. Cost: billed as custom metrics, roughly $1–3 a task and month with enhanced. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cloudwatch-container-insights.html"""
    namespace: NotRequired[Namespace]
    """The Cloud Map namespace in which the services find each other, set as the cluster's Service Connect default; a bare string makes an HTTP namespace of that name."""
    default_capacity_provider_strategy: NotRequired[list[CapacityProvider]]
    """How tasks that say nothing else are spread over FARGATE and FARGATE_SPOT."""
    execute_command_logs: NotRequired[ExecuteCommandLogs]
    """Records ECS Exec sessions in CloudWatch Logs; `false` turns it off. Here `{}` is what true means, and `{enabled: false}` what false means. See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html"""
    existing: NotRequired[ExistingCluster]
    """Use a cluster that exists; then nothing else of this section may be said."""
    tags: NotRequired[dict[str, pulumi.Input[str]]]
    """Tags of every resource."""
    network: NotRequired[NetworkWire]
    """The network: the component or its outputs, or the ids of an existing network."""
