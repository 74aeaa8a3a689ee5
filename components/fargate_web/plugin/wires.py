"""What the components take beside their settings: other components, and what the settings of one don't say."""

from dataclasses import dataclass
from typing import Final

from ..settings.capacity_provider import CapacityProvider
from .field_types import Entries, Foreign, Group, Kind, Map, Scalar, Wire


@dataclass(frozen=True)
class Given:
    """A key that is no setting.

    Attributes:
        kind: What may stand there.
        meaning: What it means.
        required: Whether it must be there: always (True), or of these components.
    """

    kind: Kind
    meaning: str
    required: bool | tuple[str, ...] = False


TEXT: Final = Scalar("str", output=True)

WIRES: Final = {
    "network": Given(
        Foreign("Network", "network.network", Wire("NetworkWire")),
        "The network: what its component gives, or the ids of one that exists.",
        ("Service", "ScheduledTask"),
    ),
    "cluster": Given(
        Foreign("Cluster", "cluster.cluster", Wire("ClusterWire")),
        "The cluster: what its component gives, or the name and ARN of one that exists.",
        ("Service", "ScheduledTask"),
    ),
    "load_balancer": Given(
        Foreign("LoadBalancer", "load_balancer.load_balancer", Wire("LoadBalancerWire")),
        "The load balancer: what its component gives, or the ARNs of one that exists.",
    ),
    "service": Given(
        Foreign("Service", "service.service", Wire("ServiceWire")),
        "The service, which must have been told its `scaling` too: otherwise each update sets the number of tasks back.",
        ("Scaling",),
    ),
    "services": Given(Map(Foreign("Service", "service.service", Wire("ServiceWire"))), "The services by name."),
    "scheduled_tasks": Given(
        Map(Foreign("ScheduledTask", "scheduled_task.scheduled_task", Wire("ScheduledTaskWire"))), "The scheduled tasks by name."
    ),
    "priority": Given(Scalar("int"), "The priority of the listener rule (1–50000), where `route` doesn't say it."),
    "test_priority": Given(
        Scalar("int"),
        "The priority of the rule for test traffic by header, below `priority`, where `deployment.testTraffic` doesn't say it.",
    ),
    "after": Given(
        Entries(Foreign("Service", "service.service")),
        "Services that are deployed before this one, because it calls them by Service Connect.",
    ),
    "container_insights": Given(
        Scalar("bool"), "Whether the cluster has Container Insights, without which running tasks are not counted. Default: true."
    ),
    "tags": Given(Map(TEXT), "Tags of every resource."),
    "region": Given(Scalar("str"), "The Region, where it is not the configured one."),
    "account": Given(Foreign("Account", "component.account"), "An `Account`, so that several components ask AWS for it once."),
    "transform": Given(
        Map(Foreign("Transform", "component.transform")), "Functions that reshape the arguments of children, by their role."
    ),
}
"""Every wire of any component; which one takes which, its `WIRES` say."""

WIRE_TYPES: Final[dict[str, tuple[str, dict[str, Given]]]] = {
    "NetworkWire": (
        "A network, as far as others need it.",
        {
            "vpc_id": Given(TEXT, "The VPC.", required=True),
            "vpc_cidr_block": Given(TEXT, "Its IPv4 range, which an internal load balancer admits."),
            "public_subnet_ids": Given(
                Entries(TEXT, output="everywhere"), "Subnets with a route to the internet, for an internet-facing load balancer."
            ),
            "private_subnet_ids": Given(Entries(TEXT, output="everywhere"), "Subnets for tasks and an internal load balancer."),
            "isolated_subnet_ids": Given(
                Entries(TEXT, output="everywhere"), "Subnets without a route out, for services with `subnets: isolated`."
            ),
        },
    ),
    "ClusterWire": (
        "A cluster, as far as services need it.",
        {
            "arn": Given(TEXT, "Its ARN.", required=True),
            "name": Given(TEXT, "Its name.", required=True),
            "default_capacity_provider_strategy": Given(
                Entries(Group(CapacityProvider)), "The strategy of services that say none. Default: FARGATE."
            ),
            "namespace_arn": Given(TEXT, "Its Cloud Map namespace, for Service Connect."),
            "namespace_id": Given(TEXT, "The id of that namespace, for service discovery."),
            "namespace_name": Given(Scalar("str"), "The name of that namespace, for the address of a service."),
            "namespace_type": Given(Scalar("str"), "What that namespace is: http or privateDns."),
            "execute_command_log_group_arn": Given(TEXT, "The log group of ECS Exec sessions, which the task role may then write to."),
            "execute_command_kms_key_arn": Given(TEXT, "The key of ECS Exec sessions, which the task role may then use."),
        },
    ),
    "LoadBalancerWire": (
        "A load balancer, as far as services and monitoring need it.",
        {
            "listener_arn": Given(TEXT, "The listener that a service adds its rule to. Not needed for monitoring."),
            "security_group_id": Given(TEXT, "Its security group, which tasks admit. Not needed for monitoring."),
            "test_listener_arn": Given(TEXT, "The listener for test traffic."),
            "arn_suffix": Given(TEXT, "The end of its ARN, `app/name/id`, as metrics have it."),
            "url": Given(TEXT, "Where it answers."),
        },
    ),
    "ServiceWire": (
        "A service, as far as scaling and monitoring need it.",
        {
            "service_name": Given(TEXT, "The name of the ECS service.", required=True),
            "cluster_name": Given(TEXT, "The name of its cluster.", required=True),
            "load_balancer_arn_suffix": Given(TEXT, "The end of its load balancer's ARN, `app/name/id`."),
            "target_group_arn_suffixes": Given(
                Entries(TEXT, output="elsewhere"),
                "The ends of the ARNs of its two target groups. Leave it out for a service without a route.",
            ),
            "fewest_tasks": Given(Scalar("int"), "How many tasks run at least when all is well; without it no alarm counts running tasks."),
        },
    ),
    "ScheduledTaskWire": (
        "A scheduled task, as far as monitoring needs it.",
        {
            "group_name": Given(TEXT, "The group of its schedule, by which its starts are counted.", required=True),
            "cluster_arn": Given(TEXT, "The cluster that it runs in.", required=True),
            "family": Given(TEXT, "The family of its task definition.", required=True),
            "container_name": Given(TEXT, "The container whose exit code counts.", required=True),
            "log_group_name": Given(TEXT, "Where its output goes.", required=True),
        },
    ),
}
"""The mappings that stand for a component."""
