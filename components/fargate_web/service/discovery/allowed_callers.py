"""Who may call a service past the load balancer."""

from collections.abc import Mapping
from typing import Any

import pulumi

from ...component.arguments import get_wire_value
from ...settings.callers import is_cidr_block, is_security_group
from ...settings.service import Service as ServiceSettings
from ...task.security_group import TaskSecurityGroup


class AllowedCallers:
    """The callers that a service lets in: a rule for each of them and each port, standing alone.

    Attributes:
        rules: The rules that were made.
    """

    def __init__(self, name: str, settings: ServiceSettings, access: TaskSecurityGroup) -> None:
        self._name = name
        self._access = access
        self._ports = settings.ingress_ports
        self._services = []
        self.rules: list[pulumi.Resource] = []
        for index, caller in enumerate(settings.allow_from or []):
            if is_cidr_block(caller) or is_security_group(caller):
                # What is known later has no name yet that could stand in the logical name.
                label = caller if isinstance(caller, str) else f"security-group-{index}"
                self.rules += access.allow_caller(label, caller, self._ports)
            else:
                self._services.append(caller)

    def allow_services(self, services: Mapping[str, Any]) -> None:
        """Let services in by their names; see `Service.allow`."""
        for caller in self._services:
            if caller not in services:
                known = ", ".join(services) or "none"
                raise pulumi.RunError(
                    f'Service "{self._name}": allow_from names {caller}, which is not among the services given to allow ({known})'
                )
            group = get_wire_value(services[caller], "security_group")
            self.rules += self._access.allow_caller(caller, group if isinstance(group, str) else group.id, self._ports)
