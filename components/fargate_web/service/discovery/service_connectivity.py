"""How other services find and call a service: Service Connect, Cloud Map, and ingress rules."""

from typing import Any

import pulumi

from ...component.account import Account
from ...settings.service import Service as ServiceSettings
from ...task.container_definition import build_log_configuration
from ...task.task_definition import build_port_name
from ...task.task_resources import TaskResources
from .allowed_callers import AllowedCallers
from .cloud_map import ServiceDiscovery
from .service_connect import ServiceConnect


class ServiceConnectivity:
    """Service Connect, service discovery and allowed callers of a service.

    Attributes:
        service_connect: The Service Connect configuration.
        service_discovery: The Cloud Map service.
        callers: The callers that may connect without the load balancer.
        service_arguments: The arguments of the ECS service for Service Connect and service discovery.
        dependencies: The resources that the service must wait for.
        internal_url: The URL for other services, None if none is known.
    """

    def __init__(
        self,
        name: str,
        settings: ServiceSettings,
        *,
        task: TaskResources,
        cluster: Any,
        account: Account,
        tags: dict[str, Any],
        parent: pulumi.Resource,
    ) -> None:
        self.callers = AllowedCallers(name, settings, task.task_security_group)
        self.service_connect = ServiceConnect(
            name,
            settings,
            cluster=cluster,
            port_name=build_port_name(name, settings),
            log_configuration=build_log_configuration(name, settings.logs, task.log_group.name, account.region),
            partition=account.partition,
            tags=tags,
            parent=parent,
        )
        self.service_discovery = ServiceDiscovery(
            name, settings, cluster=cluster, container_name=settings.target_container or task.container_name, tags=tags, parent=parent
        )
        self.service_arguments: dict[str, Any] = {
            "service_connect_configuration": self.service_connect.configuration,
            "service_registries": self.service_discovery.service_registries,
        }
        self.dependencies = self.service_connect.dependencies
        self.internal_url = self.service_connect.url or self.service_discovery.url
