"""The wires of components: arguments that aren't settings, such as other components."""

from dataclasses import dataclass
from typing import Final

from ..settings.capacity_provider import CapacityProvider
from .field_types import FieldType, ListType, MapType, PythonObjectType, ScalarType, SectionType, WireType


@dataclass(frozen=True)
class WireProperty:
    """A key of the arguments, or of a mapping in place of a component, that isn't a setting.

    Attributes:
        field_type: The type of its value.
        description: Its description in the schema.
        required: Whether it is required: always (True), or for these components.
    """

    field_type: FieldType
    description: str
    required: bool | tuple[str, ...] = False


TEXT_TYPE: Final = ScalarType("str", accepts_output=True)

WIRES: Final = {
    "network": WireProperty(
        PythonObjectType("Network", "network.network", WireType("NetworkWire")),
        "The network: the component or its outputs, or the ids of an existing network.",
        ("Service", "ScheduledTask"),
    ),
    "cluster": WireProperty(
        PythonObjectType("Cluster", "cluster.cluster", WireType("ClusterWire")),
        "The cluster: the component or its outputs, or the name and ARN of an existing cluster.",
        ("Service", "ScheduledTask"),
    ),
    "load_balancer": WireProperty(
        PythonObjectType("LoadBalancer", "load_balancer.load_balancer", WireType("LoadBalancerWire")),
        "The load balancer: the component or its outputs, or the ARNs of an existing load balancer.",
    ),
    "service": WireProperty(
        PythonObjectType("Service", "service.service", WireType("ServiceWire")),
        "The service. It must have `scaling` in its settings too: otherwise each update resets the number of tasks.",
        ("Scaling",),
    ),
    "services": WireProperty(MapType(PythonObjectType("Service", "service.service", WireType("ServiceWire"))), "The services by name."),
    "scheduled_tasks": WireProperty(
        MapType(PythonObjectType("ScheduledTask", "scheduled_task.scheduled_task", WireType("ScheduledTaskWire"))),
        "The scheduled tasks by name.",
    ),
    "has_logins": WireProperty(
        ScalarType("bool"),
        "Whether a service on it makes users log in. The load balancer then may connect to identity providers. Default: false.",
    ),
    "priority": WireProperty(
        ScalarType("int"),
        "The priority of the listener rule (1–50000), if `route` doesn't set it. Default: calculated, the most specific route first.",
    ),
    "test_priority": WireProperty(
        ScalarType("int"),
        "The priority of the rule for test traffic by header, below `priority`, if `deployment.testTraffic` doesn't set it. Default: calculated.",
    ),
    "after": WireProperty(
        ListType(PythonObjectType("Service", "service.service")),
        "Services that are deployed before this one, because it calls them through Service Connect.",
    ),
    "container_insights": WireProperty(
        ScalarType("bool"), "Whether the cluster has Container Insights, which the alarm on running tasks requires. Default: true."
    ),
    "encryption_key": WireProperty(
        PythonObjectType("EncryptionKey", "encryption_key.encryption_key", WireType("EncryptionKeyWire")),
        "The KMS key of what the component stores, unless its settings name another: the component, or the ARN of an existing key.",
    ),
    "uses": WireProperty(
        ListType(ScalarType("str")),
        "The services that the policy of a created key admits: logs, alarms, events, ephemeralStorage. Default: all.",
    ),
    "tags": WireProperty(MapType(TEXT_TYPE), "Tags of every resource."),
    "region": WireProperty(ScalarType("str"), "The Region, if it is not the configured one."),
    "account": WireProperty(
        PythonObjectType("Account", "component.account"), "An `Account` that several components share, so that AWS is asked once."
    ),
    "transform": WireProperty(
        MapType(PythonObjectType("Transform", "component.transform")), "Functions that change the arguments of children, by role."
    ),
}
"""All wires. The constant `WIRES` of a component lists those that it takes."""

