"""The components for other languages: their arguments, as types for Pulumi's analyzer, and their outputs."""

from typing import Any, Final

import pulumi

from ..cluster import cluster
from ..encryption_key import encryption_key
from ..generated.plugin_inputs.cluster import ClusterArgs
from ..generated.plugin_inputs.encryption_key import EncryptionKeyArgs
from ..generated.plugin_inputs.load_balancer import LoadBalancerArgs
from ..generated.plugin_inputs.monitoring import MonitoringArgs
from ..generated.plugin_inputs.network import NetworkArgs
from ..generated.plugin_inputs.repository import RepositoryArgs
from ..generated.plugin_inputs.scaling import ScalingArgs
from ..generated.plugin_inputs.scheduled_task import ScheduledTaskArgs
from ..generated.plugin_inputs.service import ServiceArgs
from ..load_balancer import load_balancer
from ..monitoring import monitoring
from ..network import network
from ..repository import repository
from ..scaling import scaling
from ..scheduled_task import scheduled_task
from ..service import service
from ..settings.cluster import Cluster as ClusterSettings
from ..settings.encryption import Encryption as EncryptionSettings
from ..settings.load_balancer import LoadBalancer as LoadBalancerSettings
from ..settings.monitoring import Monitoring as MonitoringSettings
from ..settings.network import Network as NetworkSettings
from ..settings.repository import Repository as RepositorySettings
from ..settings.scaling import Scaling as ScalingSettings
from ..settings.scheduled_task import ScheduledTask as ScheduledTaskSettings
from ..settings.service import Service as ServiceSettings
from .argument_conversion import convert_arguments
from .hosted_component import HostedComponent, inherit_docstring


@inherit_docstring
class EncryptionKey(HostedComponent, encryption_key.EncryptionKey):
    """The hosted `EncryptionKey`."""

    arn: pulumi.Output[str]
    """The ARN of the key."""

    def __init__(self, name: str, args: EncryptionKeyArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, convert_arguments(EncryptionSettings, f'EncryptionKey "{name}"', args), opts)


@inherit_docstring
class Network(HostedComponent, network.Network):
    """The hosted `Network`."""

    vpc_id: pulumi.Output[str]
    """The id of the VPC."""
    vpc_cidr_block: pulumi.Output[str]
    """Its IPv4 range."""
    vpc_ipv6_cidr_block: pulumi.Output[str] | None
    """Its IPv6 block; absent without IPv6."""
    public_subnet_ids: pulumi.Output[list[str]]
    """One subnet a zone, with a route to the internet. Empty if there are none."""
    private_subnet_ids: pulumi.Output[list[str]]
    """One subnet a zone, with a route to a NAT gateway if there is one."""
    isolated_subnet_ids: pulumi.Output[list[str]]
    """One subnet a zone, without a route to the internet. Empty unless configured."""
    interface_endpoints_security_group_id: pulumi.Output[str] | None
    """The security group of the interface endpoints; absent if there are none."""

    def __init__(self, name: str, args: NetworkArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, convert_arguments(NetworkSettings, f'Network "{name}"', args), opts)


@inherit_docstring
class Cluster(HostedComponent, cluster.Cluster):
    """The hosted `Cluster`."""

    name: pulumi.Output[str]
    """The name of the cluster."""
    arn: pulumi.Output[str]
    """Its ARN."""
    execute_command_log_group_arn: pulumi.Output[str] | None
    """The log group of ECS Exec sessions; absent if logging is off."""
    namespace_arn: pulumi.Output[str] | None
    """The Cloud Map namespace; absent if there is none."""
    namespace_id: pulumi.Output[str] | None
    """Its id, for service discovery; absent if there is none."""

    def __init__(self, name: str, args: ClusterArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, convert_arguments(ClusterSettings, f'Cluster "{name}"', args), opts)


@inherit_docstring
class LoadBalancer(HostedComponent, load_balancer.LoadBalancer):
    """The hosted `LoadBalancer`."""

    arn: pulumi.Output[str] | None
    """Its ARN; absent for an existing one."""
    arn_suffix: pulumi.Output[str]
    """The end of its ARN, `app/name/id`, as CloudWatch metrics use it."""
    dns_name: pulumi.Output[str] | None
    """Its DNS name; absent for an existing one without `dnsName`."""
    zone_id: pulumi.Output[str] | None
    """The hosted zone of its DNS name, for alias records; absent for an existing one."""
    security_group_id: pulumi.Output[str]
    """Its security group. Tasks allow traffic from it."""
    listener_arn: pulumi.Output[str]
    """The listener that services add their rules to: HTTPS if there is one."""
    test_listener_arn: pulumi.Output[str] | None
    """The listener for test traffic; absent if there is none."""
    url: pulumi.Output[str] | None
    """Its URL, with the first domain name or the DNS name."""

    def __init__(self, name: str, args: LoadBalancerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, convert_arguments(LoadBalancerSettings, f'LoadBalancer "{name}"', args), opts)


