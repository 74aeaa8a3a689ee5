"""What a program makes of a stack file: which components, in which order, each with its arguments."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, cast

import pulumi

from ..analysis.deployment_order import order_deployments
from ..analysis.key_uses import list_key_uses
from ..component.account import Account
from ..faults.schema_index import find_closest_match
from ..settings.section import Section
from ..settings.stack import Stack
from ..settings.tags import merge_tags
from ..settings.traffic_shift import TEST_RULE_SUFFIX
from .additions import Additions
from .loaded_stack import LoadedStack

if TYPE_CHECKING:
    from ..cluster.cluster import Cluster
    from ..encryption_key.encryption_key import EncryptionKey
    from ..generated.inputs import (
        ClusterArgs,
        ClusterWire,
        LoadBalancerArgs,
        LoadBalancerWire,
        MonitoringArgs,
        NetworkArgs,
        NetworkWire,
        RepositoryArgs,
        ScalingArgs,
        ScheduledTaskArgs,
        ServiceArgs,
        ServiceWire,
    )
    from ..load_balancer.load_balancer import LoadBalancer
    from ..monitoring.monitoring import Monitoring
    from ..network.network import Network
    from ..repository.repository import Repository
    from ..scheduled_task.scheduled_task import ScheduledTask
    from ..service.service import Service

_T = TypeVar("_T")


class StackPlan:
    """A checked stack file as components, their arguments and their order.

    `load_stack()` returns one. The program creates the components; this object knows what follows from the stack file as a whole: tags, listener
    rule priorities, deployment order, who calls whom, protection, and the account.

    Each `…_args` method returns the arguments of one component as a new dictionary. Add to it, or replace keys in it, before you pass it on.
    Sections in it, such as `roles`, are checked objects of `fargate_web.settings`: replace one as a whole.

    Attributes:
        settings: The settings of the stack file.
        region: The AWS Region.
        repository_names: The ECR repositories.
        service_names: The services in deployment order: a service that others call by Service Connect comes before its callers.
        scheduled_task_names: The scheduled tasks.
        needs_network: Whether the stack runs tasks, which need a network and a cluster. A stack of repositories runs none.
        needs_load_balancer: Whether a service has a route.
        needs_monitoring: Whether the stack runs tasks and monitoring is not turned off.
        tags: The tags of all resources: `Project`, `Stack`, `MaxAgeInDays` if the stack has an age limit, and those of the stack file.
        protected_options: The options of components that `protected: true` keeps from deletion.
    """

    def __init__(self, loaded: LoadedStack) -> None:
        stack = loaded.stack
        self.settings: Stack = stack
        self.region: str = loaded.region
        self.repository_names: tuple[str, ...] = tuple(stack.repositories)
        self._callees = order_deployments(stack)
        self.service_names: tuple[str, ...] = tuple(self._callees)
        self.scheduled_task_names: tuple[str, ...] = tuple(stack.scheduled_tasks)
        self.needs_network: bool = bool(stack.tasks)
        self.needs_load_balancer: bool = bool(stack.routed_services)
        self.needs_monitoring: bool = bool(stack.monitoring and stack.tasks)
        age_tags = {} if stack.max_age_in_days is None else {"MaxAgeInDays": str(stack.max_age_in_days)}
        self.tags: dict[str, str] = merge_tags({"Project": pulumi.get_project(), "Stack": pulumi.get_stack(), **age_tags}, stack.tags)
        self.protected_options = pulumi.ResourceOptions(protect=stack.protected or None)
        self._priorities = loaded.rule_priorities
        self._additions = Additions()

    @cached_property
    def account(self) -> Account:
        """The account and Region, asked for once and shared by all components."""
        return Account(self.region)

    @cached_property
    def encryption_key(self) -> "EncryptionKey | None":
        """The KMS key of the stack, which the arguments of all components refer to; None without `encryption` in the stack file."""
        settings = self.settings.encryption
        if settings is None:
            return None
        from ..encryption_key.encryption_key import EncryptionKey  # few stacks need it, and it brings its part of the AWS SDK along

        wires: dict[str, Any] = {"uses": list_key_uses(self.settings), "tags": self.tags, "account": self.account}
        return EncryptionKey("encryption-key", {**settings.explicit_values(), **wires}, self.protected_options)

    def needs_scaling(self, service_name: str) -> bool:
        """Tell whether the number of tasks of a service follows its load."""
        return _find_settings("service", self.settings.services, service_name).scaling is not None

    def add_environment(self, name: str, variables: Mapping[str, pulumi.Input[str]]) -> None:
        """Add environment variables to a service or a scheduled task, such as the name of a bucket that the program creates.

        Args:
            name: The service or the scheduled task.
            variables: The values by name. They replace those of the stack file.

        Raises:
            RunError: The stack file has no such service or task, or its arguments were taken already.
        """
        _find_settings("service or scheduled task", self._tasks, name)
        self._additions.add_environment(name, variables)

    def add_permissions(self, name: str, actions: Sequence[str], resources: Sequence[pulumi.Input[str]]) -> None:
        """Let the application of a service or a scheduled task call AWS: a statement is added to the policy of its task role.

        Args:
            name: The service or the scheduled task.
            actions: The IAM actions, such as `s3:GetObject`.
            resources: The ARNs that they are allowed on.

        Raises:
            RunError: The stack file has no such service or task, it uses a role that exists, or its arguments were taken already.
            SettingsError: An action is not one, or everything would be allowed on everything.
        """
        settings = _find_settings("service or scheduled task", self._tasks, name)
        self._additions.add_statement(name, settings.roles, actions, resources)

    def repository_args(self, name: str) -> "RepositoryArgs":
        """Return the arguments of an ECR repository."""
        settings = _find_settings("repository", self.settings.repositories, name)
        return cast("RepositoryArgs", self._build_encrypted_args(settings, tags=self.tags))

    def network_args(self) -> "NetworkArgs":
        """Return the arguments of the network."""
        return cast("NetworkArgs", self._build_encrypted_args(self.settings.network, tags=self.tags))

    def cluster_args(self, *, network: "Network | NetworkWire | None") -> "ClusterArgs":
        """Return the arguments of the cluster."""
        return cast(
            "ClusterArgs", self._build_args(self.settings.cluster, tags=self.tags, network=network, encryption_key=self.encryption_key)
        )

    def load_balancer_args(self, *, network: "Network | NetworkWire | None") -> "LoadBalancerArgs":
        """Return the arguments of the load balancer."""
        wires = {"tags": self.tags, "network": network, "has_logins": bool(self.settings.logins)}
        return cast("LoadBalancerArgs", self._build_encrypted_args(self.settings.load_balancer, **wires))

    def service_args(
        self,
        name: str,
        *,
        network: "Network | NetworkWire | None",
        cluster: "Cluster | ClusterWire | None",
        load_balancer: "LoadBalancer | LoadBalancerWire | None",
        after: "Mapping[str, Service]",
    ) -> "ServiceArgs":
        """Return the arguments of a service.

        Args:
            name: The service.
            network: The network, or the ids of one that exists.
            cluster: The cluster, or the name and ARN of one that exists.
            load_balancer: The load balancer, or the ARNs of one that exists; None where no service has a route.
            after: The services that were created so far, by name. The service waits for those among them that it calls by Service Connect.
        """
        settings = _find_settings("service", self.settings.services, name)
        arguments = self._build_encrypted_args(
            settings,
            tags=merge_tags(self.tags, settings.tags),
            network=network,
            cluster=cluster,
            load_balancer=load_balancer,
            priority=self._priorities.get(name),
            test_priority=self._priorities.get(f"{name}{TEST_RULE_SUFFIX}"),
            after=[after[callee] for callee in self._callees[name] if callee in after],
        )
        changed = settings.use_authentication(self.settings.load_balancer.authentication)
        if changed is not settings:
            arguments["route"] = changed.route
            if changed.additional_routes:
                arguments["additional_routes"] = changed.additional_routes
        return cast("ServiceArgs", self._additions.apply(name, settings, arguments))

    def scaling_args(self, service_name: str, *, service: "Service | ServiceWire") -> "ScalingArgs":
        """Return the arguments of the scaling of a service.

        Args:
            service_name: The service; `needs_scaling` is true for it.
            service: Its component.
        """
        settings = _find_settings("service", self.settings.services, service_name)
        if settings.scaling is None:
            raise pulumi.RunError(f"service {service_name!r} has no scaling in the stack file; ask needs_scaling({service_name!r}) first")
        return cast("ScalingArgs", self._build_args(settings.scaling, tags=merge_tags(self.tags, settings.tags), service=service))

    def scheduled_task_args(
        self, name: str, *, network: "Network | NetworkWire | None", cluster: "Cluster | ClusterWire | None"
    ) -> "ScheduledTaskArgs":
        """Return the arguments of a scheduled task."""
        settings = _find_settings("scheduled task", self.settings.scheduled_tasks, name)
        tags = merge_tags(self.tags, settings.tags)
        arguments = self._build_encrypted_args(settings, tags=tags, network=network, cluster=cluster)
        return cast("ScheduledTaskArgs", self._additions.apply(name, settings, arguments))

    def monitoring_args(
        self,
        *,
        services: "Mapping[str, Service]",
        scheduled_tasks: "Mapping[str, ScheduledTask]",
        load_balancer: "LoadBalancer | LoadBalancerWire | None",
    ) -> "MonitoringArgs":
        """Return the arguments of the monitoring of all services and scheduled tasks; `needs_monitoring` tells whether there is any."""
        if self.settings.monitoring is None:
            raise pulumi.RunError("the stack file turns monitoring off; ask needs_monitoring first")
        return cast(
            "MonitoringArgs",
            self._build_encrypted_args(
                self.settings.monitoring,
                tags=self.tags,
                services=self._sort_services(services),
                scheduled_tasks=scheduled_tasks,
                load_balancer=load_balancer,
                container_insights=self.settings.cluster.container_insights != "disabled",
            ),
        )

    def export_outputs(
        self,
        *,
        repositories: "Mapping[str, Repository] | None" = None,
        network: "Network | None" = None,
        cluster: "Cluster | None" = None,
        load_balancer: "LoadBalancer | None" = None,
        services: "Mapping[str, Service] | None" = None,
        scheduled_tasks: "Mapping[str, ScheduledTask] | None" = None,
        monitoring: "Monitoring | None" = None,
    ) -> None:
        """Export the outputs of the stack: URLs, ids for other stacks, and the page for Pulumi Cloud.

        A component that is left out has no outputs.
        """
        from .outputs import build_stack_outputs  # it brings nothing along that was not there, but a program may export its own

        outputs = build_stack_outputs(
            network=network,
            cluster=cluster,
            load_balancer=load_balancer,
            services=self._sort_services(services or {}),
            monitoring=monitoring,
            repositories=repositories,
            scheduled_tasks=scheduled_tasks,
            encryption_key=self.encryption_key,
            max_age_in_days=self.settings.max_age_in_days,
        )
        for key, value in outputs.items():
            pulumi.export(key, value)

    @property
    def _tasks(self) -> dict[str, Any]:
        return {**self.settings.services, **self.settings.scheduled_tasks}

    def _build_args(self, settings: Section, **wires: Any) -> dict[str, Any]:
        return {**settings.explicit_values(), **wires}

    def _build_encrypted_args(self, settings: Section, **wires: Any) -> dict[str, Any]:
        """Return the arguments of a component that knows the account and encrypts what it stores."""
        return self._build_args(settings, account=self.account, encryption_key=self.encryption_key, **wires)

    def _sort_services(self, services: Mapping[str, _T]) -> dict[str, _T]:
        """Put services in the order of the stack file, which people read; what the file has not comes last."""
        sorted_services = {name: services[name] for name in self.settings.services if name in services}
        return sorted_services | {name: service for name, service in services.items() if name not in sorted_services}


def _find_settings(kind: str, settings: Mapping[str, _T], name: str) -> _T:
    if name in settings:
        return settings[name]
    meant = find_closest_match(name, list(settings))
    known = f"did you mean {meant!r}?" if meant else f"it has {', '.join(settings) or 'none'}"
    raise pulumi.RunError(f"there is no {kind} {name!r} in the stack file; {known}")
