"""What the components take beside their settings: other components, and what the settings of one don't say."""

from dataclasses import dataclass
from typing import Final

from ..settings.capacity_provider import CapacityProvider
from .field_types import FieldType, ListType, MapType, PythonObjectType, ScalarType, SectionType, WireType


@dataclass(frozen=True)
class WireProperty:
    """A key that is no setting.

    Attributes:
        field_type: What may stand there.
        description: What it means.
        required: Whether it must be there: always (True), or of these components.
    """

    field_type: FieldType
    description: str
    required: bool | tuple[str, ...] = False


TEXT_TYPE: Final = ScalarType("str", accepts_output=True)

WIRES: Final = {
    "network": WireProperty(
        PythonObjectType("Network", "network.network", WireType("NetworkWire")),
        "The network: what its component gives, or the ids of one that exists.",
        ("Service", "ScheduledTask"),
    ),
    "cluster": WireProperty(
        PythonObjectType("Cluster", "cluster.cluster", WireType("ClusterWire")),
        "The cluster: what its component gives, or the name and ARN of one that exists.",
        ("Service", "ScheduledTask"),
    ),
    "load_balancer": WireProperty(
        PythonObjectType("LoadBalancer", "load_balancer.load_balancer", WireType("LoadBalancerWire")),
        "The load balancer: what its component gives, or the ARNs of one that exists.",
    ),
    "service": WireProperty(
        PythonObjectType("Service", "service.service", WireType("ServiceWire")),
        "The service, which must have been told its `scaling` too: otherwise each update sets the number of tasks back.",
        ("Scaling",),
    ),
    "services": WireProperty(MapType(PythonObjectType("Service", "service.service", WireType("ServiceWire"))), "The services by name."),
    "scheduled_tasks": WireProperty(
        MapType(PythonObjectType("ScheduledTask", "scheduled_task.scheduled_task", WireType("ScheduledTaskWire"))),
        "The scheduled tasks by name.",
    ),
    "priority": WireProperty(ScalarType("int"), "The priority of the listener rule (1–50000), where `route` doesn't say it."),
    "test_priority": WireProperty(
        ScalarType("int"),
        "The priority of the rule for test traffic by header, below `priority`, where `deployment.testTraffic` doesn't say it.",
    ),
    "after": WireProperty(
        ListType(PythonObjectType("Service", "service.service")),
        "Services that are deployed before this one, because it calls them by Service Connect.",
    ),
    "container_insights": WireProperty(
        ScalarType("bool"), "Whether the cluster has Container Insights, without which running tasks are not counted. Default: true."
    ),
    "tags": WireProperty(MapType(TEXT_TYPE), "Tags of every resource."),
    "region": WireProperty(ScalarType("str"), "The Region, where it is not the configured one."),
    "account": WireProperty(
        PythonObjectType("Account", "component.account"), "An `Account`, so that several components ask AWS for it once."
    ),
    "transform": WireProperty(
        MapType(PythonObjectType("Transform", "component.transform")), "Functions that reshape the arguments of children, by their role."
    ),
}
"""Every wire of any component; which one takes which, its `WIRES` say."""

WIRE_TYPES: Final[dict[str, tuple[str, dict[str, WireProperty]]]] = {
    "NetworkWire": (
        "A network, as far as others need it.",
        {
            "vpc_id": WireProperty(TEXT_TYPE, "The VPC.", required=True),
            "vpc_cidr_block": WireProperty(TEXT_TYPE, "Its IPv4 range, which an internal load balancer admits."),
            "public_subnet_ids": WireProperty(
                ListType(TEXT_TYPE, accepts_output="everywhere"),
                "Subnets with a route to the internet, for an internet-facing load balancer.",
            ),
            "private_subnet_ids": WireProperty(
                ListType(TEXT_TYPE, accepts_output="everywhere"), "Subnets for tasks and an internal load balancer."
            ),
            "isolated_subnet_ids": WireProperty(
                ListType(TEXT_TYPE, accepts_output="everywhere"), "Subnets without a route out, for services with `subnets: isolated`."
            ),
        },
    ),
    "ClusterWire": (
        "A cluster, as far as services need it.",
        {
            "arn": WireProperty(TEXT_TYPE, "Its ARN.", required=True),
            "name": WireProperty(TEXT_TYPE, "Its name.", required=True),
            "default_capacity_provider_strategy": WireProperty(
                ListType(SectionType(CapacityProvider)), "The strategy of services that say none. Default: FARGATE."
            ),
            "namespace_arn": WireProperty(TEXT_TYPE, "Its Cloud Map namespace, for Service Connect."),
            "namespace_id": WireProperty(TEXT_TYPE, "The id of that namespace, for service discovery."),
            "namespace_name": WireProperty(ScalarType("str"), "The name of that namespace, for the address of a service."),
            "namespace_type": WireProperty(ScalarType("str"), "What that namespace is: http or privateDns."),
            "execute_command_log_group_arn": WireProperty(
                TEXT_TYPE, "The log group of ECS Exec sessions, which the task role may then write to."
            ),
            "execute_command_kms_key_arn": WireProperty(TEXT_TYPE, "The key of ECS Exec sessions, which the task role may then use."),
        },
    ),
    "LoadBalancerWire": (
        "A load balancer, as far as services and monitoring need it.",
        {
            "listener_arn": WireProperty(TEXT_TYPE, "The listener that a service adds its rule to. Not needed for monitoring."),
            "security_group_id": WireProperty(TEXT_TYPE, "Its security group, which tasks admit. Not needed for monitoring."),
            "test_listener_arn": WireProperty(TEXT_TYPE, "The listener for test traffic."),
            "arn_suffix": WireProperty(TEXT_TYPE, "The end of its ARN, `app/name/id`, as metrics have it."),
            "url": WireProperty(TEXT_TYPE, "Where it answers."),
        },
    ),
    "ServiceWire": (
        "A service, as far as scaling and monitoring need it.",
        {
            "service_name": WireProperty(TEXT_TYPE, "The name of the ECS service.", required=True),
            "cluster_name": WireProperty(TEXT_TYPE, "The name of its cluster.", required=True),
            "load_balancer_arn_suffix": WireProperty(TEXT_TYPE, "The end of its load balancer's ARN, `app/name/id`."),
            "target_group_arn_suffixes": WireProperty(
                ListType(TEXT_TYPE, accepts_output="elsewhere"),
                "The ends of the ARNs of its two target groups. Leave it out for a service without a route.",
            ),
            "fewest_tasks": WireProperty(
                ScalarType("int"), "How many tasks run at least when all is well; without it no alarm counts running tasks."
            ),
        },
    ),
    "ScheduledTaskWire": (
        "A scheduled task, as far as monitoring needs it.",
        {
            "group_name": WireProperty(TEXT_TYPE, "The group of its schedule, by which its starts are counted.", required=True),
            "cluster_arn": WireProperty(TEXT_TYPE, "The cluster that it runs in.", required=True),
            "family": WireProperty(TEXT_TYPE, "The family of its task definition.", required=True),
            "container_name": WireProperty(TEXT_TYPE, "The container whose exit code counts.", required=True),
            "log_group_name": WireProperty(TEXT_TYPE, "Where its output goes.", required=True),
        },
    ),
}
"""The mappings that stand for a component."""
