"""The callers that may connect to a service without the load balancer."""

from collections.abc import Mapping
from typing import Any

import pulumi

from ...component.arguments import get_wire_value
from ...settings.callers import is_cidr_block, is_security_group
from ...settings.service import Service as ServiceSettings
from ...task.security_group import TaskSecurityGroup


class AllowedCallers:
    """The ingress rules of a service: a separate resource for each caller and port.

    Attributes:
        rules: The created rules.
    """

    def __init__(self, name: str, settings: ServiceSettings, task_security_group: TaskSecurityGroup) -> None:
        self._name = name
        self._task_security_group = task_security_group
        self._ports = settings.ingress_ports
        self._services = []
        self.rules: list[pulumi.Resource] = []
        for index, caller in enumerate(settings.allow_from or []):
            if is_cidr_block(caller) or is_security_group(caller):
                # The value of an Output isn't known yet, so the logical name uses the index.
                label = caller if isinstance(caller, str) else f"security-group-{index}"
                self.rules += task_security_group.allow_caller(label, caller, self._ports)
            else:
                self._services.append(caller)

    def allow_services(self, services: Mapping[str, Any]) -> None:
        """Allow traffic from services by name; see `Service.allow_services`."""
        for caller in self._services:
            if caller not in services:
                available = ", ".join(services) or "none"
                raise pulumi.RunError(
                    f'Service "{self._name}": allow_from names {caller}, which is not among the services passed to allow_services ({available})'
                )
            group = get_wire_value(services[caller], "security_group")
            self.rules += self._task_security_group.allow_caller(caller, group if isinstance(group, str) else group.id, self._ports)
