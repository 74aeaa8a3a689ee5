"""How a service is found and called by others: Service Connect, Cloud Map, and who is let in."""

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
    """The ways in which other services find a service, and those who may call it.

    Attributes:
        service_connect: Its part in Service Connect.
        service_discovery: Its part in Cloud Map.
        callers: Who is let in.
        service_arguments: The arguments of the ECS service that are about it.
        dependencies: What the service has to wait for.
        internal_url: Where others call the service, None where nothing is known to lead to it.
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
            name, settings, cluster=cluster, container_name=task.container_name, tags=tags, parent=parent
        )
        self.service_arguments: dict[str, Any] = {
            "service_connect_configuration": self.service_connect.configuration,
            "service_registries": self.service_discovery.service_registries,
        }
        self.dependencies = self.service_connect.dependencies
        self.internal_url = self.service_connect.url or self.service_discovery.url
