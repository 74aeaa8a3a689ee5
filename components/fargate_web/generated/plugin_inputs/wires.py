"""`EncryptionKeyWire`, `NetworkWire`, `ClusterWire`, `LoadBalancerWire`, `ServiceWire`, `ScheduledTaskWire`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import NotRequired, TypedDict

import pulumi

from .capacity_provider import CapacityProvider


class EncryptionKeyWire(TypedDict):
    """A KMS key."""

    arn: pulumi.Input[str]
    """Its ARN."""


class NetworkWire(TypedDict):
    """The outputs of a network that other components use."""

    vpc_id: pulumi.Input[str]
    """The id of the VPC."""
    vpc_cidr_block: NotRequired[pulumi.Input[str]]
    """Its IPv4 range, from which an internal load balancer allows traffic."""
    vpc_ipv6_cidr_block: NotRequired[pulumi.Input[str]]
    """Its IPv6 block, from which an internal load balancer with `ipAddressType: dualstack` allows traffic."""
    has_ipv6: NotRequired[bool]
    """Whether its subnets have IPv6 blocks and routes. Then an internet-facing load balancer is dual-stack, and tasks may connect over IPv6. Default: false."""
    public_subnet_ids: NotRequired[pulumi.Input[list[pulumi.Input[str]]]]
    """Subnets with a route to the internet, for an internet-facing load balancer."""
    private_subnet_ids: NotRequired[pulumi.Input[list[pulumi.Input[str]]]]
    """Subnets for tasks and an internal load balancer."""
    isolated_subnet_ids: NotRequired[pulumi.Input[list[pulumi.Input[str]]]]
    """Subnets without a route to the internet, for services with `subnets: isolated`."""
    interface_endpoints_security_group_id: NotRequired[pulumi.Input[str]]
    """The security group of the interface endpoints, for `egress: [interfaceEndpoints]`."""


class ClusterWire(TypedDict):
    """The outputs of a cluster that services use."""

    arn: pulumi.Input[str]
    """Its ARN."""
    name: pulumi.Input[str]
    """Its name."""
    default_capacity_provider_strategy: NotRequired[list[CapacityProvider]]
    """The strategy of services that have none. Default: FARGATE."""
    namespace_arn: NotRequired[pulumi.Input[str]]
    """Its Cloud Map namespace, for Service Connect."""
    namespace_id: NotRequired[pulumi.Input[str]]
    """The id of that namespace, for service discovery."""
    namespace_name: NotRequired[str]
    """The name of that namespace, for the internal URL of a service."""
    namespace_type: NotRequired[str]
    """The type of that namespace: http or privateDns."""
    execute_command_log_group_arn: NotRequired[pulumi.Input[str]]
    """The log group of ECS Exec sessions. The task role may write to it."""
    execute_command_kms_key_arn: NotRequired[pulumi.Input[str]]
    """The KMS key of ECS Exec sessions. The task role may use it."""


class LoadBalancerWire(TypedDict):
    """The outputs of a load balancer that services and monitoring use."""

    listener_arn: NotRequired[pulumi.Input[str]]
    """The listener that a service adds its rule to. Not needed for monitoring."""
    security_group_id: NotRequired[pulumi.Input[str]]
    """Its security group, from which tasks allow traffic. Not needed for monitoring."""
    test_listener_arn: NotRequired[pulumi.Input[str]]
    """The listener for test traffic."""
    arn_suffix: NotRequired[pulumi.Input[str]]
    """The end of its ARN, `app/name/id`, as CloudWatch metrics use it."""
    url: NotRequired[pulumi.Input[str]]
    """Its URL."""


class ServiceWire(TypedDict):
    """The outputs of a service that scaling and monitoring use."""

    service_name: pulumi.Input[str]
    """The name of the ECS service."""
    cluster_name: pulumi.Input[str]
    """The name of its cluster."""
    load_balancer_arn_suffix: NotRequired[pulumi.Input[str]]
    """The end of its load balancer's ARN, `app/name/id`."""
    target_group_arn_suffixes: NotRequired[pulumi.Input[list[pulumi.Input[str]]]]
    """The ends of the ARNs of its two target groups. Leave it out for a service without a route."""
    queue_name: NotRequired[pulumi.Input[str]]
    """The name of its queue, for scaling on it and for alarms."""
    dead_letter_queue_name: NotRequired[pulumi.Input[str]]
    """The name of its dead-letter queue, for alarms."""
    fewest_tasks: NotRequired[int]
    """The minimum number of running tasks. Without it, there is no alarm on running tasks."""


class ScheduledTaskWire(TypedDict):
    """The outputs of a scheduled task that monitoring uses."""

    group_name: pulumi.Input[str]
    """The group of its schedule, the dimension of its metrics."""
    cluster_arn: pulumi.Input[str]
    """The cluster that it runs in."""
    family: pulumi.Input[str]
    """The family of its task definition."""
    container_name: pulumi.Input[str]
    """The container whose exit code counts."""
    log_group_name: pulumi.Input[str]
    """Its log group."""