@inherit_docstring
class Service(HostedComponent, service.Service):
    """The hosted `Service`."""

    service_name: pulumi.Output[str]
    """The name of the ECS service."""
    service_arn: pulumi.Output[str]
    """Its ARN."""
    cluster_name: pulumi.Output[str]
    """The name of its cluster."""
    task_definition_arn: pulumi.Output[str]
    """The revision of its task definition."""
    log_group_name: pulumi.Output[str]
    """Its log group."""
    security_group_id: pulumi.Output[str]
    """The security group of its tasks, for the ingress rules of a database."""
    execution_role_arn: pulumi.Output[str]
    """The role that ECS uses to start its tasks."""
    task_role_arn: pulumi.Output[str]
    """The role of the application, for resource policies and further permissions."""
    target_group_arns: pulumi.Output[list[str]]
    """Its two target groups, blue and green. Empty without a route."""
    target_group_arn_suffixes: pulumi.Output[list[str]]
    """The ends of their ARNs, as CloudWatch metrics use them. Empty without a route."""
    load_balancer_arn_suffix: pulumi.Output[str] | None
    """The end of its load balancer's ARN; absent without a load balancer."""
    url: pulumi.Output[str] | None
    """Its URL; absent without a route."""
    internal_url: pulumi.Output[str] | None
    """Its URL for other services; absent if none is known."""
    network_load_balancer_dns_name: pulumi.Output[str] | None
    """The DNS name of its Network Load Balancer; absent without one."""
    queue_url: pulumi.Output[str] | None
    """The URL of its queue, for senders; absent without one."""
    queue_arn: pulumi.Output[str] | None
    """The ARN of its queue, for the policies of senders; absent without one."""
    queue_name: pulumi.Output[str] | None
    """The name of its queue; absent without one."""
    dead_letter_queue_name: pulumi.Output[str] | None
    """The name of its dead-letter queue; absent without one."""
    topic_arns: pulumi.Output[dict[str, str]]  # type: ignore[assignment]  # other languages get the map as one output
    """The ARNs of its topics by name, for `subscribe` of the queues of others. Empty without topics."""

    def __init__(self, name: str, args: ServiceArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, convert_arguments(ServiceSettings, f'Service "{name}"', args), opts)
        if self.queue is not None and self.queue.awaits_services:
            raise pulumi.RunError(
                f'Service "{name}": queue.subscribe names a topic by its service, which a stack file can do; write topicArn: <topicArns of that service>'
            )

    def register_outputs(self, outputs: Any) -> None:
        """Add the outputs that scaling and monitoring require."""
        self.target_group_arn_suffixes = pulumi.Output.all(*(group.arn_suffix for group in self.target_groups)).apply(list)
        super().register_outputs(outputs)


@inherit_docstring
class Scaling(HostedComponent, scaling.Scaling):
    """The hosted `Scaling`."""

    resource_id: pulumi.Output[str]
    """The scalable target, `service/cluster/name`."""
    policy_arns: pulumi.Output[dict[str, str]]
    """The policies by metric: cpu, memory, requests and queue, if configured."""

    def __init__(self, name: str, args: ScalingArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, convert_arguments(ScalingSettings, f'Scaling "{name}"', args), opts)


@inherit_docstring
class ScheduledTask(HostedComponent, scheduled_task.ScheduledTask):
    """The hosted `ScheduledTask`."""

    schedule_arn: pulumi.Output[str]
    """The schedule that starts it."""
    group_name: pulumi.Output[str]
    """The group of its schedule, the dimension of its metrics."""
    cluster_arn: pulumi.Output[str]
    """The cluster that it runs in."""
    task_definition_arn: pulumi.Output[str]
    """The revision of its task definition."""
    family: pulumi.Output[str]
    """The family of its task definition."""
    container_name: str
    """The container whose exit code counts."""
    log_group_name: pulumi.Output[str]
    """Its log group."""
    security_group_id: pulumi.Output[str]
    """The security group of its tasks, for the ingress rules of a database."""
    execution_role_arn: pulumi.Output[str]
    """The role that ECS uses to start its tasks."""
    task_role_arn: pulumi.Output[str]
    """The role of the application, for resource policies and further permissions."""

    def __init__(self, name: str, args: ScheduledTaskArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, convert_arguments(ScheduledTaskSettings, f'ScheduledTask "{name}"', args), opts)


@inherit_docstring
class Monitoring(HostedComponent, monitoring.Monitoring):
    """The hosted `Monitoring`."""

    topic_arn: pulumi.Output[str]
    """The topic that alarms notify."""
    alarm_arns: pulumi.Output[dict[str, str]]
    """The alarms, by service and metric."""

    def __init__(self, name: str, args: MonitoringArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, convert_arguments(MonitoringSettings, f'Monitoring "{name}"', args), opts)


@inherit_docstring
class Repository(HostedComponent, repository.Repository):
    """The hosted `Repository`."""

    url: pulumi.Output[str]
    """The URL to push images to: `<account>.dkr.ecr.<region>.amazonaws.com/<name>`."""
    arn: pulumi.Output[str]
    """Its ARN."""
    name: pulumi.Output[str]
    """Its name."""

    def __init__(self, name: str, args: RepositoryArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, convert_arguments(RepositorySettings, f'Repository "{name}"', args), opts)


COMPONENTS: Final = (EncryptionKey, Network, Cluster, LoadBalancer, Service, ScheduledTask, Scaling, Monitoring, Repository)
"""All hosted components."""
