"""`NetworkWire`, `ClusterWire`, `LoadBalancerWire`, `ServiceWire`, `ScheduledTaskWire`.

Made by `make generate` from the models in fargate_web.settings; do not edit.
"""

# ruff: noqa
# fmt: off

from typing import NotRequired, TypedDict

import pulumi

from .capacity_provider import CapacityProvider


class NetworkWire(TypedDict):
    """A network, as far as others need it."""

    vpc_id: pulumi.Input[str]
    """The VPC."""
    vpc_cidr_block: NotRequired[pulumi.Input[str]]
    """Its IPv4 range, which an internal load balancer admits."""
    public_subnet_ids: NotRequired[pulumi.Input[list[pulumi.Input[str]]]]
    """Subnets with a route to the internet, for an internet-facing load balancer."""
    private_subnet_ids: NotRequired[pulumi.Input[list[pulumi.Input[str]]]]
    """Subnets for tasks and an internal load balancer."""
    isolated_subnet_ids: NotRequired[pulumi.Input[list[pulumi.Input[str]]]]
    """Subnets without a route out, for services with `subnets: isolated`."""


class ClusterWire(TypedDict):
    """A cluster, as far as services need it."""

    arn: pulumi.Input[str]
    """Its ARN."""
    name: pulumi.Input[str]
    """Its name."""
    default_capacity_provider_strategy: NotRequired[list[CapacityProvider]]
    """The strategy of services that say none. Default: FARGATE."""
    namespace_arn: NotRequired[pulumi.Input[str]]
    """Its Cloud Map namespace, for Service Connect."""
    namespace_id: NotRequired[pulumi.Input[str]]
    """The id of that namespace, for service discovery."""
    namespace_name: NotRequired[str]
    """The name of that namespace, for the address of a service."""
    namespace_type: NotRequired[str]
    """What that namespace is: http or privateDns."""
    execute_command_log_group_arn: NotRequired[pulumi.Input[str]]
    """The log group of ECS Exec sessions, which the task role may then write to."""
    execute_command_kms_key_arn: NotRequired[pulumi.Input[str]]
    """The key of ECS Exec sessions, which the task role may then use."""


class LoadBalancerWire(TypedDict):
    """A load balancer, as far as services and monitoring need it."""

    listener_arn: NotRequired[pulumi.Input[str]]
    """The listener that a service adds its rule to. Not needed for monitoring."""
    security_group_id: NotRequired[pulumi.Input[str]]
    """Its security group, which tasks admit. Not needed for monitoring."""
    test_listener_arn: NotRequired[pulumi.Input[str]]
    """The listener for test traffic."""
    arn_suffix: NotRequired[pulumi.Input[str]]
    """The end of its ARN, `app/name/id`, as metrics have it."""
    url: NotRequired[pulumi.Input[str]]
    """Where it answers."""


class ServiceWire(TypedDict):
    """A service, as far as scaling and monitoring need it."""

    service_name: pulumi.Input[str]
    """The name of the ECS service."""
    cluster_name: pulumi.Input[str]
    """The name of its cluster."""
    load_balancer_arn_suffix: NotRequired[pulumi.Input[str]]
    """The end of its load balancer's ARN, `app/name/id`."""
    target_group_arn_suffixes: NotRequired[list[pulumi.Input[str]]]
    """The ends of the ARNs of its two target groups. Leave it out for a service without a route."""
    fewest_tasks: NotRequired[int]
    """How many tasks run at least when all is well; without it no alarm counts running tasks."""


class ScheduledTaskWire(TypedDict):
    """A scheduled task, as far as monitoring needs it."""

    group_name: pulumi.Input[str]
    """The group of its schedule, by which its starts are counted."""
    cluster_arn: pulumi.Input[str]
    """The cluster that it runs in."""
    family: pulumi.Input[str]
    """The family of its task definition."""
    container_name: pulumi.Input[str]
    """The container whose exit code counts."""
    log_group_name: pulumi.Input[str]
    """Where its output goes."""