WIRE_TYPES: Final[dict[str, tuple[str, dict[str, WireProperty]]]] = {
    "NetworkWire": (
        "The outputs of a network that other components use.",
        {
            "vpc_id": WireProperty(TEXT_TYPE, "The id of the VPC.", required=True),
            "vpc_cidr_block": WireProperty(TEXT_TYPE, "Its IPv4 range, from which an internal load balancer allows traffic."),
            "vpc_ipv6_cidr_block": WireProperty(
                TEXT_TYPE, "Its IPv6 block, from which an internal load balancer with `ipAddressType: dualstack` allows traffic."
            ),
            "has_ipv6": WireProperty(
                ScalarType("bool"),
                "Whether its subnets have IPv6 blocks and routes. Then an internet-facing load balancer is dual-stack, and tasks may connect over IPv6. Default: false.",
            ),
            "public_subnet_ids": WireProperty(
                ListType(TEXT_TYPE, accepts_output="everywhere"),
                "Subnets with a route to the internet, for an internet-facing load balancer.",
            ),
            "private_subnet_ids": WireProperty(
                ListType(TEXT_TYPE, accepts_output="everywhere"), "Subnets for tasks and an internal load balancer."
            ),
            "isolated_subnet_ids": WireProperty(
                ListType(TEXT_TYPE, accepts_output="everywhere"),
                "Subnets without a route to the internet, for services with `subnets: isolated`.",
            ),
            "interface_endpoints_security_group_id": WireProperty(
                TEXT_TYPE, "The security group of the interface endpoints, for `egress: [interfaceEndpoints]`."
            ),
        },
    ),
    "ClusterWire": (
        "The outputs of a cluster that services use.",
        {
            "arn": WireProperty(TEXT_TYPE, "Its ARN.", required=True),
            "name": WireProperty(TEXT_TYPE, "Its name.", required=True),
            "default_capacity_provider_strategy": WireProperty(
                ListType(SectionType(CapacityProvider)), "The strategy of services that have none. Default: FARGATE."
            ),
            "namespace_arn": WireProperty(TEXT_TYPE, "Its Cloud Map namespace, for Service Connect."),
            "namespace_id": WireProperty(TEXT_TYPE, "The id of that namespace, for service discovery."),
            "namespace_name": WireProperty(ScalarType("str"), "The name of that namespace, for the internal URL of a service."),
            "namespace_type": WireProperty(ScalarType("str"), "The type of that namespace: http or privateDns."),
            "execute_command_log_group_arn": WireProperty(TEXT_TYPE, "The log group of ECS Exec sessions. The task role may write to it."),
            "execute_command_kms_key_arn": WireProperty(TEXT_TYPE, "The KMS key of ECS Exec sessions. The task role may use it."),
        },
    ),
    "EncryptionKeyWire": ("A KMS key.", {"arn": WireProperty(TEXT_TYPE, "Its ARN.", required=True)}),
    "LoadBalancerWire": (
        "The outputs of a load balancer that services and monitoring use.",
        {
            "listener_arn": WireProperty(TEXT_TYPE, "The listener that a service adds its rule to. Not needed for monitoring."),
            "security_group_id": WireProperty(TEXT_TYPE, "Its security group, from which tasks allow traffic. Not needed for monitoring."),
            "test_listener_arn": WireProperty(TEXT_TYPE, "The listener for test traffic."),
            "arn_suffix": WireProperty(TEXT_TYPE, "The end of its ARN, `app/name/id`, as CloudWatch metrics use it."),
            "url": WireProperty(TEXT_TYPE, "Its URL."),
        },
    ),
    "ServiceWire": (
        "The outputs of a service that scaling and monitoring use.",
        {
            "service_name": WireProperty(TEXT_TYPE, "The name of the ECS service.", required=True),
            "cluster_name": WireProperty(TEXT_TYPE, "The name of its cluster.", required=True),
            "load_balancer_arn_suffix": WireProperty(TEXT_TYPE, "The end of its load balancer's ARN, `app/name/id`."),
            "target_group_arn_suffixes": WireProperty(
                ListType(TEXT_TYPE, accepts_output="elsewhere"),
                "The ends of the ARNs of its two target groups. Leave it out for a service without a route.",
            ),
            "queue_name": WireProperty(TEXT_TYPE, "The name of its queue, for scaling on it and for alarms."),
            "dead_letter_queue_name": WireProperty(TEXT_TYPE, "The name of its dead-letter queue, for alarms."),
            "fewest_tasks": WireProperty(
                ScalarType("int"), "The minimum number of running tasks. Without it, there is no alarm on running tasks."
            ),
        },
    ),
    "ScheduledTaskWire": (
        "The outputs of a scheduled task that monitoring uses.",
        {
            "group_name": WireProperty(TEXT_TYPE, "The group of its schedule, the dimension of its metrics.", required=True),
            "cluster_arn": WireProperty(TEXT_TYPE, "The cluster that it runs in.", required=True),
            "family": WireProperty(TEXT_TYPE, "The family of its task definition.", required=True),
            "container_name": WireProperty(TEXT_TYPE, "The container whose exit code counts.", required=True),
            "log_group_name": WireProperty(TEXT_TYPE, "Its log group.", required=True),
        },
    ),
}
"""The types of mappings in place of a component."""
