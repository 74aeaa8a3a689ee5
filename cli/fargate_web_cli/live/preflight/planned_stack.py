"""What a stack file plans, as far as the questions to AWS depend on it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from fargate_web.checks.accounts import list_credentials, list_secrets
from fargate_web.checks.egress import list_images
from fargate_web.settings.arn import split_arn
from fargate_web.settings.aws_regions import find_partition
from fargate_web.settings.fix import SettingPath
from fargate_web.settings.roles import Role
from fargate_web.settings.service import Service
from fargate_web.settings.stack import Stack
from fargate_web.settings.tags import merge_tags

AUTONAME_SUFFIX: Final = re.compile(r"-[0-9a-f]{7}$")
"""What Pulumi appends to the names that it generates."""


@dataclass(frozen=True)
class PlannedStack:
    """A checked stack file. Values that are encrypted, or outputs of other stacks, are not known and are left out everywhere.

    Attributes:
        project: The name of the project.
        name: The name of the stack.
        region: The Region.
        settings: The settings.
        rule_priorities: The priority of each listener rule.
        allowed_accounts: The accounts that `aws:allowedAccountIds` names; empty for any.
        warned: The codes and paths of warnings that the check of the stack file gives anyway.
    """

    project: str
    name: str
    region: str
    settings: Stack
    rule_priorities: Mapping[str, int] = field(default_factory=dict)
    allowed_accounts: tuple[str, ...] = ()
    warned: frozenset[tuple[str, SettingPath]] = frozenset()

    @property
    def partition(self) -> str:
        """The partition of the Region."""
        return find_partition(self.region)

    @property
    def identifying_tags(self) -> dict[str, str]:
        """The tags Project and Stack, which every resource of the stack carries; none if they are not known."""
        tags = merge_tags({"Project": self.project, "Stack": self.name.rsplit("/", 1)[-1]}, self.settings.tags)
        found = {key: value for key, value in tags.items() if key.lower() in ("project", "stack") and isinstance(value, str)}
        return found if len(found) == 2 else {}

    @property
    def creates_load_balancer(self) -> bool:
        """Whether the stack has a load balancer of its own."""
        return bool(self.settings.routed_services) and self.settings.load_balancer.existing is None

    def list_images(self) -> dict[SettingPath, str]:
        """List the images of all containers, by the path of each."""
        return {
            (*place, *path): image
            for place, task in self.settings.tasks.items()
            for path, image in list_images(task).items()
            if isinstance(image, str)
        }

    def list_secrets(self) -> dict[SettingPath, str]:
        """List the references to secrets and parameters, by the path of each."""
        found: dict[SettingPath, Any] = {}
        for place, task in self.settings.tasks.items():
            found |= list_secrets(place, task) | list_credentials(place, task)
        return {path: reference for path, reference in found.items() if isinstance(reference, str)}

    def list_existing_roles(self) -> dict[SettingPath, str]:
        """List the ARNs of the roles that exist already, by path."""
        return {
            (*place, "roles", key, "arn"): role.arn
            for place, task in self.settings.tasks.items()
            for key, role in _list_roles(task).items()
            if isinstance(role.arn, str)
        }

    def list_alarm_names(self) -> dict[SettingPath, str]:
        """List the names of the existing alarms that watch deployments, by path."""
        return {
            ("services", name, "deployment", "alarms", "names", index): alarm
            for name, service in self.settings.services.items()
            if service.deployment.alarms
            for index, alarm in enumerate(service.deployment.alarms.names)
            if isinstance(alarm, str)
        }

    def find_service_key(self, real_name: str) -> str | None:
        """Return the name in the stack file of a service of ECS. Return None if the stack file has none that is called so."""
        for name, service in self.settings.services.items():
            fixed = service.names.service
            if real_name == fixed or (fixed is None and name in (real_name, AUTONAME_SUFFIX.sub("", real_name))):
                return name
        return None

    def resolve_strategy(self, service: Service) -> dict[str, tuple[int, int]]:
        """Return the base and the weight of each capacity provider of a service."""
        strategy = service.capacity_provider_strategy or self.settings.cluster.default_capacity_provider_strategy
        return {item.capacity_provider: (item.base, item.weight) for item in strategy}


def _list_roles(task: Any) -> dict[str, Role]:
    return {"executionRole": task.roles.execution_role, "taskRole": task.roles.task_role}


def find_region_of(reference: str, default: str) -> str:
    """Return the Region in an ARN, or the default for a name."""
    arn = split_arn(reference)
    return arn.region if arn and arn.region else default
