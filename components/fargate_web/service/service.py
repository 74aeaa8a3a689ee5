"""A service on Fargate, with all resources that belong to it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pulumi
import pulumi_aws as aws

from ..cluster.capacity_provider_strategy import resolve_capacity_provider_strategy
from ..component.account import Account
from ..component.arguments import get_wire_value, parse_arguments, require_wires
from ..component.encryption import find_key_arn
from ..component.transform import add_transforms
from ..settings.capacity_provider import CapacityProvider
from ..settings.route_split import find_grace_period
from ..settings.service import Service as ServiceSettings
from ..task.roles import IamRole, create_infrastructure_role
from ..task.task_resources import TaskResources, validate_container_names
from .deployment import Deployment
from .deployment_timeout import calculate_delete_timeout, calculate_update_timeout
from .discovery.service_connectivity import ServiceConnectivity
from .ebs_volumes import EbsVolumes
from .listener_rule_priorities import choose_rule_priorities
from .messaging import Messaging
from .migration.migration import MIGRATION_TRIGGER, Migration
from .migration.requirements import BOTO3_MISSING, is_boto3_installed
from .own_load_balancer import create_network_load_balancer, list_network_keys
from .traffic_routing import TrafficRouting, build_service_url, find_load_balancer_arn_suffix

WIRES = ("network", "cluster", "load_balancer", "priority", "test_priority", "account", "encryption_key", "after", "transform")

if TYPE_CHECKING:
    from ..generated.inputs import ServiceArgs


class Service(pulumi.ComponentResource):
    """An ECS service on Fargate.

    Creates: a task definition of a constant family, a log group, an execution role and a task role with exactly the permissions that the
    settings require, a security group that allows only the load balancer on the container's port, and the ECS service. A service with a
    `port` also gets a pair of target groups, a listener rule and the infrastructure role that lets ECS shift traffic between the two, so
    that a change of the deployment strategy is an update in place. Each of the `additional_routes` gets a pair and a rule of its own. If
    configured, also a Cloud Map service, a role for the certificates of Service Connect, a role for volumes of EBS, and an ingress rule for
    each caller that bypasses the load balancer. With `queue`, an SQS queue with a dead-letter queue, their policies, the permission to read
    it, and subscriptions to topics. With `topics`, SNS topics with the permission to publish to them. With `network_load_balancer`, a
    Network Load Balancer with its security group, and a listener and a pair of target groups for each port.

    Costs: the tasks (`cpu`, `memory`, `desired_count`; about $9 a month for 256/512 on x86), their logs ($0.50 a GB), and a public address
    for each task ($3.65 a month) with `subnets: public`. Target groups, roles, rules and security groups are free.

    With a `migration` it creates a second task definition, and every update of the service first runs it: see `fargate_web.service.migration.migration`.

    Refuses: every combination that AWS rejects, or accepts and then fails on; see `fargate_web.settings.service.Service`.

    Args:
        name: The name of the service. Logical names of its resources start with it.
        args: The settings of a service (`fargate_web.settings.service.Service`, keys in snake_case or camelCase; with `scaling` if
            a `Scaling` is attached) and these wires:
            `network`: a `Network`, or a mapping with `vpc_id` and `private_subnet_ids` (`public_subnet_ids`, `isolated_subnet_ids`).
            `cluster`: a `Cluster`, or a mapping with `arn` and `name` (`default_capacity_provider_strategy`, `capacity_providers`,
            `execute_command_log_group_arn`, `execute_command_kms_key_arn`).
            `load_balancer`: a `LoadBalancer`, or a mapping with `listener_arn` and `security_group_id` (`test_listener_arn`, `arn_suffix`, `url`); not needed without a port.
            `priority`, `test_priority`: the priorities of the listener rule and of the rule for test traffic by header, if the settings
            don't set them. Default: calculated from the project, the stack, the name and the route, the most specific route first.
            `account`: an `Account` that many services share, so that AWS is asked once.
            `encryption_key`: an `EncryptionKey`, or a mapping with `arn`: the key of the log group, the queue and the topics.
            `after`: services that are deployed before this one, because it calls them through Service Connect.
            `transform`: functions that change the arguments or options of its children, by role; see `fargate_web.component.transform`.
        opts: Options of the component.

    Raises:
        SettingsError: The settings are invalid. It lists every fault, before any resource is registered.
        RunError: A wire is missing.
    """

    def __init__(self, name: str, args: "ServiceArgs | Mapping[str, Any]", opts: pulumi.ResourceOptions | None = None) -> None:
        subject = f'Service "{name}"'
        settings, wires = parse_arguments(ServiceSettings, subject, args, WIRES)
        network, cluster, load_balancer = (wires.get(wire) for wire in ("network", "cluster", "load_balancer"))
        require_wires(subject, "network", network, ("vpc_id", f"{settings.subnets}_subnet_ids"))
        require_wires(subject, "cluster", cluster, ("arn", "name"))
        if settings.active_route:
            test = settings.deployment.test_traffic
            test_keys = ("test_listener_arn",) if test and test.header is None else ()
            require_wires(subject, "load_balancer", load_balancer, ("listener_arn", "security_group_id", *test_keys))
        if settings.network_load_balancer is not None:
            require_wires(subject, "network", network, list_network_keys(settings.network_load_balancer))
        routes = settings.split_by_route(name)
        given = {name: (wires.get("priority"), wires.get("test_priority"))}  # the wires are those of the service's own route
        priorities = {rule: choose_rule_priorities(subject, rule, split, *given.get(rule, (None, None))) for rule, split in routes.items()}
        validate_container_names(subject, name, settings)
        if settings.migration and not is_boto3_installed():
            raise pulumi.RunError(f"{subject}: migration: {BOTO3_MISSING}")
        strategy = resolve_capacity_provider_strategy(subject, settings, cluster)
        super().__init__("fargate-web:index:Service", name, None, add_transforms(self, "Service", name, wires, opts))

        if any(container.build for container in (settings, *settings.sidecars.values())):
            from ..repository.built_images import build_images  # few services need it, and it brings its part of the AWS SDK along

            settings = build_images(name, settings, wires, self)
        self.settings = settings
        tags = dict(settings.tags)
        account = Account.from_wire(wires.get("account"), self)
        messaging = Messaging(name, settings, wires=wires, tags=tags, parent=self)
        self.queue, self.topics = messaging.queue, messaging.topics
        self.queue_name = self.queue.queue.name if self.queue else None
        self.dead_letter_queue_name = self.queue.dead_letter_queue.name if self.queue and self.queue.dead_letter_queue else None
        self.topic_arns = self.topics.arns if self.topics else {}
        task_settings = messaging.add_variables(settings)
        self.task = TaskResources(
            name,
            task_settings,
            network=network,
            cluster=cluster,
            account=account,
            log_key_arn=find_key_arn(settings.logs.kms_key_arn, wires),
            tags=tags,
            parent=self,
            ports=settings.container_ports,
            task_statements=messaging.task_statements,
        )
        self.log_group = self.task.log_group
        self.execution_role = self.task.execution_role
        self.task_role = self.task.task_role
        self.task_definition = self.task.task_definition
        self.container_name = self.task.container_name
        self.task_security_group = self.task.task_security_group
        self.security_group = self.task_security_group.security_group

        dependencies = list(self.task.dependencies)
        self.infrastructure_role: IamRole | None = None
        if settings.has_traffic:
            self.infrastructure_role = create_infrastructure_role(name, settings.roles, tags, account.partition, self)
            dependencies += self.infrastructure_role.dependencies
        self._traffic_by_route = {
            rule: TrafficRouting(
                rule,
                split,
                split.active_route,
                vpc_id=get_wire_value(network, "vpc_id"),
                listener_arn=get_wire_value(load_balancer, "listener_arn"),
                test_listener_arn=get_wire_value(load_balancer, "test_listener_arn"),
                priorities=priorities[rule],
                tags=tags,
                parent=self,
            )
            for rule, split in routes.items()
            if split.active_route
        }
        self.traffic: TrafficRouting | None = self._traffic_by_route.get(name)
        self.additional_traffic = {rule.partition(":")[2]: traffic for rule, traffic in self._traffic_by_route.items() if rule != name}
        dependencies += [rule for traffic in self._traffic_by_route.values() for rule in traffic.listener_rules]
        for port in dict.fromkeys(split.port for split in routes.values()):
            dependencies += self.task_security_group.allow_load_balancer(port or 0, get_wire_value(load_balancer, "security_group_id"))

        own_balancer, group_id = settings.network_load_balancer, self.security_group.id
        self.network_load_balancer = create_network_load_balancer(name, own_balancer, network, group_id, account, tags, self)
        dependencies += self.network_load_balancer.dependencies if self.network_load_balancer else []
        self.network_load_balancer_dns_name = self.network_load_balancer.dns_name if self.network_load_balancer else None

        self.target_groups = self.traffic.target_groups if self.traffic else ()
        self.load_balancer_arn_suffix = find_load_balancer_arn_suffix(load_balancer)
        self.deployment = Deployment(
            name,
            settings,
            target_groups={rule: traffic.target_groups for rule, traffic in self._traffic_by_route.items()},
            load_balancer_arn_suffix=self.load_balancer_arn_suffix,
            network_load_balancer=self.network_load_balancer,
            partition=account.partition,
            tags=tags,
            parent=self,
        )
        dependencies += self.deployment.dependencies
        self.migration = Migration(name, task_settings, self.task, account=account, tags=tags, parent=self) if settings.migration else None
        dependencies += self.migration.dependencies if self.migration else []
        self.connectivity = ServiceConnectivity(name, settings, task=self.task, cluster=cluster, account=account, tags=tags, parent=self)
        self.internal_url = self.connectivity.internal_url
        dependencies += self.connectivity.dependencies
        self.volumes = EbsVolumes(name, settings, partition=account.partition, tags=tags, parent=self)
        self.volume_role = self.volumes.role
        dependencies += self.volumes.dependencies
        dependencies += [getattr(service, "service", service) for service in wires.get("after") or ()]
        self.service = self._create_service(name, network, cluster, strategy, tags, dependencies)
        self.service_name = self.service.name
        self.cluster_name = get_wire_value(cluster, "name")
        self.url = build_service_url(settings.active_route, load_balancer) if settings.active_route else None
        self.register_outputs(
            {
                "serviceName": self.service.name,
                "serviceArn": self.service.arn,
                "taskDefinitionArn": self.task_definition.arn,
                "logGroupName": self.log_group.name,
                "securityGroupId": self.security_group.id,
                "executionRoleArn": self.execution_role.arn,
                "taskRoleArn": self.task_role.arn,
                "targetGroupArns": [group.arn for group in self.target_groups],
                "url": self.url,
                "internalUrl": self.internal_url,
                "queueUrl": self.queue.queue.url if self.queue else None,
                "queueArn": self.queue.queue.arn if self.queue else None,
                "topicArns": self.topic_arns or None,
                "networkLoadBalancerDnsName": self.network_load_balancer_dns_name,
            }
        )

    def allow_services(self, services: Mapping[str, Any]) -> None:
        """Allow traffic from the services in `allow_from`, and to those in `egress`, and subscribe the queue to topics of services of this stack.

        The constructor already allows everything else, and subscribes to topics that are named by their ARNs alone.

        Call it after all services are created, so that two services can allow each other.

        Args:
            services: Services by name, as components or as mappings with `security_group` and `topic_arns`. Others are ignored.

        Raises:
            RunError: A service in `allow_from`, `egress` or `queue.subscribe` is missing, or a topic of it.
        """
        self.connectivity.callers.allow_services(services)
        self.task_security_group.egress.allow_services(services)
        if self.queue is not None:
            self.queue.subscribe_to_services(services)

    def _create_service(
        self,
        name: str,
        network: Any,
        cluster: Any,
        strategy: list[CapacityProvider],
        tags: dict[str, Any],
        dependencies: list[pulumi.Resource],
    ) -> aws.ecs.Service:
        settings, deployment = self.settings, self.settings.deployment
        rebalancing = settings.availability_zone_rebalancing or ("ENABLED" if deployment.maximum_percent > 100 else "DISABLED")
        timeout = f"{calculate_update_timeout(settings)}m"
        opts = pulumi.ResourceOptions(
            parent=self,
            depends_on=dependencies,
            hooks=self.migration.hook_binding if self.migration else None,
            # Scaling changes the count; an update must not reset it.
            ignore_changes=["desiredCount"] if settings.scaling else [],
            custom_timeouts=pulumi.CustomTimeouts(create=timeout, update=timeout, delete=f"{calculate_delete_timeout(settings)}m"),
        )
        arguments: dict[str, Any] = {
            "name": settings.names.service,
            "cluster": get_wire_value(cluster, "arn"),
            "task_definition": self.task_definition.arn,
            "desired_count": settings.initial_task_count,
            "scheduling_strategy": "REPLICA",
            # Always explicit: a service without a strategy gets the cluster's, and the next preview would show it as a change.
            "capacity_provider_strategies": [
                {"capacity_provider": item.capacity_provider, "weight": item.weight, "base": item.base} for item in strategy
            ],
            "platform_version": settings.platform_version,
            "network_configuration": {
                "subnets": get_wire_value(network, f"{settings.subnets}_subnet_ids"),
                "security_groups": self.task.security_group_ids,
                "assign_public_ip": settings.subnets == "public",
            },
            "load_balancers": self._build_load_balancers(),
            "health_check_grace_period_seconds": find_grace_period(settings) if settings.has_traffic else None,
            **self.connectivity.service_arguments,
            **self.deployment.service_arguments,
            "volume_configuration": self.volumes.configuration,
            "availability_zone_rebalancing": rebalancing,
            "enable_ecs_managed_tags": True,
            "propagate_tags": settings.propagate_tags,
            "enable_execute_command": settings.enable_execute_command,
            # Without it, the provider rejects every change of the strategy above (hashicorp/terraform-provider-aws#43533).
            "force_new_deployment": True,
            "triggers": self._build_triggers(),
            "tags": tags,
        }
        return aws.ecs.Service(name, **arguments, opts=opts)

    def _build_triggers(self) -> dict[str, Any] | None:
        """Return the triggers, whose change updates a service that is otherwise unchanged."""
        triggers: dict[str, Any] = {}
        if self.settings.deployment.force_new_deployment:
            triggers["update"] = datetime.now(UTC).isoformat(timespec="seconds")  # a new value each time
        if self.migration:
            triggers[MIGRATION_TRIGGER] = self.migration.task_definition.arn
        return triggers or None

    def _build_load_balancers(self) -> list[dict[str, Any]] | None:
        """Return an entry for each route, and one for each listener of the Network Load Balancer."""
        role = self.infrastructure_role
        if role is None:
            return None
        entries = [traffic.build_load_balancer(self.container_name, role.arn) for traffic in self._traffic_by_route.values()]
        if self.network_load_balancer is not None:
            entries += self.network_load_balancer.build_entries(self.settings, self.container_name, role.arn)
        return entries
